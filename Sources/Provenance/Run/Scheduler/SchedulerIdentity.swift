/// Which job of a batch scheduler this is, by the variables that it set: Slurm, PBS, LSF or Grid Engine.
public struct SchedulerIdentity: Sendable, Equatable {
  /// `slurm`, `pbs`, `lsf`, `sge`; nil outside a scheduler.
  public var name: String?
  /// What the scheduler said of the job, sorted by name: an allow-list, empty outside one. Values are as they were set: whoever
  /// records them takes secrets out first.
  public var scheduler: [EnvironmentState.Variable] = []
  /// How often the scheduler had begun the job again before; nil outside one, or if it does not say.
  public var requeue: Int?
  /// The job whatever its restarts: cluster, array job and task, such as `slurm:alpha/4711_3`. A job's number alone is not one:
  /// every task of an array has another, and clusters count alike. Nil outside a scheduler.
  public var job: String?
  /// ``job`` with its restart count, such as `slurm:alpha/4711_3+1`: no two executions share one.
  public var identity: String? { job.map { $0 + (requeue.map { "+\($0)" } ?? "") } }

  /// - Parameter environment: all variables, `NAME=value`.
  public static func read(_ environment: [String]) -> SchedulerIdentity {
    let variables = EnvironmentVariables(environment)
    guard let system = systems.first(where: { system in system.signs.allSatisfy { variables[$0] != nil } }) else {
      return SchedulerIdentity()
    }
    var identity = SchedulerIdentity(name: system.name)
    identity.scheduler = (system.signs + system.names).compactMap { name in
      variables[name].map { EnvironmentState.Variable(name: name, value: $0) }
    }.sorted { $0.name < $1.name }
    identity.requeue = system.restarts.flatMap { variables[$0] }.flatMap(count)
    let number = system.job.lazy.compactMap { variables[$0] }.first ?? ""
    let task = system.task.lazy.compactMap { variables[$0] }.first { !["0", "undefined"].contains($0) || system.countsFromZero }
    let cluster = system.cluster.lazy.compactMap { variables[$0] }.first.map { $0 + "/" } ?? ""
    // PBS writes the task into the number itself: 1234[5].server.
    let isWhole = task.map { number.contains("[\($0)]") } ?? true
    identity.job = "\(system.name):\(cluster)\(number)" + (isWhole ? "" : "_" + (task ?? ""))
    return identity
  }

  private static func count(_ text: String) -> Int? { Int(text).flatMap { $0 >= 0 ? $0 : nil } }

  /// How a scheduler tells what it started.
  private struct System: Sendable {
    var name: String
    /// All of these are set in every job of it, and nowhere else.
    var signs: [String]
    var cluster: [String] = []
    /// The first that is set.
    var job: [String]
    var task: [String]
    /// Whether a task of number 0 is one; elsewhere 0 says that there is no array.
    var countsFromZero = false
    var restarts: String?
    /// What else is recorded.
    var names: [String]
  }

  private static let systems = [
    System(
      name: "slurm", signs: ["SLURM_JOB_ID"], cluster: ["SLURM_CLUSTER_NAME"], job: ["SLURM_ARRAY_JOB_ID", "SLURM_JOB_ID"],
      task: ["SLURM_ARRAY_TASK_ID"], countsFromZero: true, restarts: "SLURM_RESTART_COUNT",
      names: [
        "SLURM_CLUSTER_NAME", "SLURM_ARRAY_JOB_ID", "SLURM_ARRAY_TASK_ID", "SLURM_RESTART_COUNT", "SLURM_STEP_ID",
        "SLURM_JOB_NAME", "SLURM_JOB_PARTITION", "SLURM_JOB_QOS", "SLURM_JOB_NODELIST", "SLURM_JOB_NUM_NODES", "SLURM_NTASKS",
        "SLURM_CPUS_PER_TASK", "SLURM_MEM_PER_NODE", "SLURM_MEM_PER_CPU", "SLURM_GPUS", "SLURM_GPUS_ON_NODE", "SLURM_JOB_GPUS",
        "SLURM_JOB_END_TIME",
      ]),
    System(
      name: "pbs", signs: ["PBS_JOBID"], job: ["PBS_JOBID"], task: ["PBS_ARRAY_INDEX", "PBS_ARRAYID"],
      countsFromZero: true,
      names: [
        "PBS_ARRAY_INDEX", "PBS_ARRAYID", "PBS_ARRAY_ID", "PBS_JOBNAME", "PBS_QUEUE", "PBS_NUM_NODES", "PBS_NUM_PPN", "NCPUS",
      ]),
    System(
      name: "lsf", signs: ["LSB_JOBID"], job: ["LSB_JOBID"], task: ["LSB_JOBINDEX"],
      names: ["LSB_JOBINDEX", "LSB_JOBNAME", "LSB_QUEUE", "LSB_HOSTS", "LSB_DJOB_NUMPROC"]),
    System(
      name: "sge", signs: ["JOB_ID", "SGE_ROOT"], cluster: ["SGE_CLUSTER_NAME", "SGE_CELL"], job: ["JOB_ID"],
      task: ["SGE_TASK_ID"], restarts: "RESTARTED",
      names: ["SGE_CLUSTER_NAME", "SGE_CELL", "SGE_TASK_ID", "RESTARTED", "JOB_NAME", "QUEUE", "NSLOTS", "NHOSTS"]),
  ]
}

/// Variables by name; of a name that comes twice, the first holds, as in a process's own look-ups.
struct EnvironmentVariables: Sendable {
  private var values: [String: String] = [:]

  /// - Parameter environment: `NAME=value`.
  init(_ environment: [String]) {
    for variable in environment {
      guard let (name, value) = ProgramSearch.split(variable), values[name] == nil else { continue }
      values[name] = value
    }
  }

  /// Nil for one that is not set, or is empty.
  subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// Nil unless it is a whole number from 0.
  func count(_ name: String) -> Int? { self[name].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
}

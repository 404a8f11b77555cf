/// Which of several processes that one launcher started this is: `srun xp run …` starts `xp` once a rank.
///
/// One experiment comes of it: rank 0 records, the others only execute and add their output to rank 0's attempt.
public struct LaunchRank: Sendable, Equatable {
  /// From 0.
  public let rank: Int
  /// How many there are, at least 2.
  public let size: Int
  /// The launcher: `torchrun`, `openmpi`, `pmi` (MPICH, Intel MPI and their kin) or `slurm`.
  public let launcher: String
  /// What all ranks of one launch share, and no other launch that runs at the same time. Nil if nothing tells: then the ranks cannot
  /// find each other.
  public let launch: String?

  /// Whether this process makes the record.
  public var records: Bool { rank == 0 }
  /// The log's name in the attempt's folder: `rank_3.log`.
  public var logName: String { "rank_\(rank).log" }
  /// A file name that stands for the launch: 16 hexadecimal digits.
  public var key: String? { launch.map { String(Digest.sha256($0).hex.prefix(16)) } }

  /// Returns the rank; nil for a process that is alone. The innermost launcher holds, since each sets its variables for what it starts
  /// itself.
  ///
  /// - Parameters:
  ///   - environment: all variables, `NAME=value`.
  ///   - parent: host and number of the process that started this one; what ranks on one machine share when the launcher gives its
  ///     launches no name.
  public static func read(_ environment: [String], parent: String? = nil) -> LaunchRank? {
    let variables = EnvironmentVariables(environment)
    let job = SchedulerIdentity.read(environment).identity
    for launcher in launchers {
      guard let rank = variables.count(launcher.rank), let size = variables.count(launcher.size),
        launcher.signs.isEmpty || launcher.signs.contains(where: { variables[$0] != nil })
      else { continue }
      // A launch of one has nobody to leave the record to; a rank beyond the size is somebody else's variable.
      guard size > 1, rank < size else { return nil }
      let own = launcher.identity.compactMap { variables[$0] }
      let parts = own.isEmpty ? [job ?? parent].compactMap { $0 } : own + [job].compactMap { $0 }
      let launch = parts.isEmpty ? nil : ([launcher.name] + parts).joined(separator: " ")
      return LaunchRank(rank: rank, size: size, launcher: launcher.name, launch: launch)
    }
    return nil
  }

  private struct Launcher: Sendable {
    var name: String
    var rank: String
    var size: String
    /// One of these must be there beside rank and size; empty: none need be.
    var signs: [String] = []
    /// Together they name the launch.
    var identity: [String]
  }

  private static let launchers = [
    Launcher(
      name: "torchrun", rank: "RANK", size: "WORLD_SIZE", signs: ["MASTER_ADDR", "TORCHELASTIC_RUN_ID", "LOCAL_RANK"],
      identity: ["TORCHELASTIC_RUN_ID", "MASTER_ADDR", "MASTER_PORT", "TORCHELASTIC_RESTART_COUNT"]),
    Launcher(
      name: "openmpi", rank: "OMPI_COMM_WORLD_RANK", size: "OMPI_COMM_WORLD_SIZE",
      identity: ["PMIX_NAMESPACE", "OMPI_MCA_ess_base_jobid", "OMPI_MCA_orte_hnp_uri"]),
    Launcher(
      name: "pmi", rank: "PMI_RANK", size: "PMI_SIZE", identity: ["PMI_JOBID", "PMI_PORT", "SLURM_STEP_ID"]),
    // Only a step has these: in a batch script itself SLURM_PROCID is 0 and SLURM_NTASKS what was asked for.
    Launcher(name: "slurm", rank: "SLURM_PROCID", size: "SLURM_STEP_NUM_TASKS", identity: ["SLURM_STEP_ID"]),
  ]
}

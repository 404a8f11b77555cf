public import Provenance

/// What an ``ExperimentReport`` is built from, all of it read by the caller.
public struct ExperimentSources: Sendable {
  /// The experiment as its journals tell it.
  public var record: ExperimentRecord
  /// The content of `config.json`, or why it cannot be read.
  public var config: Result<Config, Failure>
  /// The policy that holds now.
  public var policy: Policy
  /// The content of `environment.json`, or why it cannot be read.
  public var environment: Known<EnvironmentState>
  /// Experiments that use an artifact of this one, with the artifact.
  public var usedBy: [String]
  /// The experiment's folder relative to the project.
  public var folder: String

  public init(
    record: ExperimentRecord, config: Result<Config, Failure>, policy: Policy, environment: Known<EnvironmentState>,
    usedBy: [String], folder: String
  ) {
    self.record = record
    self.config = config
    self.policy = policy
    self.environment = environment
    self.usedBy = usedBy
    self.folder = folder
  }

  /// Builds the report; reads nothing else.
  public func report() -> ExperimentReport {
    let registration = record.registration
    return ExperimentReport(
      name: record.name, folder: folder, status: record.status, model: registration.model, title: registration.title,
      purpose: registration.purpose, registered: record.registered.time, registeredLocally: record.registered.time.local,
      rehearsal: registration.rehearsal, imported: registration.imported, archived: record.isArchived,
      campaign: registration.campaign, tags: record.tags, config: configFacts, code: registration.code,
      environment: environment.value.map { EnvironmentLines(state: $0).lines }
        ?? [ReadmeReport.Line("environment", "unknown: \(environment.reason ?? "")")],
      seeds: registration.seeds.places, data: registration.data.map(facts), command: registration.command?.argv ?? [],
      attempts: AttemptTable(record: record).rows, metrics: metrics,
      artifacts: ArtifactTable(record.attempt?.artifacts ?? []).facts,
      notes: record.notes.map { ExperimentReport.NoteFacts($0) }, uses: registration.uses, usedBy: usedBy, judgment: judgment,
      reproduced: ReproducedWords.lines(of: record), findings: findings,
      notCaptured: (registration.code.value?.notCaptured ?? []) + registration.data.flatMap(\.notCaptured))
  }

  /// Keys of a group that are shown.
  private static let shownKeys = 6

  private var configFacts: ExperimentReport.ConfigFacts {
    let recorded = record.registration.config
    var facts = ExperimentReport.ConfigFacts(
      source: recorded.source, digest: recorded.digest, semantic: recorded.semantic,
      keys: recorded.groups.reduce(0) { $0 + $1.keys }, overrides: recorded.overrides, groups: [])
    switch config {
    case .failure(let failure): facts.problem = failure.message
    case .success(let config):
      facts.groups = config.groups(in: policy.config.groups).map { group in
        ExperimentReport.ConfigFacts.Group(
          name: group.name, keys: group.keys.count,
          first: group.keys.prefix(Self.shownKeys).map { ReadmeReport.Line($0.key, JSONWriter.line($0.value)) })
      }
    }
    return facts
  }

  private func facts(_ input: DataInput) -> ExperimentReport.DataFacts {
    ExperimentReport.DataFacts(
      path: input.path, mode: input.mode.rawValue,
      identity: input.declared ?? input.digest.value?.description ?? "unknown: \(input.digest.reason ?? "")", files: input.files,
      size: input.size)
  }

  private var metrics: [ExperimentReport.MetricFacts] {
    (record.attempt?.results ?? []).map { summary in
      let isPrimary = summary.name.isExactly(policy.metrics.primary)
      return ExperimentReport.MetricFacts(
        name: summary.name, source: summary.source, count: summary.count,
        best: isPrimary ? (policy.metrics.direction == .max ? summary.maximum : summary.minimum) : nil, last: summary.last,
        minimum: summary.minimum, maximum: summary.maximum)
    }
  }

  private var judgment: ExperimentReport.JudgmentFacts? {
    guard let judged = record.judged, let report = try? ChecklistReport(body: judged.body) else { return nil }
    return ExperimentReport.JudgmentFacts(
      time: judged.time, outcome: report.outcome, summary: report.summary,
      open: report.judgments.filter { $0.verdict == .fail || $0.verdict == .unknown }.map {
        ExperimentReport.JudgmentFacts.Line(title: $0.title, verdict: $0.verdict, reason: $0.reason)
      })
  }

  private var findings: [Finding] {
    let remarks = record.registration.code.value?.remarks ?? []
    return record.registration.findings + remarks.map { Finding(subject: "code", message: $0) } + record.findings
      + record.attempts.flatMap(\.findings)
  }
}

/// The attempts of an experiment, those of which no end is known among them.
struct AttemptTable {
  let record: ExperimentRecord

  var rows: [ExperimentReport.AttemptFacts] {
    let open = record.unfinished
    let ended = record.attempts.filter { attempt in !open.contains { $0.start.number == attempt.number } }
    let counting = record.status == "running" ? open.last?.start.number : record.attempt?.number
    let rows =
      ended.map { facts($0, counts: $0.number == counting) }
      + open.map {
        ExperimentReport.AttemptFacts(
          number: $0.start.number, state: "running", counts: $0.start.number == counting, started: $0.time, host: $0.start.host)
      }
    return rows.sorted { $0.number < $1.number }
  }

  private func facts(_ attempt: Attempt, counts: Bool) -> ExperimentReport.AttemptFacts {
    return ExperimentReport.AttemptFacts(
      number: attempt.number, state: attempt.state.rawValue, counts: counts, recorder: attempt.recorder.rawValue,
      started: attempt.started.value, ended: attempt.ended.value, duration: attempt.duration,
      exitStatus: attempt.exitStatus.value,
      host: attempt.host.value, process: attempt.process)
  }
}

/// The artifacts of an attempt, by role.
struct ArtifactTable {
  let artifacts: [Artifact]

  init(_ artifacts: [Artifact]) { self.artifacts = artifacts }

  private static let order: [Artifact.Role] = [
    .bestCheckpoint, .lastCheckpoint, .checkpoint, .metrics, .result, .log, .config, .other,
  ]
  private static let shown = 3

  var facts: ExperimentReport.ArtifactFacts {
    ExperimentReport.ArtifactFacts(
      count: artifacts.count, size: artifacts.reduce(0) { $0 + $1.size },
      roles: Self.order.compactMap { role in
        let files = artifacts.filter { $0.role == role }
        guard !files.isEmpty else { return nil }
        return ExperimentReport.ArtifactFacts.Role(
          role: role.rawValue, count: files.count, size: files.reduce(0) { $0 + $1.size },
          paths: files.prefix(Self.shown).map(\.path))
      })
  }
}

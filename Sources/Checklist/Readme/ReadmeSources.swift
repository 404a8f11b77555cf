import Provenance

/// What a README is built from, all of it read by the caller.
public struct ReadmeSources: Sendable {
  /// The experiment as its journals tell it.
  public var record: ExperimentRecord
  /// The content of `config.json`.
  public var config: Config
  /// The policy that holds now: it decides tables, highlights and literals.
  public var policy: Policy
  /// The content of `environment.json`, or why it cannot be read.
  public var environment: Known<EnvironmentState>
  /// The last recorded judgment; nil if it was never judged.
  public var judgment: ReadmeReport.Judgment?
  /// The best row and the last one, or why there are none.
  public var metrics: MetricState
  /// Pictures that stand beside the README.
  public var figures: [ReadmeReport.FigureFile]
  /// Names of experiments that use an artifact of this one; empty: none.
  public var usedBy: [String]
  /// The experiment's folder relative to the project.
  public var folder: String

  public init(
    record: ExperimentRecord, config: Config, policy: Policy, environment: Known<EnvironmentState>,
    judgment: ReadmeReport.Judgment?, metrics: MetricState, figures: [ReadmeReport.FigureFile] = [], usedBy: [String] = [],
    folder: String
  ) {
    self.record = record
    self.config = config
    self.policy = policy
    self.environment = environment
    self.judgment = judgment
    self.metrics = metrics
    self.figures = figures
    self.usedBy = usedBy
    self.folder = folder
  }

  /// Builds the report; reads nothing else.
  public func report() -> ReadmeReport {
    let registration = record.registration
    let tables = ReadmeTables(config: config, policy: policy, recorded: registration.config.groups)
    var report = ReadmeReport(
      name: record.name, model: registration.model, shortTitle: registration.shortTitle, title: registration.title,
      purpose: registration.purpose, tags: record.tags, rehearsal: registration.rehearsal,
      imported: registration.imported, registered: record.registered.time,
      registeredLocally: record.registered.time.local, judgment: judgment, groups: tables.groups,
      overrides: registration.config.overrides, tables: tables.tables,
      policy: ReadmeReport.PolicyFacts(
        ignored: tables.ignored, schemaVersion: registration.policy.schemaVersion, updated: registration.policy.updated,
        digest: registration.policy.digest), metrics: metrics, environment: environmentLines, uses: registration.uses,
      usedBy: usedBy, notes: record.notes.map { ExperimentReport.NoteFacts($0) }, attempts: record.attempts.map(line),
      reproduction: reproduction, notCaptured: notCaptured,
      findings: findings, proofs: proofs)
    report.figures = figures
    report.reproduced = ReproducedWords.lines(of: record)
    report.resources = record.attempts.compactMap(ResourceWords.line)
    return report
  }

  private var environmentLines: [ReadmeReport.Line] {
    guard let state = environment.value else { return [ReadmeReport.Line("environment", "unknown: \(environment.reason ?? "")")] }
    return EnvironmentLines(state: state).lines
  }

  private func line(_ attempt: Attempt) -> ReadmeReport.AttemptLine {
    func text<Fact>(_ known: Known<Fact>) -> String {
      known.value.map { "\($0)" } ?? "unknown: \(known.reason ?? "")"
    }
    return ReadmeReport.AttemptLine(
      number: attempt.number, state: attempt.state.rawValue, recorder: attempt.recorder.rawValue,
      started: text(attempt.started), ended: text(attempt.ended), duration: ResourceWords.duration(of: attempt),
      exit: text(attempt.exitStatus), host: text(attempt.host))
  }

  private var reproduction: ReadmeReport.Reproduction {
    let command = record.registration.command
    let code = record.registration.code
    return ReadmeReport.Reproduction(
      folder: folder, argv: command?.argv ?? [], directory: command?.directory ?? ".",
      secretVariables: command?.secrets.map(\.variable) ?? [], tree: code.value?.tree.value?.hex,
      treeUnknown: code.reason ?? code.value?.tree.reason, commit: code.value?.commit.value?.hex,
      branch: code.value?.branch, remotes: code.value?.remotes ?? [], unpushed: code.value?.unpushed,
      changes: code.value?.changes ?? [], data: record.registration.data.map(\.path))
  }

  private var notCaptured: [NotCaptured] {
    (record.registration.code.value?.notCaptured ?? []) + record.registration.data.flatMap(\.notCaptured)
  }

  private var findings: [Finding] {
    let remarks = record.registration.code.value?.remarks ?? []
    return record.registration.findings + remarks.map { Finding(subject: "code", message: $0) } + record.findings
      + record.attempts.flatMap(\.findings)
  }

  private var proofs: ReadmeReport.Proofs {
    let registration = record.registration
    return ReadmeReport.Proofs(
      config: registration.config.digest, semantic: registration.config.semantic, seeds: registration.seeds.digest,
      seedPlaces: registration.seeds.places.map { ReadmeReport.Line($0.name, $0.value) },
      environment: registration.environment.value, code: registration.code.value?.codeDigest.value,
      data: registration.data.map { input in
        let digest = input.digest.value?.description ?? "unknown: \(input.digest.reason ?? "")"
        return ReadmeReport.Line(input.path, "\(input.mode.rawValue) \(input.declared ?? digest)")
      }, journal: "journal.\(record.registered.ledger).jsonl", entry: record.registered.digest)
  }
}

/// The environment in the few lines that a reader looks for first.
struct EnvironmentLines {
  let state: EnvironmentState

  var lines: [ReadmeReport.Line] {
    let system = state.system
    var lines = [
      ReadmeReport.Line("host", system.host),
      ReadmeReport.Line("system", "\(system.os), \(system.kernel), \(system.architecture)"),
      ReadmeReport.Line("cpu", "\(text(system.cpu)), \(system.cores) cores"),
    ]
    if let container = system.container { lines.append(ReadmeReport.Line("container", container)) }
    switch state.accelerators {
    case .known(let devices):
      let names = devices.map { "\($0.index): \($0.name)" + ($0.driver.map { ", driver \($0)" } ?? "") }
      lines.append(ReadmeReport.Line("gpu", names.isEmpty ? "none" : names.joined(separator: "; ")))
    case .unknown(let reason): lines.append(ReadmeReport.Line("gpu", "unknown: \(reason)"))
    }
    switch state.program {
    case .known(let program):
      let version = program.version.value.map { " \($0)" } ?? ""
      lines.append(
        ReadmeReport.Line(program.kind == .binary ? "binary" : "interpreter", "\(program.name)\(version) (\(program.path))"))
      if program.kind == .binary {
        lines.append(ReadmeReport.Line("libraries", count(program.libraries)))
      } else {
        lines.append(ReadmeReport.Line("packages", count(program.packages)))
      }
    case .unknown(let reason): lines.append(ReadmeReport.Line("program", "unknown: \(reason)"))
    }
    return lines + state.lockFiles.map { ReadmeReport.Line("lock file", "\($0.path) \(text($0.sha256))") }
  }

  private func text<Fact>(_ known: Known<Fact>) -> String { known.value.map { "\($0)" } ?? "unknown: \(known.reason ?? "")" }

  private func count<Element>(_ list: Known<[Element]>) -> String {
    list.value.map { "\($0.count), in environment.json" } ?? "unknown: \(list.reason ?? "")"
  }
}

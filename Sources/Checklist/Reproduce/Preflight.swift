import Provenance

/// Whether an experiment can be run again as it was, asked before anything runs.
public struct Preflight: Sendable {
  /// How something is now, beside the record.
  public enum State: String, Sendable, CaseIterable {
    /// As it was recorded; not so; needed, and not here; it cannot be told.
    case same, other, missing, unknown
  }

  /// One thing that was looked at.
  public struct Row: Sendable, Equatable {
    /// Such as `data data/train.csv`.
    public var subject: String
    public var state: State
    /// What there is, or what differs, in one line.
    public var detail: String
    public init(_ subject: String, _ state: State, _ detail: String) {
      (self.subject, self.state, self.detail) = (subject, state, detail)
    }
  }

  /// In the order in which they are told.
  public var rows: [Row]
  /// Why it cannot be run at all; empty if it can.
  public var obstacles: [String] = []
  /// Why a verdict would prove less than it says; empty if nothing is in doubt. They can be passed over.
  public var doubts: [String] = []
  /// What the code would be rebuilt from, doubts or not; nil if it cannot be had.
  public var code: Origin.Code?

  public init(rows: [Row], obstacles: [String] = [], doubts: [String] = [], code: Origin.Code? = nil) {
    (self.rows, self.obstacles, self.doubts, self.code) = (rows, obstacles, doubts, code)
  }

  /// Judges what was looked at.
  public init(_ facts: ReproductionFacts) {
    rows = []
    command(facts)
    config(facts)
    results(facts.record)
    code(facts)
    notCaptured(facts)
    editable(facts.editable)
    for input in facts.data { data(input) }
    environment(facts)
  }

  /// Why data is not known to be what it was, a line each; empty if it is.
  public static func doubts(about data: [DataPresence]) -> [String] {
    var preflight = Preflight(rows: [])
    for input in data { preflight.data(input) }
    return preflight.doubts
  }

  /// Whether a rerun would show what it says.
  public var isClear: Bool { obstacles.isEmpty && doubts.isEmpty }

  // MARK: What it takes to run

  private mutating func command(_ facts: ReproductionFacts) {
    guard facts.record.registration.command != nil else {
      rows.append(Row("command", .missing, "it was registered without one"))
      obstacles.append("it was registered without a command")
      return
    }
    for name in facts.unsetSecrets {
      rows.append(Row("secret \(name)", .missing, "it held a secret, and is not set"))
      obstacles.append("\(name) held a secret of the command and is not set")
    }
    for path in facts.unrecorded {
      rows.append(Row("file \(path)", .unknown, "git ignores it: no record has its content"))
      doubts.append("\(path), which the command names, is in no record")
    }
  }

  private mutating func config(_ facts: ReproductionFacts) {
    let file = facts.record.registration.config.file
    rows.append(Row("config", facts.configLack == nil ? .same : .missing, facts.configLack ?? file))
    if let lack = facts.configLack { obstacles.append("the config cannot be given again: \(lack)") }
  }

  private mutating func results(_ record: ExperimentRecord) {
    guard let attempt = record.attempt else {
      rows.append(Row("results", .missing, "it was never run"))
      doubts.append("nothing to compare with: it was never run")
      return
    }
    let files = attempt.artifacts.count { $0.role != .log && $0.role != .config }
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    let words = "\(count(attempt.results.count, "metric")), \(count(files, "file")), \(attempt.state.rawValue)"
    if attempt.state != .completed {
      rows.append(Row("results", .unknown, words))
      doubts.append("nothing to compare with: its own run ended \(attempt.state.rawValue)")
    } else if !attempt.results.contains(where: { $0.count > 0 }) && files == 0 {
      rows.append(Row("results", .missing, words))
      doubts.append("nothing to compare with: it left neither metrics nor files")
    } else {
      rows.append(Row("results", .same, words))
    }
  }

  // MARK: Code

  private mutating func code(_ facts: ReproductionFacts) {
    guard let presence = facts.code.value else {
      let reason = facts.code.reason ?? ""
      rows.append(Row("code", .unknown, reason))
      doubts.append("its code cannot be rebuilt: \(reason)")
      code = .present
      return
    }
    code = presence.code ?? .present
    let tree = facts.record.registration.code.value?.tree.value
    let short = tree.map { String($0.hex.prefix(10)) } ?? ""
    switch (presence.tree, presence.isKept) {
    case (true, true): rows.append(Row("code", .same, "tree \(short), \(presence.paths.count) files"))
    case (true, false):
      rows.append(Row("code", .missing, "the ref that kept tree \(short) is gone; its objects are still here"))
      doubts.append("the ref that kept its captured tree \(short) is gone")
    case (false, _):
      rows.append(Row("code", .missing, "tree \(short) is not in the repository"))
      doubts.append("its captured tree \(short) is not in the repository")
    }
    if presence.commit == false { rows.append(Row("commit", .missing, "the tree holds its content; its history is not here")) }
    for submodule in presence.missingSubmodules {
      rows.append(Row("submodule \(submodule.path)", .missing, submodule.reason))
      obstacles.append("the submodule \(submodule.path) cannot be rebuilt: \(submodule.reason)")
    }
  }

  private mutating func editable(_ names: [String]) {
    for name in names {
      rows.append(Row("package \(name)", .unknown, "installed from the project's own folder: the files there are imported"))
      doubts.append("the package \(name) is imported from the project as it is now, not from the rebuilt tree")
    }
  }

  private mutating func notCaptured(_ facts: ReproductionFacts) {
    let code = facts.record.registration.code.value?.notCaptured ?? []
    for left in code {
      let why = left.reason.rawValue + (left.detail.map { ": \($0)" } ?? "")
      rows.append(Row("file \(left.path)", .unknown, "not captured: \(why)"))
    }
    guard let first = code.first else { return }
    let more = code.count > 1 ? " and \(code.count - 1) more" : ""
    doubts.append("\(first.path)\(more) of its code was not captured: \(first.reason.rawValue)")
  }

  // MARK: Data and environment

  private mutating func data(_ input: DataPresence) {
    let subject = "data \(input.recorded.path)"
    guard let now = input.now.value else {
      guard !input.isInTree else { return rows.append(Row(subject, .same, "part of the captured tree")) }
      rows.append(Row(subject, .missing, input.now.reason ?? ""))
      doubts.append("the data \(input.recorded.path) is not here")
      return
    }
    let aspect = DataComparison(left: [input.recorded], right: [now]).aspect
    switch aspect.state {
    case .same: rows.append(Row(subject, .same, Self.words(input.recorded)))
    case _ where input.isInTree: rows.append(Row(subject, .same, "part of the captured tree; the project has another now"))
    case .different:
      rows.append(Row(subject, .other, "it was \(Self.words(input.recorded)), it is \(Self.words(now))"))
      doubts.append("the data \(input.recorded.path) is not what it was")
    case .unknown(let reason), .notCompared(let reason):
      rows.append(Row(subject, .unknown, reason))
      doubts.append("whether the data is what it was cannot be told: \(reason)")
    }
  }

  private static func words(_ input: DataInput) -> String {
    if input.mode == .declared { return "declared " + (input.declared ?? "without a revision") }
    guard let digest = input.digest.value else { return "unknown: \(input.digest.reason ?? "")" }
    return "\(digest.algorithm.rawValue):\(digest.hex.prefix(10))…"
  }

  /// Another environment is no doubt: that the results come out again all the same is what a rerun may show.
  private mutating func environment(_ facts: ReproductionFacts) {
    guard let then = facts.environment.value else {
      return rows.append(Row("environment", .unknown, facts.environment.reason ?? ""))
    }
    let groups = EnvironmentGroups(then: then, now: facts.present)
    let differences = groups.differences
    for group in EnvironmentGroups.Group.allCases where groups.isAsked(group) {
      let facts = differences.filter { $0.group == group }.map(\.fact)
      if !facts.isEmpty {
        rows.append(Row(group.rawValue, .other, facts.map(\.words).joined(separator: "; ")))
      } else if let doubt = groups.doubt(about: group) {
        rows.append(Row(group.rawValue, .unknown, doubt))
      } else {
        rows.append(Row(group.rawValue, .same, groups.words(for: group)))
      }
    }
  }
}

extension InputDifference.Fact {
  /// `package numpy: 1.26.4 → 2.0.0`
  var words: String { "\(subject): \(left ?? "none") → \(right ?? "none")" }
}

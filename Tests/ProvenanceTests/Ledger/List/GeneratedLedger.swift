import TestSupport

@testable import Provenance

/// A project with experiments made at random, and what each of them is, told apart from the ledger.
struct GeneratedLedger {
  let scratch = Scratch()
  let project: Project
  let ledger: Ledger
  private(set) var experiments: [Experiment] = []
  let now = Moment("2026-11-24T10:00:00.000Z")!

  /// What a list must know of an experiment.
  struct Experiment {
    var name: String
    var model: String
    var registered: Moment
    var tags: [String] = []
    var campaign: String?
    var rehearsal = false
    var archived = false
    var config: Config
    var attempts: [Int: (state: String, started: Moment?, exit: Int?, metrics: [MetricSummary])] = [:]

    /// The number of the attempt that counts.
    var counting: Int? { attempts.filter { $0.value.state == "completed" }.keys.max() ?? attempts.keys.max() }
    var status: String { counting.flatMap { attempts[$0]?.state } ?? "registered" }
    var isHidden: Bool { rehearsal || archived }
  }

  static var policy: Policy {
    var policy = Policy()
    policy.metrics.primary = "val_auc"
    policy.classKeys = ["data.fold"]
    return policy
  }

  init(seed: UInt64, count: Int) throws {
    var samples = FormulaSamples(seed: seed)
    project = scratchProject(scratch) { $0 = Self.policy }
    ledger = try Ledger.open(project)
    var entries: [Entry] = []
    for number in 0..<count {
      let (experiment, statements) = try Self.experiment(number, &samples, project)
      experiments.append(experiment)
      entries += statements
    }
    // Journals are taken in one after another, or shuffled among each other, as clocks have it.
    while !entries.isEmpty {
      let part = 1 + samples.below(entries.count)
      try ledger.append(Array(entries.prefix(part)))
      entries.removeFirst(part)
    }
  }

  private static func experiment(
    _ number: Int, _ samples: inout FormulaSamples, _ project: Project
  ) throws -> (Experiment, [Entry]) {
    let time = Moment(milliseconds: 1_795_000_000_000 + Int64(number) * 3_600_000)
    let name = "\(time.stamp)_\(samples.pick(["gru", "mlp"]))_n\(number)"
    var root = Object()
    if samples.below(4) > 0 { root["training"] = .object(Object([("lr", samples.value()), ("loss", samples.value())])) }
    if samples.below(3) == 0 { root["optimizer"] = .object(Object([("lr", samples.value())])) }
    if samples.below(2) == 0 {
      root["model"] = .object(Object([("hidden", samples.pick([[1], [1, 2], [], "wide"])), ("flag", samples.value())]))
    }
    if samples.below(4) == 0 { root["lr"] = samples.value() }
    root["data"] = .object(Object([("fold", .number(Number(samples.below(3)))), ("run", .number(Number(number)))]))
    let config = Config(root)
    var experiment = Experiment(
      name: name, model: samples.pick(["gru", "mlp", "gainakt2"]), registered: time, config: config)
    experiment.rehearsal = samples.below(10) == 0
    experiment.campaign = samples.below(4) == 0 ? samples.pick(["c1", "c2"]) : nil
    experiment.tags = samples.below(2) == 0 ? ["paper"] : []
    // Some folders are gone: nothing is known of their values.
    if samples.below(12) > 0 {
      try FileWriting.makeFolders(project.folder(of: name))
      try FileWriting.replace(project.folder(of: name) + "/config.json", with: JSONWriter.pretty(.object(root)), durable: false)
    } else {
      experiment.config = Config(Object())
    }
    let entries = try statements(of: &experiment, Config(root), &samples)
    return (experiment, entries)
  }

  private static func statements(
    of experiment: inout Experiment, _ config: Config, _ samples: inout FormulaSamples
  ) throws -> [Entry] {
    let digests = config.digests(policy: policy)
    let registration = Registration(
      model: experiment.model, title: "t", shortTitle: "t", tags: experiment.tags, rehearsal: experiment.rehearsal,
      campaign: experiment.campaign,
      config: ConfigRecord(source: "", file: "", digest: digests.whole, semantic: digests.semantic, groups: [], overrides: []),
      policy: PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: ""),
      code: .unknown("no repository"), environment: .unknown("not looked at"),
      seeds: Seeds(primary: nil, places: [], digest: .sha256("seeds")))
    var bodies: [(Entry.Kind, Value)] = [(.registered, try ValueEncoder.encode(registration))]
    for number in 1..<(1 + samples.below(4)) {
      let started = Moment(milliseconds: experiment.registered.milliseconds + Int64(number) * 1000)
      let command = Command(argv: ["true"])
      bodies.append((.started, try ValueEncoder.encode(Start(number: number, command: command, host: "node1", recorder: 1))))
      experiment.attempts[number] = ("running", started, nil, [])
      guard samples.below(4) > 0 else { continue }
      let state = samples.pick([Attempt.State.completed, .failed, .killed])
      let metrics = samples.below(5) == 0 ? [] : samples.metrics()
      let attempt = Attempt(
        number: number, recorder: .xp, state: state, started: .known(started), ended: .known(started),
        exitStatus: .known(state == .completed ? 0 : 1), host: .known("node1"), artifacts: [], metrics: metrics)
      bodies.append((.finished, try ValueEncoder.encode(attempt)))
      experiment.attempts[number] = (state.rawValue, started, state == .completed ? 0 : 1, metrics)
    }
    if samples.below(3) == 0 {
      bodies.append((.tagged, try ValueEncoder.encode(Tagging(added: ["sweep"], removed: ["paper"]))))
      experiment.tags = ["sweep"]
    }
    if samples.below(8) == 0 {
      bodies.append((.archived, try ValueEncoder.encode(Archival(archived: true))))
      experiment.archived = true
    }
    // What another machine said may be taken in before the registration.
    let isEarly = samples.below(6) == 0
    if isEarly { bodies.append(bodies.removeFirst()) }
    var entries: [Entry] = []
    for (kind, body) in bodies {
      let number = body["number"]?.int ?? 0
      let time = Moment(milliseconds: experiment.registered.milliseconds + Int64(kind == .registered ? 0 : number) * 1000)
      entries.append(
        Entry(
          kind, experiment: experiment.name, ledger: "0123456789abcdef", time: time, previous: entries.last?.digest, body: body))
    }
    return entries
  }
}

extension FormulaSamples {
  /// A config's value of any kind.
  mutating func value() -> Value {
    pick([
      .number(Number(1e-3)), .number(Number(0.1)), .number(Number(3)), "adam", "é", true, false, .null, .number(Number(.nan)),
      .number(Number(.infinity)), .date("2026-11-20"), [0.1], ["a", "b"],
      .number(Number(spelling: "3e-4", meaning: .float(3e-4))),
    ])
  }

  mutating func metrics() -> [MetricSummary] {
    ["val_auc", "loss", "train.loss"].flatMap { name -> [MetricSummary] in
      let sources = below(5) == 0 ? ["a.csv", "b.csv"] : below(4) == 0 ? [] : ["a.csv"]
      return sources.map { source in
        let (low, high) = (Double(below(8)) / 8, 1 + Double(below(8)) / 8)
        let last = pick([low, high, .nan, .infinity])
        let isFinite = below(8) > 0
        return MetricSummary(
          name: name, source: source, count: 3, nonFinite: 0, minimum: isFinite ? .init(step: 1, value: low) : nil,
          maximum: isFinite ? .init(step: 2, value: high) : nil,
          last: .init(step: Double(below(2)), value: isFinite ? last : .nan))
      }
    }
  }
}

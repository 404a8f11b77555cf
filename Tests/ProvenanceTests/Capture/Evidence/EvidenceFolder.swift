import Foundation
import Provenance
import TestSupport

/// A project with one experiment, made by hand as registering and running would make it.
final class EvidenceFolder {
  let scratch = Scratch()
  static let name = "20261120_215603_mlp_baseline"
  static let config = "{\n  \"seeds\": {\n    \"primary\": 42\n  },\n  \"training\": {\n    \"epochs\": 2\n  }\n}\n"
  static let variables = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }

  var policy = Policy()
  var registration: Registration
  /// What the attempt's entry lists.
  var artifacts: [(path: String, role: Artifact.Role)] = []
  private var journal: Journal { Journal(folder: folder, ledger: "0123456789abcdef") }

  var folder: String { scratch.path + "/experiments/" + Self.name }
  var project: Project {
    Project(root: scratch.path, policy: policy, policyRecord: registration.policy)
  }

  init() throws {
    let config = try JSONReader.read(Self.config)
    let groups = (config.object?.members ?? []).map {
      ConfigRecord.Group(name: $0.key, keys: 1, digest: .sha256($0.value.canonicalBytes))
    }
    let digest = Digest.sha256(config.canonicalBytes)
    registration = Registration(
      model: "mlp", title: "baseline", shortTitle: "baseline",
      config: ConfigRecord(
        source: "base.json", file: "config.json", digest: digest, semantic: digest, groups: groups, overrides: []),
      policy: PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: ""),
      code: .unknown("not a git repository"), environment: .unknown("not asked"),
      seeds: Seeds(primary: nil, places: [], digest: .sha256("")))
    try scratch.write("base.json", Self.config)
    try write("config.json", Self.config)
    try FileWriting.replace(folder + "/config.jcs", with: config.canonicalBytes, durable: false)
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try scratch.write("experiments/\(Self.name)/\(name)", text)
  }

  func append(_ kind: Entry.Kind, _ body: some Encodable, at time: Moment = .now()) throws {
    let previous = try journal.read().entries.last?.digest
    try journal.append(
      Entry(
        kind, experiment: Self.name, ledger: journal.ledger, time: time, previous: previous,
        body: try ValueEncoder.encode(body)))
  }

  func register() throws { try append(.registered, registration) }

  /// Seals what lies in the folder as attempt 1.
  func finish() throws {
    let now = Moment.now()
    let sealed = try artifacts.map { artifact in
      let path = folder + "/" + artifact.path
      let status = FileStatus.of(path)!
      return Artifact(
        path: artifact.path, role: artifact.role, size: status.size, sha256: .known(try FileReading.sha256(of: path)),
        modified: status.modifiedMoment)
    }
    try append(
      .finished,
      Attempt(
        number: 1, recorder: .xp, state: .completed, started: .known(Moment(milliseconds: now.milliseconds - 60_000)),
        ended: .known(now), exitStatus: .known(0), host: .known("host"), artifacts: sealed, metrics: []))
  }

  func evidence(deep: Bool = false, cache: (any DigestCache)? = nil, siblings: [ExperimentRow] = []) throws -> Evidence {
    EvidenceCollector(
      project: project, siblings: siblings, environment: Self.variables, deep: deep, cache: cache, now: .now()
    ).collect(try ExperimentRecord.load(folder))
  }
}

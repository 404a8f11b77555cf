import Checklist
import Provenance

/// A run of which everything is known and right; tests spoil one thing at a time.
enum Sample {
  static let name = "20261120_215603_mlp_baseline"
  static let entry = Digest.sha256("registered")
  static let started = Moment("2026-11-20T21:57:00.000Z")!
  static let ended = Moment("2026-11-20T21:58:00.000Z")!
  static let during = Moment("2026-11-20T21:57:30.000Z")!

  static let configText = """
    {
      "seeds": {
        "primary": 42
      },
      "training": {
        "epochs": 3,
        "lr": 1e-4
      }
    }
    """
  static let metricsText = "epoch,loss,val_auc\n1,0.9,0.61\n2,0.7,0.72\n3,0.8,0.70\n"

  static var policy: Policy {
    var policy = Policy()
    policy.metrics.primary = "val_auc"
    policy.metrics.columns = ["loss"]
    policy.metrics.diagnostics = ["val_auc"]
    return policy
  }

  static var evidence: Evidence {
    let config = value(configText)
    var evidence = Evidence(
      name: name, folder: "experiments/\(name)", recordedName: name, registeredAt: Moment("2026-11-20T21:56:03.120Z")!,
      registeredEntry: entry,
      registration: registration(config),
      config: ConfigEvidence(json: .read(config), canonical: .read(.sha256(config.canonicalBytes))),
      policy: policyRecord, read: ended)
    evidence.attempts = [attempt]
    evidence.attempt = attempt
    evidence.attemptEntry = .sha256("finished")
    evidence.script = .read(ScriptEvidence(words: ["python3", "train.py", "--seed", "42"]))
    evidence.files = FileEvidence(
      recorded: attempt.artifacts.map(found),
      present: attempt.artifacts.map { PresentFile(path: $0.path, size: $0.size, modified: $0.modified) })
    evidence.metrics = [metrics(metricsText)]
    evidence.code = CodeEvidence(commit: .known(true), tree: .known(true))
    evidence.environment = EnvironmentEvidence(state: .read(environment), digest: .sha256("environment"))
    evidence.paths = [RecordedPath(path: "configs/base.yaml", role: "config source", leads: true)]
    return evidence
  }

  static let policyRecord = PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: "2026-11-01")

  static func value(_ text: String) -> Value { try! JSONReader.read(text) }

  static func registration(_ config: Value) -> Registration {
    let groups = (config.object?.members ?? []).map {
      ConfigRecord.Group(name: $0.key, keys: $0.value.object?.count ?? 0, digest: .sha256($0.value.canonicalBytes))
    }
    let digest = Digest.sha256(config.canonicalBytes)
    let seed = Seeds.Place(name: "seeds.primary", value: "42")
    return Registration(
      model: "mlp", title: "Baseline", shortTitle: "baseline",
      config: ConfigRecord(
        source: "configs/base.yaml", file: "config.json", digest: digest, semantic: digest, groups: groups, overrides: []),
      policy: policyRecord, command: Command(argv: ["python3", "train.py", "--seed", "42"]),
      code: .known(
        CodeState(
          commit: .known(Digest(.gitSHA1, hex: String(repeating: "a", count: 40))), branch: "main",
          tree: .known(Digest(.gitSHA1, hex: String(repeating: "b", count: 40))), codeDigest: .known(.sha256("code")),
          clean: true)),
      environment: .known(.sha256("environment")),
      seeds: Seeds(primary: seed, places: [seed, .init(name: "--seed", value: "42")], digest: .sha256("seeds")))
  }

  static var attempt: Attempt {
    Attempt(
      number: 1, recorder: .xp, state: .completed, started: .known(started), ended: .known(ended), exitStatus: .known(0),
      host: .known("host"),
      artifacts: [
        artifact("best.pt", .bestCheckpoint), artifact("last.pt", .lastCheckpoint), artifact("metrics.csv", .metrics),
        artifact("stdout.log", .log),
      ],
      metrics: metrics(metricsText).table.content!.summaries())
  }

  static func artifact(_ path: String, _ role: Artifact.Role) -> Artifact {
    Artifact(path: path, role: role, size: 100, sha256: .known(.sha256(path)), modified: during)
  }

  /// As it was recorded.
  static func found(_ artifact: Artifact) -> RecordedFile {
    RecordedFile(
      artifact: artifact,
      now: .init(size: artifact.size, modified: artifact.modified, digest: artifact.sha256, unchangedSince: nil))
  }

  static func metrics(_ text: String, _ path: String = "metrics.csv") -> MetricFileEvidence {
    let columns = Policy().metrics.epoch
    do throws(Failure) {
      return MetricFileEvidence(
        path: path, table: .read(try MetricReader.read(Array(text.utf8), shownAs: path, epochColumns: columns)))
    } catch {
      return MetricFileEvidence(path: path, table: .unreadable(error))
    }
  }

  static let environment = EnvironmentState(
    system: .init(
      host: "host", os: "Debian GNU/Linux 12 (bookworm)", kernel: "Linux 6.1", architecture: "x86_64", cpu: .known("CPU"),
      cores: 8, memory: .known(1 << 34)),
    program: .known(
      .init(
        kind: .python, name: "python3", path: "/usr/bin/python3.11", sha256: .known(.sha256("python")),
        version: .known("3.11.2"), packages: .known([.init(name: "numpy", version: "1.26.4")]), libraries: .unknown("not asked"))),
    accelerators: .known([]))

  /// The sample's registration says something else about its config.
  static func evidence(config text: String) -> Evidence {
    var evidence = evidence
    let config = value(text)
    let registration = registration(config)
    evidence.registration.config = registration.config
    evidence.config.json = .read(config)
    evidence.config.canonical = .read(registration.config.digest)
    return evidence
  }
}

/// The judgment of one item, on the sample with something changed.
func judgment(
  _ id: String, _ evidence: Evidence = Sample.evidence, policy: Policy = Sample.policy,
  _ change: (inout Evidence) -> Void = { _ in }
) -> Judgment {
  var evidence = evidence
  change(&evidence)
  return Checklist.judge(evidence, policy: policy).judgments.first { $0.id == id }!
}

extension Evidence {
  /// Changes what was found of a recorded file.
  mutating func change(_ path: String, _ change: (inout RecordedFile) -> Void) {
    let index = files.recorded.firstIndex { $0.artifact.path == path }!
    change(&files.recorded[index])
  }

  mutating func removeFiles(_ roles: Artifact.Role...) {
    files.recorded.removeAll { roles.contains($0.artifact.role) }
    let paths = files.recorded.map(\.artifact.path)
    files.present.removeAll { !paths.contains($0.path) }
    attempt?.artifacts.removeAll { roles.contains($0.role) }
    if roles.contains(.metrics) { metrics = [] }
  }

  mutating func setAttempt(_ change: (inout Attempt) -> Void) {
    var copy = attempt!
    change(&copy)
    (attempt, attempts) = (copy, [copy])
  }

  mutating func neverRun() {
    (attempt, attempts, attemptEntry, metrics) = (nil, [], nil, [])
    files = FileEvidence()
  }
}

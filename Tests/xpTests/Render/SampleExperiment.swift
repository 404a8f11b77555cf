import Checklist
import Foundation

@testable import Provenance

/// Experiments with pinned clock, host and digests.
enum SampleExperiment {
  static let time = Moment(milliseconds: 1_793_800_000_000, offset: 3600)
  static let ledger = "0123456789abcdef"
  static func digest(_ seed: String) -> Digest { .sha256(seed) }
  static func object(_ seed: String) -> Digest { Digest(.gitSHA1, hex: String(Digest.sha256(seed).hex.prefix(40))) }

  static func record(
    name: String, registration: Registration, attempts: [Attempt] = []
  ) throws -> ExperimentRecord {
    let body = try ValueEncoder.encode(registration)
    let entry = Entry(.registered, experiment: name, ledger: ledger, time: time, previous: nil, body: body)
    return ExperimentRecord(
      name: name, folder: "/project/experiments/\(name)", entries: [entry], registration: registration, registered: entry,
      attempts: attempts, findings: [])
  }

  static func registration(_ config: Config, policy: Policy, model: String, title: String) throws -> Registration {
    let digests = config.digests(policy: policy)
    return Registration(
      model: model, title: title, shortTitle: title,
      config: ConfigRecord(
        source: "configs/base.yaml", file: "config.json", digest: digests.whole, semantic: digests.semantic,
        groups: digests.groups, overrides: []),
      policy: PolicyRecord(digest: digest("policy"), schemaVersion: policy.schemaVersion, updated: policy.updated),
      code: .unknown("this folder is not in a git repository"), environment: .unknown("imported: nobody looked at it"),
      seeds: Seeds(primary: nil, places: [], digest: digest("no seeds")))
  }

  static let environment = EnvironmentState(
    system: EnvironmentState.SystemState(
      host: "bench", os: "Debian GNU/Linux 12 (bookworm)", kernel: "Linux 6.1.0-18-amd64", architecture: "x86_64",
      cpu: .known("AMD EPYC 7543"), cores: 8, memory: .known(33_554_432_000)),
    program: .known(
      EnvironmentState.Program(
        kind: .python, name: "python3", path: "/usr/bin/python3.11", sha256: .known(digest("python")),
        version: .known("3.11.2"), prefix: "/usr",
        packages: .known([
          EnvironmentState.Package(name: "numpy", version: "1.26.4"),
          EnvironmentState.Package(name: "torch", version: "2.3.0", source: "https://download.pytorch.org/whl/cu121"),
        ]), libraries: .known([]))),
    accelerators: .known([EnvironmentState.Accelerator(index: 0, name: "NVIDIA A100", driver: "550.54")]),
    lockFiles: [EnvironmentState.LockFile(path: "requirements.txt", sha256: .known(digest("lock")))],
    variables: [EnvironmentState.Variable(name: "OMP_NUM_THREADS", value: "8")])

  static let code = CodeState(
    commit: .known(object("commit")), branch: "main",
    remotes: [CodeState.Remote(name: "origin", url: "https://example.org/penguins.git")],
    upstream: "origin/main", unpushed: 2, tree: .known(object("tree")), codeDigest: .known(digest("code")),
    clean: false, changes: [CodeState.Change(path: "train.py", kind: .modified)],
    notCaptured: [NotCaptured(path: "weights/old.pth", reason: .tooLarge, detail: "812 MB")])

  static let config = Config(
    Object([
      ("seeds", ["primary": 42]),
      ("training", ["epochs": 20, "learning_rate": .number(Number(spelling: "1e-4", meaning: .float(0.0001))), "amp": true]),
      ("model", ["name": "mlp", "hidden": [64, 64], "bias": false, "note": nil]),
    ]))

  static func attempt() -> Attempt {
    Attempt(
      number: 1, recorder: .selfRecorded, state: .completed, started: .known(time),
      ended: .known(Moment(milliseconds: time.milliseconds + 83_250)), exitStatus: .known(0), host: .known("bench"),
      artifacts: [], metrics: [])
  }

  /// A registration in which everything is known.
  static func full() throws -> Registration {
    var full = try registration(config, policy: Policy(), model: "mlp", title: "wider_layers")
    full.title = "Wider layers"
    full.purpose = "Does a second layer of 64 help on small islands?"
    full.tags = ["ablation", "penguins"]
    full.config.overrides = [Override(key: "training.epochs", old: "10", new: "20", origin: "--set")]
    full.command = Command(argv: ["python3", "train.py", "--config", "experiments/x/config.json", "--note", "it's fine"])
    full.code = .known(code)
    full.environment = .known(digest("environment"))
    full.seeds = Seeds(
      primary: Seeds.Place(name: "seeds.primary", value: "42"), places: [Seeds.Place(name: "seeds.primary", value: "42")],
      digest: digest("seeds"))
    full.data = [
      DataInput(path: "data/penguins.csv", mode: .full, digest: .known(digest("data")), files: 1, size: 13_519)
    ]
    full.uses = [
      Use(
        experiment: "20261101_100000_mlp_first", artifact: "checkpoints/best.npz", input: "init/best.npz",
        digest: digest("checkpoint"))
    ]
    full.findings = [
      Finding(subject: "config", message: "`no` is false in YAML 1.1 and a string in 1.2", place: "configs/base.yaml:7:9")
    ]
    return full
  }
}

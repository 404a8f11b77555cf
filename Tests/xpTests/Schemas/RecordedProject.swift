import Provenance
import TestSupport

/// A project in which the program has recorded what it can record: a run that ended well, one that failed, a rehearsal, an adopted folder,
/// one that left files elsewhere, judgments and a README. Made once by the built binary; whoever changes it takes a ``ProjectCopy``.
struct RecordedProject: Sendable {
  let scratch: Scratch
  var root: String { scratch.path + "/project" }
  /// Folder names, in the order they were made.
  let names: [String]
  /// Standard outputs of the commands that print JSON, by schema.
  let outputs: [(schema: String, text: String)]

  static let shared = Result { try RecordedProject() }

  /// The first: a run that ended well.
  var first: String { names[0] }
  /// The last: a run that left files in its folder and elsewhere.
  var elsewhere: String { names[names.count - 1] }

  static func environment(_ scratch: Scratch) -> [String] {
    [
      "PATH=\(Built.folder):/usr/local/bin:/usr/bin:/bin", "HOME=\(scratch.path)", "TMPDIR=\(scratch.path)", "LANG=C.UTF-8",
      "TZ=Europe/Berlin", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES=\(scratch.path)",
      "GIT_AUTHOR_NAME=Someone", "GIT_AUTHOR_EMAIL=someone@example.org", "GIT_COMMITTER_NAME=Someone",
      "GIT_COMMITTER_EMAIL=someone@example.org", "XP_SECRET_1=sk-abcdefghijklmnopqrstuvwxyz123456",
    ]
  }

  private static let files = [
    "xp.toml": """
    schema_version = "1.0.0"
    updated = "2026-11-20"
    [metrics]
    primary = "val_auc"
    diagnostics = ["val_corr"]
    [class]
    keys = ["data.fold"]

    """,
    "configs/base.json": #"{"training": {"lr": 1e-3, "epochs": 3}, "data": {"fold": 0}, "seeds": {"primary": 42}}"#,
    "train.sh": """
    echo training
    printf 'epoch,val_auc,val_corr\\n1,0.6,0.1\\n2,0.72,0.2\\n3,0.7,nan\\n' > "$XP_DIR/metrics.csv"
    echo weights > "$XP_DIR/best.pt"; echo weights of the last > "$XP_DIR/last.pt"
    [ -z "$OUTPUTS" ] || { mkdir -p "$OUTPUTS" && echo more > "$OUTPUTS/best of all.pt" && echo x > "$OUTPUTS/a{b},{c}.txt"; }
    exit "${1:-0}"

    """,
    "experiments/20260102_030405_mlp_by_hand/config.yaml": "training: {lr: 0.01}\nwhen: 2026-01-02\nnone: .nan\n",
    "experiments/20260102_030405_mlp_by_hand/metrics.csv": "epoch,val_auc\n1,0.5\n",
    "data/a.csv": "a\n1\n", ".gitignore": "experiments/\n.xp/\n", "docs/notes.md": "notes\n",
  ]

  private init() throws {
    let scratch = Scratch()
    self.scratch = scratch
    for (name, text) in Self.files { try scratch.write("project/" + name, text) }
    func run(_ line: String, _ status: Int32 = 0) throws -> String {
      let outcome = try ChildProcess.run(
        ["sh", "-c", line], in: scratch.path + "/project", environment: Self.environment(scratch))
      guard outcome.status == status else {
        throw Failure(.input, "\(line): exit \(outcome.status): \(outcome.text)\(outcome.errorText)")
      }
      return outcome.text
    }
    func registered(_ arguments: String) throws -> (name: String, text: String) {
      let text = try run("xp register --model mlp --json " + arguments)
      return (try JSONReader.read(text)["name"]?.string ?? "", text)
    }
    _ = try run("git init -q -b main && git add . && git commit -q -m start && echo '# more' >> train.sh && xp init")
    let well = try registered("configs/base.json --title well --purpose why --tag a --data data -- sh train.sh")
    _ = try run("sh experiments/\(well.name)/command.sh")
    let judged = try run("xp verify --json \(well.name)", 1)
    let failed = try registered(
      "configs/base.json --title failed --set training.lr=0.01 --data https://example.org/a.zip -- sh train.sh 3 --api-key \"$XP_SECRET_1\""
    )
    _ = try run("sh experiments/\(failed.name)/command.sh", 3)
    let rehearsed = try registered("--title words --rehearsal -- sh train.sh 0 --seed 7")
    let inPython = try registered("--title python -- python3 -m json.tool configs/base.json")
    let dry = try registered("configs/base.json --title dry --dry-run")
    _ = try run("xp adopt experiments/20260102_030405_mlp_by_hand")
    let elsewhere = try JSONReader.read(run("OUTPUTS=outputs/one xp run --model mlp --title elsewhere --json -- sh train.sh"))
    let differences = try [
      run("xp diff --json \(well.name) \(failed.name)", 1), run("xp diff --json configs/base.json configs/base.json"),
    ]
    let all = try run("xp verify --all --json", 1)
    _ = try run("xp note \(well.name) 'better than I thought' --by Someone && xp tag \(well.name) paper --remove a")
    let asked = try [
      ("list.v1", run("xp list --all --json --columns lr,val_auc")), ("show.v1", run("xp show --json \(well.name)")),
      ("show.v1", run("xp show --json \(rehearsed.name)")), ("history.v1", run("xp history val_auc --json")),
      ("history.v1", run("xp history lr --all --json")),
    ]
    _ = try run("xp readme \(well.name)")
    names = [
      well.name, failed.name, rehearsed.name, "20260102_030405_mlp_by_hand", inPython.name, elsewhere["name"]?.string ?? "",
    ]
    outputs =
      [well.text, failed.text, rehearsed.text, inPython.text, dry.text].map { ("register.v1", $0) }
      + [judged, all].map { ("checklist.v1", $0) } + differences.map { ("diff.v1", $0) } + asked
  }

  /// Runs a line of shell in a folder.
  static func shell(_ line: String, in folder: String, _ scratch: Scratch) throws -> ChildProcess.Outcome {
    try ChildProcess.run(["sh", "-c", line], in: folder, environment: environment(scratch))
  }

  /// All journals, the project's own first.
  var journals: [String] {
    get throws {
      let folders = [root + "/.xp"] + names.map { root + "/experiments/" + $0 }
      return try folders.flatMap { folder in
        try FileReading.names(in: folder).filter { $0.hasPrefix("journal.") && $0.hasSuffix(".jsonl") }.map { folder + "/" + $0 }
      }
    }
  }
}

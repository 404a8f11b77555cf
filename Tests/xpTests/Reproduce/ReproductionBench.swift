import Checklist
import Provenance
import TestSupport
import Testing

/// A project whose training is a few lines of awk: the same every time, or not, as a test asks for.
struct ReproductionBench {
  let bench: Bench
  private(set) var name = ""

  /// Five epochs of a loss that the data decides, and a file of single bytes.
  static let model = """
    BEGIN { print "epoch,loss" }
    { sum += $1 }
    END { for (e = 0; e < 5; e++) printf "%d,%.17g\\n", e, 1 / (e + 1) + sum + (e >= 2 ? noise : 0) }

    """

  /// Counts its runs in a file outside the project: whatever is to differ from run to run differs by that.
  static let script = """
    n=$(cat "$HOME/count" 2>/dev/null || echo 0); echo $((n + 1)) > "$HOME/count"
    mkdir -p results && [ -e data/d.txt ] || exit 4
    awk -v noise=${NOISE:+$n$NOISE} -f model.awk data/d.txt > results/metrics.csv
    cp data/d.txt "$XP_DIR/model.bin"
    if [ -n "$CRASH" ] && [ "$n" -gt 0 ]; then echo "no room on the device" >&2; exit 1; fi

    """

  static let policy = """
    schema_version = "1"
    updated = "2026-11-24"
    [run]
    outputs = ["results/**"]
    [data]
    inputs = ["data/d.txt"]
    [metrics]
    primary = "loss"

    """

  /// Trains once. `model.awk` is untracked, and `train.sh` is not as it was committed.
  init(_ setting: String = "", command: String = "sh train.sh", policy more: String = "") throws {
    bench = try Bench.inRepository([
      "xp.toml": Self.policy + more, "train.sh": "exit 7\n", ".gitignore": "data/\nexperiments/\n", "data/d.txt": "1\n2.5\n",
      "configs/c.json": #"{"seed": 3}"# + "\n",
    ])
    try bench.write("train.sh", Self.script)
    try bench.write("model.awk", Self.model)
    try bench.expect("\(setting) xp run configs/c.json --model m --title t -- \(command)")
    name = try bench.experiments()[0]
  }

  /// Reproduces it and returns what `--json` says, with the exit status.
  @discardableResult
  func reproduce(_ words: String = "", setting: String = "") throws -> (said: Value, status: Int32, talk: String) {
    let run = try bench.shell("\(setting) xp reproduce \(name) --json \(words)")
    guard !run.output.isEmpty else { return (.null, run.status, run.errorText) }
    let said = try JSONReader.read(run.output)
    #expect(try SchemaTests.schema("reproduce.v1").faults(in: said) == [])
    return (said.untagged, run.status, run.errorText)
  }

  func record(_ name: String? = nil) throws -> ExperimentRecord {
    try ExperimentRecord.load(bench.folder + "/experiments/" + (name ?? self.name))
  }

  /// What both journals state about the last rerun, which must be one and the same.
  func statement() throws -> ReproductionReport {
    let own = try #require(try record().entries.last { $0.kind == .reproduced })
    let report = try ReproductionReport(body: own.body)
    for name in [name] + [report.rerun].compactMap({ $0 }) {
      for entry in try record(name).entries {
        #expect(try SchemaTests.schema("entry.v1").faults(in: JSONReader.read(entry.bytes)) == [], "\(entry.kind)")
      }
    }
    if let rerun = report.rerun {
      #expect(try record(rerun).entries.last { $0.kind == .reproduced }?.body == own.body)
    }
    return report
  }

  /// All that git knows of the checkout, and every file in it but records.
  func checkout() throws -> String {
    try bench.expect(
      """
      git rev-parse HEAD; git symbolic-ref HEAD; sha256sum .git/index .git/HEAD .git/config; git status --porcelain
      git worktree list; git stash list; git for-each-ref | grep -v refs/xp/
      find . -path ./.git -prune -o -path ./.xp -prune -o -path ./experiments -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
      """)
  }
}

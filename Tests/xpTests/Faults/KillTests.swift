import Provenance
import TestSupport
import Testing

/// Killed at any instant, the project is either as before or complete, and the next command says what it found.
@Suite struct KillTests {
  private static let token = "ghp_" + String(repeating: "aB3dE5fG7h", count: 4).prefix(36)

  private static func bench() throws -> Bench {
    let bench = try Bench.inRepository()
    try bench.write("c.yaml", "training:\n  lr: 0.1\n  epochs: 2\nauth:\n  token: \(token)\n")
    return bench
  }

  /// How a command is made ready and called, in a round.
  private enum Command {
    case register, adopt, verify, readme

    func text(_ round: Int, _ bench: Bench) throws -> String {
      switch self {
      case .register:
        try bench.write("train.py", "print(\(round))\n")
        return "xp register c.yaml --model m --title t -- python3 train.py --config {config}"
      case .adopt:
        let name = "experiments/20250101_000000_old_run\(round)"
        try bench.write(name + "/config.json", #"{"training": {"lr": 0.1}}"#)
        try bench.write(name + "/metrics.csv", "epoch,loss\n1,0.5\n2,0.25\n")
        return "xp adopt \(name)"
      case .verify:
        // A changed judgment is recorded: a log comes and goes.
        try bench.expect("for d in experiments/*_m_t; do rm -f $d/stdout.log; done")
        if round.isMultiple(of: 2) { try bench.expect("for d in experiments/*_m_t; do echo hi > $d/stdout.log; done") }
        return "xp verify @last >/dev/null || [ $? -le 2 ]"
      case .readme:
        try bench.expect("rm -f experiments/*/README.md")
        return "xp readme @last"
      }
    }
  }

  private static func strike(_ command: Command, rounds: Int, seed: UInt64) throws {
    let bench = try bench()
    try bench.expect("xp register c.yaml --model m --title t -- python3 train.py")
    var driver = KillDriver(bench, seed: seed)
    var time = try driver.duration { try command.text(1000 + $0, bench) } * 1.1
    var cut = 0
    for round in 0..<rounds { cut += try isCut(command, round, within: time, &driver, seed: seed) ? 1 : 0 }
    // The time was measured on a machine that may have been busy: then every command was done before it was struck.
    for round in rounds..<(rounds + 10) where cut == 0 {
      time /= 2
      cut += try isCut(command, round, within: time, &driver, seed: seed) ? 1 : 0
    }
    #expect(cut > 0, "no round was cut off")
    try rebuildsToTheSame(bench)
  }

  /// Strikes once, and holds what is there then against what must hold.
  private static func isCut(
    _ command: Command, _ round: Int, within time: Double, _ driver: inout KillDriver, seed: UInt64
  ) throws -> Bool {
    let bench = driver.bench
    let words = try command.text(round, bench).split(separator: " >/dev/null").first.map(String.init)!
    let isCut = try driver.strike(words, within: time)
    let traces = try FileReading.names(in: bench.folder + "/.xp/tmp")
    let next = try bench.xp(round.isMultiple(of: 2) ? ["sync"] : ["verify", "@last"])
    #expect(next.status <= 2, "round \(round): \(next.errorText)")
    #expect(!next.errorText.contains("error:"), "round \(round): \(next.errorText)")
    let said = next.errorText
    if !traces.isEmpty { #expect(said.contains("cut off") || said.contains("taken in"), "\(traces), and nothing is said") }
    var problems = try Soundness(bench).problems
    if !problems.isEmpty {
      // A child that was killed with its parent before its exec may hold the marker's lock a moment longer.
      try bench.expect("sleep 1; xp sync")
      problems = try Soundness(bench).problems
    }
    #expect(problems.isEmpty, "round \(round) of \(command), seed \(seed): \(problems.joined(separator: "; "))")
    return isCut
  }

  private static func rebuildsToTheSame(_ bench: Bench) throws {
    let rows =
      #"python3 -c "import sqlite3; print(*sqlite3.connect('.xp/ledger.sqlite').execute("# + "\n"
      + #"'SELECT seq, hex(digest) FROM entries ORDER BY seq'))""#
    let before = try bench.expect(rows)
    try bench.expect("xp ledger rebuild")
    #expect(try bench.expect(rows) == before)
  }

  @Test func aRegistrationThatIsKilledIsWholeOrNotThere() throws {
    try Self.strike(.register, rounds: KillDriver.isSoaking ? 500 : 60, seed: 1)
  }

  @Test func anAdoptionThatIsKilledIsWholeOrNotThere() throws {
    try Self.strike(.adopt, rounds: KillDriver.isSoaking ? 100 : 12, seed: 2)
  }

  @Test func aJudgmentThatIsKilledIsWholeOrNotThere() throws {
    try Self.strike(.verify, rounds: KillDriver.isSoaking ? 100 : 12, seed: 3)
  }

  @Test func aReadmeThatIsKilledIsWholeOrNotThere() throws {
    try Self.strike(.readme, rounds: KillDriver.isSoaking ? 100 : 12, seed: 4)
  }

  @Test func sixteenAtOnceInTheSameSecondAreAllRecordedUnderNamesOfTheirOwn() throws {
    let bench = try Self.bench()
    try bench.expect("rm -rf .xp/ledger.sqlite* .xp/order .xp/id .xp/secret.key")
    let script = """
      for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
        xp register c.yaml --model m --title same -- python3 train.py >out.$n 2>err.$n; echo $? >status.$n &
      done
      wait; cat status.*
      """
    try bench.write(
      "go.sh", script.replacing("xp register", with: "{ xp register").replacing(">status.$n &", with: ">status.$n; } &"))
    let statuses = try bench.expect("sh go.sh").split(separator: "\n")
    let said = try bench.expect("cat err.*")
    #expect(statuses == Array(repeating: "0", count: 16), "\(said)")
    let names = try bench.experiments()
    #expect(names.count == 16)
    #expect(names.allSatisfy { $0.contains("_m_same") })
    #expect(Set(names.map { $0.prefix(15) }).count == 16 || names.contains { $0.hasSuffix("_2") })
    try bench.expect("rm -f out.* err.* status.* go.sh")
    let problems = try Soundness(bench).problems
    #expect(problems.isEmpty, "\(problems)")
    #expect(try bench.expect("xp sync").contains("16 experiments"))
  }

  @Test func ofManyAtOnceTheKilledLeaveNothingAndTheOthersAreRecorded() throws {
    let bench = try Self.bench()
    var driver = KillDriver(bench, seed: 5)
    for round in 0..<(KillDriver.isSoaking ? 20 : 2) {
      let delays = (0..<4).map { _ in "0.\(String(Int(driver.next() % 400) + 1000).dropFirst())" }
      try bench.write(
        "../go.sh",
        """
        for n in 1 2 3 4 5 6 7 8 9 10; do
          xp register c.yaml --model m --title r\(round) -- python3 train.py >/dev/null 2>../err.$n & eval "p$n=$!"
        done
        for delay in \(delays.joined(separator: " ")); do sleep $delay; shift_=$((${shift_:-0} + 1)); eval "kill -9 \\$p$shift_"; done
        for n in 5 6 7 8 9 10; do eval "wait \\$p$n"; echo $?; done
        """)
      let statuses = try bench.expect("sh ../go.sh 2>/dev/null").split(separator: "\n")
      let errors = try bench.expect("cat ../err.*")
      #expect(statuses == Array(repeating: "0", count: 6), "\(errors)")
      try bench.expect("sleep 0.2; xp sync; xp sync")
      let problems = try Soundness(bench).problems
      #expect(problems.isEmpty, "round \(round): \(problems.joined(separator: "; "))")
      #expect(try bench.experiments().filter { $0.contains("_r\(round)") }.count >= 6)
    }
  }
}

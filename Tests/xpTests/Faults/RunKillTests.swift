import Foundation
import Provenance
import TestSupport
import Testing

/// Whoever of a run is killed at whatever instant: the journal stays readable, the state is the true one, and training that is not itself
/// killed goes on to its end.
@Suite struct RunKillTests {
  /// Who is killed.
  enum Victim: String, CaseIterable { case recorder, holder, command, recorderAndHolder, all }

  /// Trains for a quarter of a second and says in a file of its own how far it came.
  private static let training = """
    echo begun > "$XP_DIR/truth"; n=0
    while [ $n -lt 5 ]; do n=$((n + 1)); echo "epoch $n"; sleep 0.05; done
    echo done >> "$XP_DIR/truth"

    """

  /// Kills one victim after a while, waits for what goes on without it, and prints the status of `xp run`.
  private static func script(_ victim: Victim, title: String, delay: String) -> String {
    let (recorder, holder, command) = ("$p", "$(fact pid)", "$(fact child)")
    let pids: [String] =
      switch victim {
      case .recorder: [recorder]
      case .holder: [holder]
      case .command: [command]
      case .recorderAndHolder: [recorder, holder]
      case .all: [recorder, holder, command]
      }
    return """
      fact() { sed -n "s/^$1 //p" experiments/*_\(title)/attempt.txt 2>/dev/null; }
      xp run --model m --title \(title) -- sh train.sh >/dev/null 2>err & p=$!
      sleep \(delay)
      child=$(fact child)
      kill -9 \(pids.joined(separator: " ")) 2>/dev/null
      wait $p; status=$?
      # A holder may have been on its way to start the command: once nobody holds the marker, what it wrote is its last word.
      for m in .xp/open/*.run; do [ -e "$m" ] && (flock -w 60 9) 9<"$m"; done 2>/dev/null
      child=${child:-$(fact child)}
      if [ -n "$child" ]; then while kill -0 $child 2>/dev/null; do sleep 0.02; done; fi
      while h=$(fact pid) && [ -n "$h" ] && kill -0 $h 2>/dev/null; do sleep 0.02; done
      echo $status
      """
  }

  private struct Round {
    let victim: Victim
    let title: String
    /// What `xp run` ended with.
    let status: String
    let truth: String?
    let record: ExperimentRecord?
    let said: String

    /// What must hold, as far as what happened can be told.
    func faults() -> [String] {
      guard let record else { return truth == nil ? [] : ["the command ran and nothing is recorded"] }
      guard let attempt = record.attempts.first else {
        return truth == nil ? [] : ["the command ran and no attempt is recorded: \(said)"]
      }
      let isDone = truth?.contains("done") == true
      var faults: [String] = []
      func require(_ holds: Bool, _ fault: String) {
        if !holds { faults.append("\(fault): \(attempt.state), \(truth ?? "no truth"), \(said)") }
      }
      switch attempt.state {
      case .completed: require(isDone && attempt.exitStatus.value == 0, "completed without having been done")
      case .killed: require([.command, .all].contains(victim) && !isDone, "killed, though nobody killed it")
      case .lost: require([.holder, .recorderAndHolder, .all].contains(victim), "lost, though its holder lived")
      default: require(false, "a state that nothing is evidence of")
      }
      // Whoever only loses the recorder is not disturbed.
      if victim == .recorder || victim == .holder || victim == .recorderAndHolder {
        require(truth == nil || isDone, "the training was disturbed")
      }
      if victim == .recorder && truth != nil { require(attempt.state == .completed, "a finished run is missing") }
      // A recorder that lives says how it went.
      if victim == .holder || victim == .command {
        require((status == "0") == (attempt.state == .completed), "`xp run` ended with \(status)")
      }
      require(record.attempts.count == 1 && record.entries.filter { $0.kind == .finished }.count == 1, "recorded twice")
      return faults
    }
  }

  @Test(arguments: Victim.allCases) func whoeverIsKilledTheRecordIsTrue(_ victim: Victim) throws {
    let bench = try Bench.inRepository(["train.sh": Self.training])
    var driver = KillDriver(bench, seed: 40 + UInt64(Victim.allCases.firstIndex(of: victim)!))
    let time = try driver.duration { "xp run --model m --title t\($0) -- sh train.sh" }
    var states: Set<String> = []
    for number in 0..<(KillDriver.isSoaking ? 100 : 10) {
      let title = "r\(number)"
      let delay = String(format: "%.4f", time * 1.1 * Double(driver.next() % 10_000) / 10_000)
      let status = try bench.shell(Self.script(victim, title: title, delay: delay)).text.split(separator: "\n").last
      let next = try bench.xp(number.isMultiple(of: 2) ? ["sync"] : ["verify", "@last"])
      #expect(next.status <= 2 && !next.errorText.contains("error:"), "\(victim) \(number): \(next.errorText)")
      let name = try bench.experiments().first { $0.hasSuffix("_m_\(title)") }
      let folder = bench.folder + "/experiments/" + (name ?? "")
      let round = Round(
        victim: victim, title: title, status: status.map(String.init) ?? "none",
        truth: try? FileReading.text(of: folder + "/truth"), record: name == nil ? nil : try ExperimentRecord.load(folder),
        said: next.errorText)
      let faults = round.faults()
      #expect(faults.isEmpty, "\(victim), round \(number) after \(delay) s: \(faults)")
      states.insert(round.record?.attempts.first?.state.rawValue ?? "none")
      let problems = try Soundness(bench).problems
      #expect(problems.isEmpty, "\(victim), round \(number): \(problems)")
    }
    #expect(states != ["none"], "no round came to a run")
  }
}

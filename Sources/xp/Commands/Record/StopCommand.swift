import ArgumentParser
import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct StopCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "End an experiment that is under way, and wait until it is recorded",
    discussion: "Its command is told (SIGTERM), and killed when the policy's run.grace is over. The state is then interrupted.")

  @Argument(help: "Experiments")
  var experiments: [String]
  @Flag(name: .customLong("no-wait"), help: "Ask only; do not wait for the end")
  var noWait = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    let control = RunControl(project: project)
    var names: [String] = []
    for word in experiments {
      let name = try session.experiment(word, in: project, ledger: ledger).name
      session.console.note("\(name): \(Self.text(try control.stop(name)))")
      names.append(name)
    }
    guard !noWait else { return .yes }
    // A little longer than the holder waits itself.
    let patience = Int((project.policy.run.grace + 15) * 20)
    for name in names {
      guard try wait(for: name, control, patience) else {
        throw Failure(.environment, "\(name) has not ended", hint: "look what it does: xp watch \(name)")
      }
      let record = try session.experiment(name, in: try session.project(), ledger: ledger)
      let state = record.attempts.last?.state.rawValue ?? "not recorded"
      try session.console.write(rendered: Terminal.safe("\(name): \(state)") + "\n")
    }
    return .yes
  }

  /// - Returns: whether nobody runs it any more.
  private func wait(for name: String, _ control: RunControl, _ turns: Int) throws(Failure) -> Bool {
    for _ in 0..<turns {
      guard try control.running().contains(where: { $0.content.experiment.isExactly(name) && $0.isHeld }) else { return true }
      usleep(50_000)
    }
    return false
  }

  private static func text(_ answer: RunControl.Answer) -> String {
    switch answer {
    case .asked: "asked to end"
    case .left(let host): "it runs where it cannot be reached from here; \(host) looks for the request within ten seconds"
    case .alone(let process): "nobody kept its record any more; process \(process) and its group were told to end"
    }
  }
}

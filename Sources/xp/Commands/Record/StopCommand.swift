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
    var asked: [(name: String, number: Int)] = []
    for word in experiments {
      let name = try session.experiment(word, in: project, ledger: ledger).name
      let request = try control.stop(name)
      session.console.note("\(name): \(Self.text(request.answer))")
      asked.append((name, request.number))
    }
    guard !noWait else { return .yes }
    // A little longer than the holder waits itself.
    let patience = Int((project.policy.run.grace + 15) * 20)
    for (name, number) in asked {
      guard Self.waits(patience, until: { !control.isUnderWay(name, attempt: number) }) else {
        throw Failure(.environment, "\(name) has not ended", hint: "look what it does: xp watch \(name)")
      }
      let record = try session.experiment(name, in: try session.project(), ledger: ledger)
      guard let attempt = record.attempts.first(where: { $0.number == number }) else {
        throw Failure(
          .environment, "attempt \(number) of \(name) is over, and its end is not recorded",
          hint: "look at it: xp verify \(name)")
      }
      try session.console.write(rendered: Terminal.safe("\(name): \(attempt.state.rawValue)") + "\n")
    }
    return .yes
  }

  /// - Returns: whether it came true within so many looks.
  private static func waits(_ turns: Int, until isOver: () -> Bool) -> Bool {
    for _ in 0..<turns {
      if isOver() { return true }
      usleep(50_000)
    }
    return false
  }

  private static func text(_ answer: RunControl.Answer) -> String {
    switch answer {
    case .asked: "asked to end"
    case .left(let host): "it runs where it cannot be reached from here; \(host) looks for the request within ten seconds"
    case .alone(let process): "nobody kept its record any more; process \(process) and its group were told to end"
    case .over: "it has ended, and nobody kept its record any more"
    }
  }
}

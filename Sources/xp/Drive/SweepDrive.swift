import Dispatch
import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Launches the members of a sweep, several at a time: each is a run of its own, in a process of its own.
final class SweepDrive: @unchecked Sendable {
  /// What became of a member.
  struct Outcome: Sendable {
    let member: SweepPlan.Member
    /// Its experiment; nil if it was not registered.
    var name: String?
    /// What stands for it: its state, `known` for one that had completed before, or why it did not run.
    var state: String
    var status: Int32
    /// The primary metric's best value.
    var best: Double?
  }

  private let session: Session
  private let plan: SweepPlan
  /// The words of a member's own call, behind which its overrides come.
  private let words: [String]
  /// Behind `--`.
  private let command: [String]
  private let metrics: Policy.MetricRules
  private let queue = DispatchQueue(label: "sweep")
  private var next = 0
  /// The last signal that it was told to end by; nil: none.
  private var told: Int32?
  private var running: Set<pid_t> = []
  private var outcomes: [Outcome?]

  init(_ plan: SweepPlan, words: [String], command: [String], metrics: Policy.MetricRules, session: Session) {
    (self.plan, self.words, self.command, self.metrics, self.session) = (plan, words, command, metrics, session)
    outcomes = Array(repeating: nil, count: plan.size)
  }

  /// Runs them all, at most so many at a time; in the order of the plan, whatever ends first.
  ///
  /// - Throws: kind `environment` if signals cannot be caught.
  func run(jobs: Int) throws(Failure) -> [Outcome] {
    let signals = try SignalPipe.catching([SIGINT, SIGTERM, SIGHUP])
    let members = plan.members
    let group = DispatchGroup()
    for _ in 0..<min(jobs, members.count) {
      DispatchQueue.global().async(group: group) { [self] in
        while let index = take() { finish(index, of: members.count, launch(members[index])) }
      }
    }
    while group.wait(timeout: .now() + 0.1) == .timedOut {
      for number in signals.take() { stop(number) }
    }
    return queue.sync { zip(members, outcomes).map { $1 ?? Outcome(member: $0, state: "not run", status: 130) } }
  }

  private func take() -> Int? {
    queue.sync {
      guard told == nil, next < outcomes.count else { return nil }
      next += 1
      return next - 1
    }
  }

  /// No member begins any more; those that run are told.
  private func stop(_ number: Int32) {
    let count = queue.sync {
      let isFirst = told == nil
      told = number
      running.forEach { Self.tell($0, number) }
      return isFirst ? running.count : nil
    }
    if let count { session.console.note("no member begins any more; \(count) that run are ended") }
  }

  /// Ctrl-C at a terminal has told every member already.
  private static func tell(_ member: pid_t, _ number: Int32) {
    if number != SIGINT || isatty(0) == 0 { kill(member, number) }
  }

  private func launch(_ member: SweepPlan.Member) -> Outcome {
    var words = self.words + member.overrides.flatMap { ["--set", $0] }
    if let seed = member.seed { words += ["--seed-of-member", seed] }
    var outcome = Outcome(member: member, state: "not run", status: 125)
    do throws(Failure) {
      let child = try ChildProcess.start(
        ["/proc/self/exe"] + words + ["--"] + command, in: session.folder, environment: session.environment)
      let pid = child.pid
      queue.sync {
        running.insert(pid)
        // It was on its way when the others were told.
        if let told { Self.tell(pid, told) }
      }
      let ended = child.wait()
      queue.sync { _ = running.remove(pid) }
      outcome.status = ended.status
      read(ended, into: &outcome)
    } catch {
      outcome.state = error.message
    }
    return outcome
  }

  private func read(_ ended: ChildProcess.Outcome, into outcome: inout Outcome) {
    guard let record = try? JSONReader.read(ended.output), record["format"]?.string == "run.v1" else {
      let name = trimmedLine(ended.text)
      // One that had completed before is only named.
      (outcome.name, outcome.state) = ended.succeeded && !name.isEmpty ? (name, "known") : (nil, lastSaid(ended.errorText))
      return
    }
    outcome.name = record["name"]?.string
    outcome.state = record["state"]?.string ?? "not recorded"
    let side = metrics.direction == .max ? "maximum" : "minimum"
    let summary = record["metrics"]?.array?.first { $0["name"]?.string?.isExactly(metrics.primary) == true }
    outcome.best = summary?[side]?["value"]?.double
  }

  private func trimmedLine(_ text: String) -> String { String(text.prefix { $0 != "\n" }) }

  private func lastSaid(_ text: String) -> String {
    let line = text.split(separator: "\n").first { $0.hasPrefix("error: ") }
    return line.map { String($0.dropFirst("error: ".count)) } ?? "not recorded"
  }

  private func finish(_ index: Int, of total: Int, _ outcome: Outcome) {
    queue.sync {
      outcomes[index] = outcome
      let done = outcomes.count { $0 != nil }
      session.console.note("\(done) of \(total): \(SweepRendering.words(outcome.member)): \(SweepRendering.state(outcome))")
    }
  }
}

internal import Provenance

extension Items {
  static let realRun: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    guard let attempt = evidence.judgedAttempt else { return evidence.withoutRun }
    let remedy = "look at its log, then \(evidence.rerun)"
    guard let status = attempt.exitStatus.value else {
      let reason = "\(evidence.origin)how attempt \(attempt.number) ended is not known: \(attempt.exitStatus.reason ?? "")"
      return [.completed, .unknown].contains(attempt.state)
        ? .unknown(reason, evidence.entryPlaces, remedy: remedy)
        : .fail("attempt \(attempt.number): \(attempt.state.rawValue)", evidence.entryPlaces, remedy: remedy)
    }
    guard status == 0, attempt.state == .completed else {
      return .fail(
        "attempt \(attempt.number): \(attempt.state.rawValue), exit status \(status)", evidence.entryPlaces, remedy: remedy)
    }
    let others = evidence.attempts.count - 1
    let rest = others > 0 ? "; \(others) other attempt\(others == 1 ? "" : "s")" : ""
    let recorder = attempt.recorder == .xp ? "" : ", \(attempt.recorder.rawValue)"
    return .pass("attempt \(attempt.number) ended with exit status 0\(recorder)\(rest)", evidence.entryPlaces)
  }
}

internal import Provenance

extension Items {
  static let commandScript: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    let place = EvidencePlace.file("command.sh")
    guard let command = evidence.registration.command else {
      return evidence.isImported
        ? .unknown("imported: the command that made it is not known", [.entry(evidence.registeredEntry)])
        : .notApplicable("not declared: no command was given")
    }
    let remedy = "restore command.sh from a copy, or register again"
    let script: ScriptEvidence
    switch evidence.script {
    case .absent where evidence.isImported: return .unknown("imported: there is no command.sh", [place], remedy: remedy)
    case .absent: return .fail("there is no command.sh", [place], remedy: remedy)
    case .unreadable(let failure): return .fail("command.sh cannot be read: \(failure.message)", [place], remedy: remedy)
    case .read(let content): script = content
    }
    if let refusal = script.refusal?.value { return .fail("sh refuses it: \(refusal)", [place], remedy: remedy) }
    guard let words = script.words else { return .fail("no command can be read from it", [place], remedy: remedy) }
    if let difference = difference(words, command) { return .fail(difference, [place], remedy: remedy) }
    if let reason = script.refusal?.reason { return .unknown("whether it runs could not be tried: \(reason)", [place]) }
    return .pass("\(words.count) word\(words.count == 1 ? "" : "s"), as recorded", [place, .entry(evidence.registeredEntry)])
  }

  /// Words that hold a secret are read from a variable and not compared.
  private static func difference(_ words: [String], _ command: Command) -> String? {
    let secret = Set(command.secrets.map(\.index))
    for index in 0..<max(words.count, command.argv.count) where !secret.contains(index) {
      guard index < words.count else { return "recorded and not in it: \(listed(Array(command.argv[index...])))" }
      guard index < command.argv.count else { return "in it and not recorded: \(listed(Array(words[index...])))" }
      if !words[index].isExactly(command.argv[index]) {
        return "word \(index + 1) is \(words[index]), recorded is \(command.argv[index])"
      }
    }
    return nil
  }
}

import ArgumentParser
import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The only writer to stdout and stderr. What reaches a terminal holds no control characters but newlines and our own colours.
struct Console {
  let outputIsTerminal = isatty(1) == 1
  let errorsAreTerminal = isatty(2) == 1

  /// Writes data: byte for byte into a pipe or file, harmless on a terminal.
  func write(_ bytes: [UInt8]) throws(Failure) {
    if outputIsTerminal {
      try put(Array(Terminal.safe(String(decoding: bytes, as: UTF8.self), lines: true).utf8), to: 1)
    } else {
      try put(bytes, to: 1)
    }
  }

  /// Writes what a renderer made, which has made every text from outside harmless itself.
  func write(rendered text: String) throws(Failure) { try put(Array(text.utf8), to: 1) }

  /// Says something on stderr: one line, made harmless.
  func note(_ text: String) { try? put(Array(("xp: " + Terminal.safe(text) + "\n").utf8), to: 2) }

  /// Says several things, a line each.
  func note(_ lines: [String]) { lines.forEach { note($0) } }

  /// Says what was found and concluded while bringing records together.
  func note(_ findings: [Finding]) {
    for finding in findings {
      note([finding.subject, finding.message].joined(separator: ": ") + (finding.place.map { " (\($0))" } ?? ""))
    }
  }

  /// Says an error and what to type next.
  func complain(_ failure: Failure) {
    var place = failure.file.map { Terminal.safe($0) } ?? ""
    if let position = failure.position { place += "\(place.isEmpty ? "" : ":")\(position.line):\(position.column)" }
    let message = Terminal.safe(failure.message)
    say("error", place.isEmpty ? message : "\(place): \(message)")
    if let hint = failure.hint ?? UsageHint.hint(after: failure) { say("hint", Terminal.safe(hint)) }
  }

  /// Turns what the argument parser threw into words; returns the exit code.
  func explain(_ error: any Error) -> Int32 {
    let text = XP.fullMessage(for: error)
    guard XP.exitCode(for: error) != .success else {
      do throws(Failure) { try put(Array((text + "\n").utf8), to: 1) } catch {
        complain(error)
        return Outcome(error.kind).rawValue
      }
      return Outcome.yes.rawValue
    }
    let first = XP.message(for: error).split(separator: "\n").first.map(String.init) ?? "the words do not fit"
    say("error", Terminal.safe(first.prefix(1).lowercased() + first.dropFirst()))
    say("hint", UsageHint.hint(for: first, arguments: Array(CommandLine.arguments.dropFirst())))
    return Outcome.usage.rawValue
  }

  private func say(_ label: String, _ text: String) {
    let colour = label == "error" ? "31;1" : "36"
    let painted = errorsAreTerminal && getenv("NO_COLOR") == nil ? "\u{1B}[\(colour)m\(label):\u{1B}[0m" : "\(label):"
    try? put(Array("\(painted) \(text)\n".utf8), to: 2)
  }

  private func put(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress! + written, bytes.count - written) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .system("write", descriptor == 1 ? "standard output" : "standard error") }
      written += count
    }
  }
}

/// Inside the console `write` means its own.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }

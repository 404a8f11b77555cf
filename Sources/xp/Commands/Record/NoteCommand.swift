import ArgumentParser
import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct NoteCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Write down something about an experiment; it stays in its record",
    discussion: "A recorded note is never altered: write another one. Text that looks like a secret is not recorded.")

  @Argument(help: "An experiment")
  var experiment: String
  @Argument(help: "The note; - reads it from standard input")
  var text: [String]
  @Option(help: ArgumentHelp("Who writes it", valueName: "name"))
  var by: String?

  func perform(in session: Session) throws(Failure) -> Outcome {
    let written = text == ["-"] ? try Self.fromStandardInput() : text.joined(separator: " ")
    let project = try session.project()
    let ledger = try Ledger.open(project)
    let record = try session.experiment(experiment, in: project, ledger: ledger)
    let words = WrittenWords(project: project, ledger: ledger, now: session.now)
    let findings = try words.note(written, by: by, about: record)
    session.console.note(findings)
    try session.console.write(rendered: "noted on \(Terminal.safe(record.name))\n")
    return .yes
  }

  /// A longer note belongs into a file.
  private static let limit = 1 << 20

  private static func fromStandardInput() throws(Failure) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= limit {
      let count = read(0, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system("read", "standard input") }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    guard bytes.count <= limit else {
      throw Failure(.input, "the note is longer than 1 MB", hint: "keep it in a file of the experiment")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(.input, "the note is not UTF-8") }
    return text
  }
}

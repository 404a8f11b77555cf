import ArgumentParser
import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct WatchCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Show what runs: how far it is, how long it takes yet, its last metrics",
    discussion: """
      On a terminal the table is live until nothing runs any more; Ctrl-C ends the watching, not the runs. On a pipe it is \
      printed once.
      """)

  @Argument(help: "Experiments; none: all that run")
  var experiments: [String] = []
  @Flag(help: "Print JSON, once")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try session.ledger(of: project)
    var names: [String] = []
    for word in experiments { names.append(try session.experiment(word, in: project, ledger: ledger).name) }
    let watch = RunWatch(project: project, ledger: ledger, names: names)
    if json {
      try session.console.write(rendered: WatchTable.json(try watch.rows(at: session.now)))
    } else if session.console.outputIsTerminal {
      try follow(watch, session)
    } else {
      try session.console.write(rendered: WatchTable.text(try watch.rows(at: session.now), width: nil, style: session.style))
    }
    return .yes
  }

  /// Draws the table over itself, once a second.
  private func follow(_ watch: RunWatch, _ session: Session) throws(Failure) {
    var height = 0
    while true {
      let rows = try watch.rows(at: session.now)
      let text = WatchTable.text(rows, width: session.width, style: session.style)
      // Up to the first line of the last table, and all below it cleared.
      let back = height > 0 ? "\u{1B}[\(height)A\r\u{1B}[J" : ""
      try session.console.write(rendered: back + text)
      height = text.utf8.count { $0 == UInt8(ascii: "\n") }
      guard !rows.isEmpty else { return }
      sleep(1)
    }
  }
}

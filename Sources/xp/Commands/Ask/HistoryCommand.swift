import ArgumentParser
import Provenance

struct HistoryCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show how a config key or a metric moved over experiments, oldest first",
    discussion: "Filters are those of xp list. A mark stands where the value changed, and where the code did.")

  @Argument(help: "A config key, of which a unique end will do, or a metric")
  var key: String
  @Argument(help: "What must hold")
  var filter: [String] = []
  @Flag(help: "Archived experiments and rehearsals, too")
  var all = false
  @Flag(help: "Print JSON")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    var query = ListQuery(policy: project.policy, now: session.now)
    query.filters = try FilterWords(filter).formulas()
    query.includesHidden = all
    guard let (history, listing) = try session.ledger(of: project)?.history(of: key, query) else {
      throw Failure(.missing, "no experiment is registered yet", hint: "xp help register")
    }
    try session.console.write(
      rendered: json
        ? HistoryJSON(history: history).text : HistoryText(history: history, style: session.style, width: session.tableWidth).text
    )
    if history.absent > 0 {
      session.console.note("\(Short.count(history.absent, "experiment")) without a value of \(key)")
    }
    session.console.note(ListRemarks(listing: listing, query: query, isLimited: true).lines)
    return listing.unheardOf.isEmpty ? .yes : .couldNotTell
  }
}

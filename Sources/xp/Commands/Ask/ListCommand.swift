import ArgumentParser
import Provenance

struct ListCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List experiments, newest first",
    discussion: """
      A filter is an expression such as model=gru, 'val_auc >= 0.7', lr=3e-4, status=failed, on=tuesday, since=2d, tag=paper; \
      all must hold. Names are facts (name model title status started ended registered duration exit host attempts tag purpose \
      campaign archived rehearsal imported), metrics (best for the primary one, last for others; best. last. min. max. before one) \
      and config keys, of which a unique end will do. What cannot be told is not listed, and counted on stderr.
      """)

  @Argument(help: "What must hold")
  var filter: [String] = []
  @Option(help: ArgumentHelp("Sort by a name: best or largest first, words from A; name:asc, name:desc", valueName: "name"))
  var sort: String?
  @Option(help: ArgumentHelp("What to show of each, with commas between", valueName: "names"))
  var columns: String?
  @Option(help: ArgumentHelp("At most so many; 0: all. Without it a terminal gets what fits", valueName: "n"))
  var limit: Int?
  @Flag(help: "Archived experiments and rehearsals, too")
  var all = false
  @Flag(help: "Print JSON")
  var json = false
  @Flag(help: "Print CSV")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("--json and --csv exclude each other") }
    if let limit, limit < 0 { throw ValidationError("--limit takes a number from 0") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    var query = ListQuery(policy: project.policy, now: session.now)
    query.filters = try FilterWords(filter).formulas()
    query.order = sort.map { ListQuery.Order(word: $0) } ?? .newest
    query.includesHidden = all
    query.withFacts = json
    let ledger = try session.ledger(of: project)
    let columns = try ListColumns(query: query, asked: columns, format: json ? .json : csv ? .csv : .text, ledger: ledger)
    query.columns = columns.names
    query.limit = limit ?? (session.console.outputIsTerminal && !json && !csv ? max(5, session.height - 8) : 0)
    if query.limit == 0 { query.limit = nil }
    guard let listing = try ledger?.list(query) else {
      session.console.note("no experiment is registered yet: xp help register")
      if json { try session.console.write(rendered: ListJSON(listing: .none, query: query).text) }
      return .yes
    }
    try session.console.write(rendered: text(listing, query, columns, session))
    session.console.note(ListRemarks(listing: listing, query: query, isLimited: limit != nil).lines)
    return listing.unheardOf.isEmpty ? .yes : .couldNotTell
  }

  private func text(_ listing: Listing, _ query: ListQuery, _ columns: ListColumns, _ session: Session) -> String {
    if json { return ListJSON(listing: listing, query: query).text }
    if csv { return ListCSV(listing: listing, columns: query.columns).text }
    return ListText(listing: listing, query: query, optional: columns.optional, style: session.style, width: session.tableWidth)
      .text
  }
}

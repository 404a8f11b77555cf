/// What a list knows of an experiment beside its config and its metrics: the names that a filter, a column or an order may use.
enum ListFact: String, CaseIterable {
  case name, model, title, status, started, ended, registered, duration, exit, host, attempts, tag, purpose, campaign
  case archived, rehearsal, imported

  enum Kind { case text, number, time, truth, set }

  var kind: Kind {
    switch self {
    case .name, .model, .title, .status, .host: .text
    case .started, .ended, .registered: .time
    case .duration, .exit, .attempts: .number
    case .tag, .purpose, .campaign: .set
    case .archived, .rehearsal, .imported: .truth
    }
  }

  /// `tags` is another word for `tag`, as a column's heading would have it.
  init?(word: String) { self.init(rawValue: word == "tags" ? "tag" : word) }

  /// In a query of `experiments e` and `standings s`. Of tags the texts, one a line of the separator.
  var sql: String {
    switch self {
    case .name, .model, .title, .registered, .rehearsal, .imported, .campaign: "e.\(rawValue)"
    case .status, .started, .ended, .duration, .host, .attempts, .purpose, .archived: "s.\(rawValue)"
    case .exit: "s.exit_status"
    case .tag: "(SELECT group_concat(tag, char(31)) FROM (SELECT tag FROM tags WHERE experiment = e.id ORDER BY tag))"
    }
  }

  /// Whether every experiment has it.
  var isAlwaysKnown: Bool {
    switch self {
    case .started, .ended, .duration, .exit, .host: false
    default: true
    }
  }

  /// Why an experiment of that status lacks it.
  func absence(status: String) -> String {
    switch status {
    case "registered": "it was not run"
    case "running" where self != .started && self != .host: "it has not ended"
    default: "nobody wrote it down"
    }
  }
}

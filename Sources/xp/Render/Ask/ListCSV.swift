import Provenance

/// Experiments as CSV (RFC 4180, but for line ends, which are newlines): numbers whole, times in UTC, what is unknown empty.
struct ListCSV {
  let listing: Listing
  let columns: [String]

  var text: String {
    var text = line(columns)
    for row in listing.rows { text += line(row.cells.map { $0.map(Self.word) ?? "" }) }
    return text
  }

  private func line(_ fields: [String]) -> String { fields.map(Self.field).joined(separator: ",") + "\n" }

  private static func word(_ value: ListValue) -> String {
    switch value {
    case .number(_, let spelling): spelling
    case .text(let text), .json(let text): text
    case .truth(let truth): truth ? "true" : "false"
    case .time(let moment): moment.description
    case .set(let texts): texts.joined(separator: " ")
    }
  }

  private static let special = Array(",\"\n\r".utf8)

  private static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { special.contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

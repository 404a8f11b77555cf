import Provenance

/// Experiments as a table for people: a mark before what deserves a second look, a legend beneath.
struct ListText {
  let listing: Listing
  let query: ListQuery
  /// Columns that a narrow terminal does without, the first ones first.
  var optional: [String] = []
  var style = Style.plain
  /// Columns of the terminal; nil on a pipe: nothing is cut.
  var width: Int?

  var text: String {
    guard !listing.rows.isEmpty else { return "" }
    let classes = ListClasses(rows: listing.rows)
    let isMarked = listing.rows.contains(where: \.hasOtherCode)
    var columns = query.columns.indices.map { column($0) }
    if !query.policy.classKeys.isEmpty {
      columns.append([.init("class", .dim)] + listing.rows.map { .init(classes.letter(of: $0)) })
    }
    columns = fitted(columns, marks: isMarked ? 3 : 0)
    if isMarked { columns.insert([""] + listing.rows.map { .init($0.hasOtherCode ? Self.mark : "", .yellow) }, at: 0) }
    let rows = (0...listing.rows.count).map { row in columns.map { $0[row] } }
    return Terminal.table(rows, width: width, style: style) + legend(classes, isMarked)
  }

  private static let mark = "≠"

  private func column(_ index: Int) -> [Terminal.Cell] {
    let name = query.columns[index]
    let texts = listing.rows.map { row in
      row.cells[index].map { Short.value($0, as: name) } ?? ""
    }
    let isNumeric = listing.rows.allSatisfy { row in
      if case .number? = row.cells[index] { true } else { row.cells[index] == nil }
    }
    let head = Terminal.Cell(name, .dim)
    guard isNumeric else { return [head] + texts.map { Terminal.Cell($0, Self.colour($0, name)) } }
    let wide = max(texts.map(Terminal.width).max() ?? 0, Terminal.width(name))
    func right(_ text: String) -> String { String(repeating: " ", count: wide - Terminal.width(text)) + text }
    return [.init(right(name), .dim)] + texts.map { Terminal.Cell($0.isEmpty ? "" : right($0)) }
  }

  /// A state by its colour, too; its word says it already.
  private static func colour(_ text: String, _ column: String) -> Style.Colour? {
    guard column == "status" else { return column == "name" ? .bold : nil }
    return .ofStatus(text)
  }

  /// Leaves out what a person did not ask for, until the rest fits.
  private func fitted(_ columns: [[Terminal.Cell]], marks: Int) -> [[Terminal.Cell]] {
    guard let width else { return columns }
    var columns = columns
    for name in optional {
      let widths = columns.map { column in column.map { Terminal.width($0.text) }.max() ?? 0 }
      guard marks + widths.reduce(0, +) + 2 * (widths.count - 1) > width else { break }
      columns.removeAll { $0[0].text.withoutBlankEnds == name }
    }
    return columns
  }

  private func legend(_ classes: ListClasses, _ isMarked: Bool) -> String {
    var rows = classes.legend(keys: query.policy.classKeys).map { [Terminal.Cell($0.letter), Terminal.Cell($0.text, .dim)] }
    if isMarked {
      rows.append([.init(Self.mark, .yellow), .init("another experiment has the same config and different code", .dim)])
    }
    return rows.isEmpty ? "" : "\n" + Terminal.table(rows, width: width, style: style)
  }
}

/// The classes of listed experiments, lettered in the order in which they appear.
struct ListClasses {
  private var letters: [[ListValue?]: String] = [:]
  private var order: [[ListValue?]] = []
  private var hasUnknown = false

  init(rows: [ListedExperiment]) {
    for row in rows where !row.classValues.isEmpty {
      guard !row.classValues.contains(nil) else {
        hasUnknown = true
        continue
      }
      guard letters[row.classValues] == nil else { continue }
      letters[row.classValues] = Self.letter(order.count)
      order.append(row.classValues)
    }
  }

  func letter(of row: ListedExperiment) -> String { letters[row.classValues] ?? Self.unknown }

  private static let unknown = "?"

  /// More classes than this are counted.
  private static let explained = 12

  func legend(keys: [String]) -> [(letter: String, text: String)] {
    var lines = order.prefix(Self.explained).map { values in
      (
        letter: letters[values] ?? "",
        text: zip(keys, values).map { "\($0) \($1.map { Short.value($0) } ?? "")" }.joined(separator: ", ")
      )
    }
    if order.count > Self.explained { lines.append(("…", "and \(order.count - Self.explained) more classes")) }
    if hasUnknown { lines.append((Self.unknown, "not comparable: it lacks one of \(keys.joined(separator: ", "))")) }
    return lines
  }

  /// A … Z, AA, AB …
  static func letter(_ number: Int) -> String {
    let letter = String(Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(number % 26))))
    return number < 26 ? letter : self.letter(number / 26 - 1) + letter
  }
}

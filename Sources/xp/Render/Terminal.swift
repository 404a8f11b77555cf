/// Text for a terminal: nothing in it acts on the terminal, and columns line up.
enum Terminal {
  /// Returns text with everything that acts or hides spelled as an escape.
  ///
  /// - Parameter lines: newlines stay, for text of several lines.
  static func safe(_ text: String, lines: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if lines && scalar == "\n" {
        result.unicodeScalars.append(scalar)
      } else if let escape = Visible.escape(scalar) {
        result += escape
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Columns that text takes: 2 for East Asian wide characters and emoji, 0 for combining marks.
  static func width(_ text: String) -> Int {
    var count = 0
    for character in text { count += width(character) }
    return count
  }

  private static func width(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    if scalars.contains("\u{FE0F}") { return 2 }
    return scalars.reduce(0) { max($0, width($1)) }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  /// East Asian Wide and Fullwidth (UAX #11).
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97C,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// Returns text cut to a width, `…` in place of what is lost.
  static func cut(_ text: String, to width: Int) -> String {
    guard self.width(text) > width else { return text }
    var (kept, used) = ("", 0)
    for character in text {
      let next = self.width(character)
      if used + next > width - 1 { break }
      kept.append(character)
      used += next
    }
    return width > 0 ? kept + "…" : ""
  }

  /// A cell of a table: text from anywhere, made safe when it is laid out.
  struct Cell: Sendable, ExpressibleByStringLiteral {
    var text: String
    var colour: Style.Colour?
    init(_ text: String, _ colour: Style.Colour? = nil) { (self.text, self.colour) = (text, colour) }
    init(stringLiteral value: String) { self.init(value) }
  }

  /// Lays rows out in columns two spaces apart; adds no blanks at line ends.
  ///
  /// - Parameters:
  ///   - width: columns of the terminal; the widest cells are cut to fit it. Nil, as on a pipe: nothing is cut.
  ///   - indent: blanks before every row.
  static func table(_ rows: [[Cell]], width: Int? = nil, indent: Int = 0, style: Style = .plain) -> String {
    let safeRows = rows.map { row in row.map { Cell(safe($0.text), $0.colour) } }
    var widths = [Int](repeating: 0, count: rows.map(\.count).max() ?? 0)
    for row in safeRows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], self.width(cell.text)) }
    }
    if let width { widths = fitted(widths, to: width - indent - 2 * max(0, widths.count - 1)) }
    return safeRows.map { line($0, widths, indent: indent, style: style) }.joined()
  }

  private static func line(_ row: [Cell], _ widths: [Int], indent: Int, style: Style) -> String {
    let last = row.lastIndex { !$0.text.isEmpty } ?? -1
    var line = last < 0 ? "" : String(repeating: " ", count: indent)
    for (column, cell) in row.enumerated() where column <= last {
      let text = cut(cell.text, to: widths[column])
      line += style.paint(text, cell.colour)
      if column < last { line += String(repeating: " ", count: widths[column] - self.width(text) + 2) }
    }
    return line + "\n"
  }

  /// Takes from the widest column first, and leaves every column at least eight columns, or what it needs if that is less.
  private static func fitted(_ widths: [Int], to total: Int) -> [Int] {
    var widths = widths
    var excess = widths.reduce(0, +) - total
    while excess > 0, let widest = widths.max(), widest > 8 {
      let next = max(8, widths.filter { $0 < widest }.max() ?? 8)
      let columns = widths.indices.filter { widths[$0] == widest }
      let taken = min(excess, (widest - next) * columns.count)
      for (place, column) in columns.enumerated() {
        widths[column] -= taken / columns.count + (place < taken % columns.count ? 1 : 0)
      }
      excess -= taken
    }
    return widths
  }
}

/// Text as GitHub-flavoured Markdown, made so that no value can break a table or act as markup.
enum Markdown {
  /// Returns text as inline Markdown for a table's cell, a heading or a line: what a reader sees is the text, on one line.
  ///
  /// Markup, HTML, links and what becomes a link by itself are neutralised. Characters that show nothing become escapes (`\x1b`).
  static func cell(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      if let escape = Visible.escape(scalar) {
        result += escape
        continue
      }
      let before = index > 0 ? scalars[index - 1] : nil
      let after = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      // Alone it is itself; before a name or a number it begins a character.
      case "&": result += after == "#" || isWordCharacter(after) ? "&amp;" : "&"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "|", "`", "*", "[", "]", "~", "$": result += "\\\(scalar)"
      case "_": result += isInsideWord(scalars, index) ? "_" : "\\_"
      case "#": result += isWordCharacter(before) ? "#" : "\\#"
      case ":": result += after == "/" || isScheme(scalars[..<index]) ? "\\:" : ":"
      case ".": result += endsInWWW(scalars[..<index]) ? "\\." : "."
      // Renderers join the pieces of an escaped address again; a comment between them they do not.
      case "@": result += isWordCharacter(before) && isWordCharacter(after) ? "@<!-- -->" : "@"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Returns text as inline code behind a fence that is long enough; empty text gives nothing.
  ///
  /// In a table, text with a pipe is written as ``cell(_:)`` does: renderers disagree on escapes within code.
  static func code(_ text: String) -> String {
    var content = ""
    for scalar in text.unicodeScalars {
      if let escape = Visible.escape(scalar) { content += escape } else { content.unicodeScalars.append(scalar) }
    }
    let bytes = content.utf8
    guard let first = bytes.first, let last = bytes.last, !bytes.contains(UInt8(ascii: "|")) else { return cell(text) }
    let fence = String(repeating: "`", count: longestRunOfBackticks(in: content) + 1)
    let (tick, blank) = (UInt8(ascii: "`"), UInt8(ascii: " "))
    let spaced = first == tick || last == tick || first == blank && last == blank
    return spaced ? "\(fence) \(content) \(fence)" : fence + content + fence
  }

  /// Returns a table. Cells are inline Markdown, as ``cell(_:)`` and ``code(_:)`` make it; rows are as long as the header.
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let rule = header.map { String(repeating: "-", count: max(3, $0.count + 2)) }
    return line(header) + "|" + rule.joined(separator: "|") + "|\n"
      + rows.map { row in line(header.indices.map { $0 < row.count ? row[$0] : "" }) }.joined()
  }

  /// Returns text that a person wrote as a quotation that keeps its lines.
  static func quote(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = Array(line)
      if line.last == "\r" { line.removeLast() }
      let inline = cell(String(String.UnicodeScalarView(line)).trimmingBlanks)
      // At a line's start these would begin a list, a rule or a heading.
      let marker = inline.unicodeScalars.first { !isDigit($0) }
      let digits = inline.unicodeScalars.prefix(while: isDigit)
      guard let marker, digits.isEmpty ? "-+=".unicodeScalars.contains(marker) : marker == "." || marker == ")" else {
        return "> " + inline + "\n"
      }
      return "> \(String(digits))\\" + String(inline.unicodeScalars.dropFirst(digits.count)) + "\n"
    }.joined()
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }

  /// Returns lines of shell or other text as a fenced block that its content cannot close. Newlines stay.
  static func block(_ text: String, language: String = "") -> String {
    var content = ""
    for scalar in text.unicodeScalars {
      if scalar != "\n", let escape = Visible.escape(scalar) { content += escape } else { content.unicodeScalars.append(scalar) }
    }
    if !content.hasSuffix("\n") { content += "\n" }
    let fence = String(repeating: "`", count: max(3, longestRunOfBackticks(in: content) + 1))
    return fence + language + "\n" + content + fence + "\n"
  }

  private static func longestRunOfBackticks(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private static func isWordCharacter(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// An underscore run between word characters opens and closes nothing (CommonMark §6.2): `learning_rate` stays readable.
  private static func isInsideWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let before = scalars[..<index].last { $0 != "_" }
    let after = scalars[index...].first { $0 != "_" }
    return isWordCharacter(before) && isWordCharacter(after)
  }

  private static func isScheme(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    ["mailto", "xmpp"].contains { name in
      scalars.count >= name.count && String(String.UnicodeScalarView(scalars.suffix(name.count))).lowercased() == name
    }
  }

  private static func endsInWWW(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.count >= 3 && scalars.suffix(3).allSatisfy { $0 == "w" || $0 == "W" }
  }
}

extension String {
  fileprivate var trimmingBlanks: String { String(drop { $0 == " " || $0 == "\t" }) }
}

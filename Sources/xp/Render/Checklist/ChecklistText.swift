import Checklist

/// A checklist for a terminal: a word and a symbol for every verdict, the reason under its item, and what to do.
enum ChecklistText {
  static func render(_ report: ChecklistReport, width: Int, style: Style) -> String {
    let wordWidth = "not applicable".count
    var text = style.paint(Terminal.safe(report.experiment), .bold) + "\n\n"
    for judgment in report.judgments {
      let (symbol, colour) = mark(judgment.verdict)
      let word = judgment.verdict.rawValue
      let column = wordWidth + 4
      let title = paragraph(judgment.title, indent: column, width: width).dropFirst(column)
      let padding = String(repeating: " ", count: column - 2 - word.count)
      text += style.paint("\(symbol) \(word)", colour) + padding + (title.isEmpty ? "\n" : title)
      text += paragraph(reason(judgment), indent: 4, width: width)
      if let note = judgment.note { text += paragraph("(\(note))", indent: 4, width: width) }
      if let attested = judgment.attested { text += paragraph(attested.text, indent: 4, width: width) }
      if let remedy = judgment.remedy { text += paragraph("→ " + remedy, indent: 4, width: width) }
    }
    let colour = mark(report.outcome).colour
    return text + "\n" + style.paint(report.outcome.rawValue, colour) + ": \(report.summary)\n"
  }

  private static func reason(_ judgment: Judgment) -> String {
    let places = judgment.evidence.filter { place in
      // What the sentence names already needs no second mention; entries are in the JSON.
      place.file.map { !judgment.reason.contains($0) || place.line != nil && !judgment.reason.contains(place.description) }
        ?? false
    }
    return judgment.reason + (places.isEmpty ? "" : " [\(places.map(\.description).joined(separator: ", "))]")
  }

  static func mark(_ verdict: Verdict) -> (symbol: String, colour: Style.Colour) {
    switch verdict {
    case .pass: ("✓", .green)
    case .fail: ("✗", .red)
    case .unknown: ("?", .yellow)
    case .notApplicable: ("–", .dim)
    }
  }

  /// Wraps at blanks; a word that is longer than the line stands alone, so that paths can be copied.
  static func paragraph(_ text: String, indent: Int, width: Int) -> String {
    let blanks = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in Terminal.safe(text).split(separator: " ") {
      let length = Terminal.width(String(word))
      if !line.isEmpty && indent + used + 1 + length > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += (line.isEmpty ? "" : " ") + word
      used += length + (used == 0 ? 0 : 1)
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { blanks + $0 + "\n" }.joined()
  }
}

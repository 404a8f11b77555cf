import Checklist

/// What was looked at before an experiment is run again, for a terminal.
struct PreflightText {
  private let preflight: Preflight
  private let name: String
  private let width: Int
  private let style: Style

  init(_ preflight: Preflight, of name: String, _ session: Session) {
    self.init(preflight, of: name, width: session.width, style: session.style)
  }

  init(_ preflight: Preflight, of name: String, width: Int, style: Style = .plain) {
    (self.preflight, self.name, self.width, self.style) = (preflight, name, width, style)
  }

  var text: String {
    var text = style.paint(Terminal.safe(name), .bold) + "\n\n"
    let subjects = preflight.rows.map { Terminal.width(Terminal.safe($0.subject)) }.max() ?? 0
    let column = min(subjects, 24) + 13
    for row in preflight.rows {
      let (symbol, colour) = Self.mark(row.state)
      let head = "\(symbol) " + row.state.rawValue.padded(to: 9) + Terminal.safe(row.subject)
      let detail = ChecklistText.paragraph(row.detail, indent: column, width: width)
      let used = Terminal.width(head)
      // A long subject has a line of its own.
      let fits = used + 2 <= column && !detail.isEmpty
      text +=
        style.paint(head, colour)
        + (fits ? String(repeating: " ", count: column - used) + detail.dropFirst(column) : "\n" + detail)
    }
    return text + "\n" + conclusion
  }

  private var conclusion: String {
    func list(_ lines: [String]) -> String { lines.map { "  " + Terminal.safe($0) + "\n" }.joined() }
    if !preflight.obstacles.isEmpty { return "it cannot be run again:\n" + list(preflight.obstacles + preflight.doubts) }
    if !preflight.doubts.isEmpty {
      return "a verdict would be unverifiable (--anyway runs it all the same):\n" + list(preflight.doubts)
    }
    let others = preflight.rows.contains { $0.state != .same }
    return "it can be run again" + (others ? "; what is not the same may change results" : "") + "\n"
  }

  private static func mark(_ state: Preflight.State) -> (symbol: String, colour: Style.Colour) {
    switch state {
    case .same: ("✓", .green)
    case .other: ("~", .yellow)
    case .missing: ("✗", .red)
    case .unknown: ("?", .yellow)
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

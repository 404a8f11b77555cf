import Provenance

/// What a check of a proof, a checkpoint or an envelope came to.
enum ProofCheckText {
  static func render(_ check: ProofCheck, style: Style) -> String {
    var text = Terminal.safe(check.what) + "\n"
    for answer in check.answers {
      let (symbol, colour) = mark(answer.holds)
      text += style.paint(symbol, colour) + " " + Terminal.safe("\(answer.about): \(answer.reason)") + "\n"
    }
    for note in check.notes { text += "– " + Terminal.safe(note) + "\n" }
    let word = check.holds.map { $0 ? "pass" : "fail" } ?? "unknown"
    return text + style.paint(word, mark(check.holds).colour) + "\n"
  }

  private static func mark(_ holds: Bool?) -> (symbol: String, colour: Style.Colour) {
    switch holds {
    case true?: ("✓", .green)
    case false?: ("✗", .red)
    case nil: ("?", .yellow)
    }
  }
}

/// Whether and how text is coloured. Colour says nothing that the words beside it do not say.
struct Style: Sendable, Equatable {
  enum Colour: String, Sendable { case red = "31", green = "32", yellow = "33", cyan = "36", dim = "2", bold = "1" }

  let colours: Bool

  static let plain = Style(colours: false)
  static let coloured = Style(colours: true)

  /// Colour is for terminals, unless `NO_COLOR` is set to anything or the terminal is `dumb`.
  static func choose(isTerminal: Bool, environment: [String: String]) -> Style {
    let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return Style(colours: isTerminal && !refused && environment["TERM"] != "dumb")
  }

  /// Returns text in a colour; the text must already be safe.
  func paint(_ text: String, _ colour: Colour?) -> String {
    guard colours, let colour, !text.isEmpty else { return text }
    return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
  }
}

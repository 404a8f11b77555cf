/// Texts that try to act: markup, HTML, links, controls, and random mixtures of their pieces.
enum HostileText {
  static let pieces = [
    "|", "\\", "`", "``", "*", "**", "_", "__", "~~", "[x](http://e.org)", "![i](x)", "<script>", "</td>", "<!--", "-->", "&",
    "&lt;", "&#124;",
    "http://e.org", "www.e.org", "a@b.org", "mailto:a@b.org", "$x$", "#", "# ", "\n", "\r\n", "\t", "\u{0}", "\u{1B}[31m",
    "\u{1B}]0;t\u{7}",
    "\u{9B}2J", "\u{202E}", "\u{2066}", "\u{2028}", "\u{FEFF}", "\u{7F}", " ", "  ", "a", "learning_rate", "é", "e\u{301}",
    "\u{301}", "日本", "👩‍🔬",
    "-", "+", "1.", ":---", "{{x}}", "<b onclick=x>", "]", "(", "|\u{301}", "`\u{301}",
  ]

  /// The pieces alone, then mixtures of up to eight: the same every time.
  static let all: [String] = {
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    return pieces + (0..<600).map { _ in (0...next(8)).map { _ in pieces[next(pieces.count)] }.joined() }
  }()

  /// Whether a character would act on a terminal or hide.
  static func acts(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    return value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
  }
}

/// Colours of figures, on light and on dark ground: told apart by people who see colours differently, too.
enum FigureStyle {
  private static let light = ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#9a6700", "#bf3989", "#0b7285", "#57606a"]
  private static let dark = ["#58a6ff", "#f0883e", "#3fb950", "#bc8cff", "#e3b341", "#f778ba", "#56d4dd", "#a5b1bd"]

  /// The rules of the style element. The ground is painted, so that the picture can be read wherever it stands.
  static let rules = """
    text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    .h{font-size:14px;font-weight:600}.k{stroke-width:3.5;paint-order:stroke;stroke-linejoin:round}
    .p{fill:none;stroke-width:1.7;stroke-linejoin:round;stroke-linecap:round}.b{stroke-dasharray:2 3}
    .o{stroke-width:2}.v{font-weight:600}.w{fill:none;stroke-width:1;opacity:.55}
    \(rules(of: light, ground: "#ffffff", text: "#1f2328", muted: "#59636e", grid: "#e4e8ec", axis: "#9aa4ae"))
    @media(prefers-color-scheme:dark){
    \(rules(of: dark, ground: "#0d1117", text: "#f0f6fc", muted: "#9198a1", grid: "#262c34", axis: "#59636e"))
    }
    """

  private static func rules(
    of colours: [String], ground: String, text: String, muted: String, grid: String, axis: String
  ) -> String {
    var rules = ".z{fill:\(ground)}.o{fill:\(ground)}.k{stroke:\(ground)}.h,.k{fill:\(text)}.m{fill:\(muted)}"
    rules += ".g{stroke:\(grid)}.a,.b{stroke:\(axis)}\n    "
    for (index, colour) in colours.enumerated() { rules += ".s\(index){stroke:\(colour)}.f\(index){fill:\(colour)}" }
    return rules
  }
}

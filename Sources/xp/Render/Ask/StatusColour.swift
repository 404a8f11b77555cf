extension Style.Colour {
  /// A state by its colour, too; its word says it already.
  static func ofStatus(_ status: String) -> Style.Colour {
    switch status {
    case "completed": .green
    case "running": .cyan
    case "registered": .dim
    case "failed", "killed", "out of memory", "lost": .red
    default: .yellow
    }
  }
}

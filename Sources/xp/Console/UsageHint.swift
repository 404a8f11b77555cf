import Provenance

/// What to type after a usage error.
enum UsageHint {
  static func hint(for message: String, arguments: [String]) -> String {
    let commands = XP.configuration.subcommands.compactMap(\.configuration.commandName) + XP.groupedNames
    guard let word = arguments.first(where: { !$0.hasPrefix("-") }) else { return "xp --help" }
    if commands.contains(word) { return "xp help \(word)" }
    let near = nearNames(to: word, in: commands, limit: 3)
    return near.isEmpty ? "xp --help" : "did you mean: " + near.map { "xp \($0)" }.joined(separator: ", ")
  }
}

extension XP {
  static var groupedNames: [String] {
    configuration.groupedSubcommands.flatMap(\.subcommands).compactMap(\.configuration.commandName)
  }
}

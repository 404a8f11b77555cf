import Provenance

/// What to type after a usage error.
enum UsageHint {
  static func hint(for message: String, arguments: [String]) -> String {
    let commands = XP.commandNames
    guard let word = arguments.first(where: { !$0.hasPrefix("-") }) else { return "xp --help" }
    if commands.contains(word) { return "xp help \(word)" }
    let near = nearNames(to: word, in: commands, limit: 3)
    return near.isEmpty ? "xp --help" : "did you mean: " + near.map { "xp \($0)" }.joined(separator: ", ")
  }
}

extension XP {
  /// The names of all commands.
  static var commandNames: [String] {
    var names: [String] = []
    for group in configuration.groupedSubcommands {
      for command in group.subcommands { names.append(command.configuration.commandName ?? "") }
    }
    return names
  }
}

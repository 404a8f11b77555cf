import Provenance

/// What to type after a usage error.
enum UsageHint {
  /// What to do after a failure that does not say it itself.
  static func hint(after failure: Failure) -> String? {
    switch (failure.kind, failure.file, failure.position) {
    case (.input, _, .some): "correct it there, then run the same command again"
    case (.missing, .some(let file), _): "look what is there: ls \(parent(of: file))"
    case (.input, .some, _): "name another file"
    case (.defect, _, _): nil
    default: "xp --help"
    }
  }

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

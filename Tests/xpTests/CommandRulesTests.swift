import Foundation
import Provenance
import TestSupport
import Testing

/// What the program offers is shown: every command by a transcript, and what a document types exists.
@Suite struct CommandRulesTests {
  /// The commands without commands of their own, such as `["policy", "show"]`, from the program's own description.
  static func commands() throws -> [[String]] {
    let outcome = try ChildProcess.run(
      [Built.xp, "--experimental-dump-help"], in: Built.root, environment: HouseRulesTests.environment)
    let help = try JSONDecoder().decode(Help.self, from: Data(outcome.output))
    return help.command.leaves(under: [])
  }

  @Test func everyCommandHasATranscript() throws {
    let sessions = try HouseRulesTests.files(in: "Tests/xpTests/Transcripts", ending: ".md").flatMap {
      try Transcript(name: $0, text: try HouseRulesTests.text($0)).steps.map { $0.command.joined(separator: "\n") }
    }
    let commands = try Self.commands()
    #expect(!commands.isEmpty)
    for command in commands {
      let words = "xp " + command.joined(separator: " ")
      #expect(sessions.contains { Self.calls($0, words) }, "no transcript shows `\(words)`")
    }
  }

  @Test func everyCommandThatADocumentTypesExists() throws {
    let commands = try Self.commands()
    let known = Set(commands.compactMap(\.first)).union(["help"])
    for file in HouseRulesTests.files where file.hasSuffix(".md") && !file.hasPrefix("Tests/") && file != "CHANGELOG.md" {
      for word in try Self.typedCommands(in: HouseRulesTests.text(file)) {
        #expect(known.contains(word), "\(file) types `xp \(word)`")
      }
    }
  }

  /// The words after `xp` in code: a span, an indented line, or a fenced one, with or without a prompt.
  private static func typedCommands(in text: String) -> [String] {
    var inFence = false
    return text.split(separator: "\n").flatMap { line -> [String] in
      if line.hasPrefix("```") { inFence.toggle() }
      let typed = inFence ? /^(?:\$ )?xp ([a-z][a-z-]*)/ : /(?:`|^ {4})xp ([a-z][a-z-]*)/
      return line.matches(of: typed).map { String($0.1) }
    }
  }

  /// True if a line of shell holds the words, as a whole.
  private static func calls(_ line: String, _ words: String) -> Bool {
    line.ranges(of: words).contains { range in
      let next = range.upperBound < line.endIndex ? line[range.upperBound] : " "
      let previous = range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : " "
      return !(next.isLetter || next == "-") && !(previous.isLetter || previous == "-" || previous == "/")
    }
  }

  private struct Help: Decodable {
    let command: Command
  }

  private struct Command: Decodable {
    let commandName: String
    let shouldDisplay: Bool?
    let subcommands: [Command]?

    func leaves(under path: [String]) -> [[String]] {
      (subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay != false }.flatMap {
        let name = path + [$0.commandName]
        return ($0.subcommands ?? []).isEmpty ? [name] : $0.leaves(under: name)
      }
    }
  }
}

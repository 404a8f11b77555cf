import Provenance
import TestSupport
import Testing

/// The help texts, as a terminal of 80 columns shows them.
@Suite struct HelpTests {
  @Test func theHelpOfEveryCommandIsPinned() throws {
    try expectGolden(try help([]), "help/xp.txt")
    for command in try CommandRulesTests.commands() {
      try expectGolden(try help(command), "help/" + command.joined(separator: "-") + ".txt")
    }
  }

  private func help(_ command: [String]) throws -> String {
    let environment = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "COLUMNS=80", "NO_COLOR=1"]
    let outcome = try ChildProcess.run([Built.xp] + command + ["--help"], in: Built.root, environment: environment)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    return outcome.text
  }
}

import Provenance
import Testing

@Suite struct CommandTemplateTests {
  private let template = CommandTemplate([
    .init("config", "experiments/e/config.yaml"), .init("seed", "42"), .init("training.learning_rate", "1e-4"),
    .init("a.b", "{seed}"), .init("é.x", "one"), .init("e\u{301}.x", "two"),
  ])

  @Test(arguments: [
    ("{config}", "experiments/e/config.yaml"), ("--lr={training.learning_rate},{seed}", "--lr=1e-4,42"),
    ("{{config}}", "{config}"), ("{{unknown.key}}", "{unknown.key}"), ("{a.b}", "{seed}"), ("{é.x}{e\u{301}.x}", "onetwo"),
    ("{{{seed}}}", "{{seed}}"),
  ])
  func knownNamesAreFilledInOnce(word: String, expected: String) throws {
    #expect(try template.fill(word).isExactly(expected))
  }

  @Test(arguments: [
    "", "{}", "{{}}", "{\"a\": 1}", "{\"a\":{\"b\":1}}", "${HOME}", "${config}", "{1..3}", "{a,b}", "{epoch}-{val_loss:.2f}", "{",
    "}",
    "{config", "{ config }", "{.a}", "{a.}", "{a..b}", "{print $1}", "{{ x.y }}", "{%d}",
  ])
  func whatIsNoNamePassesUnchanged(word: String) throws {
    #expect(try template.fill(word).isExactly(word))
  }

  @Test func anUnknownDottedNameIsRefused() {
    let failure = #expect(throws: Failure.self) { try template.fill(["x", "--lr={training.learning_rat}"]) }
    #expect(failure?.message == "the command names {training.learning_rat}, which the config does not have")
    #expect(failure?.hint == "did you mean {training.learning_rate}?")
    let unlike = #expect(throws: Failure.self) { try template.fill("{zzzzzz.qqqqqq}") }
    #expect(unlike?.hint == "write {{zzzzzz.qqqqqq}} to pass it as it is")
  }

  @Test func theWorkingDirectoryIsRecordedRelativeToTheProject() {
    #expect(Command.directory("/a/p", inProject: "/a/p") == ".")
    #expect(Command.directory("/a/p/x/y", inProject: "/a/p") == "x/y")
    #expect(Command.directory("/a/q", inProject: "/a/p") == "../q")
    #expect(Command.directory("/", inProject: "/a/p") == "../..")
    #expect(Command.directory("/a/pq", inProject: "/a/p") == "../pq")
  }
}

import ArgumentParser
import Provenance

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Show what xp.toml may say", subcommands: [PolicyShowCommand.self])
}

struct PolicyShowCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print every key of xp.toml with its default, as a file that could be one")

  func perform(in session: Session) throws(Failure) -> Outcome {
    try session.console.write(rendered: PolicyText.of(Policy()))
    return .yes
  }
}

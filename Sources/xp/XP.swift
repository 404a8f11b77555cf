import ArgumentParser
import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The front door: words in, exit code out, and the one place where an error becomes words.
@main
struct XP: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xp", abstract: "Record what an experiment was, and judge whether that is enough to reproduce it",
    discussion: """
      A project is a folder with an xp.toml. An experiment is named by its folder's name, a unique part of it, the \
      beginning of its config digest, @last, or a path.

      Exit codes: 0 yes, 1 no (a check failed, a difference), 2 could not tell (bad input, unknown), 64 usage, 70 defect.
      """,
    version: "xp \(Version.text)",
    groupedSubcommands: [
      CommandGroup(
        name: "Record",
        subcommands: [
          InitCommand.self, RegisterCommand.self, RunCommand.self, AdoptCommand.self, LogCommand.self, NoteCommand.self,
          TagCommand.self, StopCommand.self,
        ]),
      CommandGroup(
        name: "Ask", subcommands: [ListCommand.self, ShowCommand.self, HistoryCommand.self, WatchCommand.self]),
      CommandGroup(
        name: "Judge",
        subcommands: [
          VerifyCommand.self, AttestCommand.self, DiffCommand.self, CompareCommand.self, ReadmeCommand.self,
          ReproduceCommand.self, ToleranceCommand.self,
        ]),
      CommandGroup(name: "Prove", subcommands: [LedgerCommand.self, KeyCommand.self, SignCommand.self]),
      CommandGroup(
        name: "Move and keep",
        subcommands: [
          ExportCommand.self, ImportCommand.self, SyncCommand.self, BackupCommand.self, DuCommand.self, GcCommand.self,
          ArchiveCommand.self,
        ]),
      CommandGroup(name: "Project", subcommands: [HashCommand.self, PolicyCommand.self]),
    ])

  /// Ends the process; `ParsableCommand` has an `exit` of its own.
  private static func end(_ status: Int32) -> Never { Glibc.exit(status) }

  /// A standard stream that the caller closed becomes one that cannot be used: no file that is opened later takes its number.
  private static func holdStandardStreams() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  static func main() {
    if CommandLine.argc == 2, CommandLine.arguments[1] == Holder.word { Holder.serve() }
    holdStandardStreams()
    let console = Console()
    do {
      guard CommandLine.argc > 0 else {
        throw Failure(.environment, "the program was started without arguments", hint: "is /proc mounted?")
      }
      var command = try parseAsRoot()
      if let action = command as? any Action { end(try action.perform(in: Session(console: console)).rawValue) }
      // Help, completions, and commands that only hold others: the parser knows what to say.
      try command.run()
      end(Outcome.yes.rawValue)
    } catch let failure as Failure {
      console.complain(failure)
      end(Outcome(failure.kind).rawValue)
    } catch {
      end(console.explain(error))
    }
  }
}

/// A command of `xp`: it declares its words, calls the libraries, and renders.
protocol Action: ParsableCommand {
  func perform(in session: Session) throws(Failure) -> Outcome
}

/// How a command ended, as its exit code.
struct Outcome: Equatable {
  let rawValue: Int32
  static let yes = Outcome(rawValue: 0)
  static let no = Outcome(rawValue: 1)
  static let couldNotTell = Outcome(rawValue: 2)
  static let usage = Outcome(rawValue: 64)
  static let defect = Outcome(rawValue: 70)
  /// `xp` itself failed, or the record is not whole, where other codes are the command's own.
  static let recordingFailed = Outcome(rawValue: 125)

  init(rawValue: Int32) { self.rawValue = rawValue }

  init(_ kind: Failure.Kind) {
    switch kind {
    case .input, .missing, .environment: self = .couldNotTell
    case .usage: self = .usage
    case .defect: self = .defect
    }
  }
}

/// The program's own version.
enum Version {
  static let text = "0.1.0"
}

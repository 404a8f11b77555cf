import ArgumentParser
import Provenance

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key", abstract: "Make or show the key that signs checkpoints and records",
    subcommands: [KeyNewCommand.self, KeyShowCommand.self])
}

struct KeyNewCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make an Ed25519 key that signs from now on, and print its public half",
    discussion: """
      The private file is .xp/keys/ID.pem (PKCS#8, mode 0600): it is never exported. XP_KEY_PASSPHRASE, where it is set, \
      or --passphrase encrypts it. A key that signed before is retired and still verifies.
      """)

  @Option(help: ArgumentHelp("What the ledger is called before its id, such as example.org/lab", valueName: "name"))
  var name: String?
  @Flag(help: "Ask for a passphrase")
  var passphrase = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let words = passphrase ? try session.newPassphrase() : session.givenPassphrase
    let key = try KeyStore(project).make(name: name, passphrase: words)
    let place = key.privatePath.flatMap { relativePath($0, to: project.root) } ?? ""
    session.console.note(
      "the private half is \(place)\(words == nil ? ", not encrypted" : ""); keep a copy where only you can read it")
    try session.console.write(rendered: Terminal.safe(key.verifier.description) + "\n")
    return .yes
  }
}

struct KeyShowCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the public keys, the one that signs first",
    discussion: "One verifier key a line, for `xp ledger check --key`; the same in PEM lies beside it for OpenSSL.")

  @Flag(help: "Print the one that signs in PEM")
  var pem = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.unsettledProject()
    let keys = try KeyStore(project).all()
    guard let first = keys.first else {
      throw Failure(.missing, "this project has no key", hint: "make one: xp key new")
    }
    if pem {
      try session.console.write(rendered: first.verifier.key.pem)
    } else {
      try session.console.write(rendered: keys.map { Terminal.safe($0.verifier.description) + "\n" }.joined())
    }
    return .yes
  }
}

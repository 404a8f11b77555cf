import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Session {
  /// The variable that a passphrase is read from where nobody is asked.
  private static let variable = "XP_KEY_PASSPHRASE"

  /// What the variable says; nil if it is not set or empty.
  var givenPassphrase: String? {
    getenv(Self.variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Opens the project's key, with a passphrase from the variable or the terminal if it needs one.
  func signingKey(of project: Project) throws(Failure) -> (key: PrivateKey, verifier: VerifierKey) {
    try KeyStore(project).open { () throws(Failure) in
      if let given = givenPassphrase { return given }
      return try ask("passphrase of the key: ")
    }
  }

  /// Asks twice, so that a slip of a finger is seen.
  func newPassphrase() throws(Failure) -> String {
    if let given = givenPassphrase { return given }
    let first = try ask("new passphrase: ")
    guard !first.isEmpty else { throw Failure(.input, "the passphrase is empty", hint: "leave --passphrase out for none") }
    guard try ask("once more: ").isExactly(first) else {
      throw Failure(.input, "the two passphrases differ", hint: "type them again: xp key new --passphrase")
    }
    return first
  }

  /// Reads a line from the terminal without showing it.
  private func ask(_ question: String) throws(Failure) -> String {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else {
      throw Failure(.environment, "there is no terminal to ask for a passphrase", hint: "set \(Self.variable)")
    }
    defer { close(terminal) }
    var settings = termios()
    guard tcgetattr(terminal, &settings) == 0 else { throw .system("ask for a passphrase", "/dev/tty") }
    var silent = settings
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(terminal, TCSAFLUSH, &silent)
    defer { tcsetattr(terminal, TCSAFLUSH, &settings) }
    _ = question.withCString { write(terminal, $0, strlen($0)) }
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while read(terminal, &byte, 1) == 1, byte != UInt8(ascii: "\n"), bytes.count < 1024 { bytes.append(byte) }
    _ = write(terminal, "\n", 1)
    return String(decoding: bytes, as: UTF8.self)
  }
}

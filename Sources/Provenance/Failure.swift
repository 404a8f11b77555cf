/// Where in a text something stands: line and column, both from 1.
///
/// Columns count UTF-8 bytes, as compilers do; in YAML they count characters, which is what its parser reports.
public struct Position: Hashable, Sendable {
  // A config's every member holds two places: they are kept small.
  private let line32: UInt32
  private let column32: UInt32

  /// From 1.
  public var line: Int { Int(line32) }
  /// From 1; in bytes or, in YAML, characters.
  public var column: Int { Int(column32) }

  /// A number beyond 32 bits becomes the largest one that fits.
  public init(line: Int, column: Int) {
    line32 = UInt32(clamping: line)
    column32 = UInt32(clamping: column)
  }
}

/// Why something could not be done: one cause, its place, and what to type next.
///
/// The kind alone decides the exit code; only the front door turns a failure into words.
public struct Failure: Error, Hashable, Sendable {
  /// What kind of cause it is: decides the exit code and nothing else.
  public enum Kind: String, Sendable {
    /// What was given cannot be read or does not hold together (exit 2).
    case input
    /// A file, experiment or key that was named is not there (exit 2).
    case missing
    /// The world refused: permissions, a full disk, a lock (exit 2).
    case environment
    /// The words of the command line do not fit (exit 64).
    case usage
    /// A defect of this program (exit 70).
    case defect
  }

  /// Decides the exit code.
  public let kind: Kind
  /// One line, without a full stop; may hold text from outside, which the console makes harmless.
  public let message: String
  /// The file as the user named it, if one is concerned.
  public let file: String?
  /// The place in ``file``, or in the text that was given; nil if the whole is meant.
  public let position: Position?
  /// What to type or change next.
  public let hint: String?

  public init(
    _ kind: Kind, _ message: String, file: String? = nil, at position: Position? = nil, hint: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.file = file
    self.position = position
    self.hint = hint
  }

  /// The same failure, said about a file; a file that is already named stays.
  public func inFile(_ file: String) -> Failure {
    Failure(kind, message, file: self.file ?? file, at: position, hint: hint)
  }

  /// The same failure with a hint, unless it has one.
  public func hinted(_ hint: String) -> Failure {
    Failure(kind, message, file: file, at: position, hint: self.hint ?? hint)
  }
}

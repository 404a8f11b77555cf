/// What an experiment does again: part of the registration of a rerun.
public struct Origin: Codable, Sendable, Equatable {
  /// Where the code of a rerun comes from.
  public enum Code: String, Codable, Sendable {
    /// The captured tree, as git keeps it by its ref.
    case tree = "captured tree"
    /// The same tree, whose ref is gone: its objects were still there.
    case looseTree = "captured tree without its ref"
    /// The project's files as they were when it was run: nobody has captured those of the original.
    case present = "present files"
  }
  /// The original's folder name.
  public var experiment: String
  /// The original's `registered` entry.
  public var entry: Digest
  /// The attempt of the original whose results are to come out again; nil if it has none.
  public var attempt: Int?
  /// What the first attempt's code was made from.
  public var code: Code
  /// The project's folder in which the first attempt ran, relative to the project. It may be gone since.
  public var place: String
  /// The seed that it was given in place of the original's; nil: the original's.
  public var seed: String?

  public init(experiment: String, entry: Digest, attempt: Int?, code: Code, place: String, seed: String? = nil) {
    (self.experiment, self.entry, self.attempt) = (experiment, entry, attempt)
    (self.code, self.place, self.seed) = (code, place, seed)
  }
}

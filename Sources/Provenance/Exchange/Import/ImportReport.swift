/// What an import brought, and what it found here.
public struct ImportReport: Sendable, Equatable {
  /// An experiment of the bundle, and where it is now.
  public struct Experiment: Sendable, Equatable {
    /// What became of it.
    public enum Outcome: String, Sendable {
      /// It was not here: all of it was taken in.
      case new
      /// It was here and had less: entries or files were added.
      case extended
      /// Nothing of it was new.
      case present = "already here"
      /// Another experiment has its name: it is kept under one of its own.
      case conflict
    }
    /// Its folder's name in the bundle.
    public var name: String
    /// Its folder's name here.
    public var folder: String
    /// What became of it.
    public var outcome: Outcome
    /// Entries that were in none of its journals here.
    public var entries: Int
    /// Files beside journals that were not here.
    public var files: Int
    /// Files that are here with another content; ours stayed. Relative to its folder.
    public var differing: [String]
  }

  /// In the bundle's order.
  public var experiments: [Experiment] = []
  /// Entries that are new to the ledger, those of the project included.
  public var entries = 0
  /// Captured trees that the repository keeps now.
  public var trees = 0
  /// What was noticed on the way.
  public var findings: [Finding] = []

  public init() {}

  /// How many experiments came to this.
  public func count(_ outcome: Experiment.Outcome) -> Int { experiments.count { $0.outcome == outcome } }
}

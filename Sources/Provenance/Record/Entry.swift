/// One immutable statement: a line of a journal, a row and a leaf of the ledger. A correction is a new entry.
public struct Entry: Sendable {
  /// What a statement is about. Its body has a form of its own.
  public enum Kind: String, Sendable, CaseIterable {
    /// Registered: a ``Registration``. Started: a ``Start``. Finished: an ``Attempt``. Judged: a checklist.
    case registered, started, finished, judged
    /// By people. Noted: a ``Note``. Tagged: a ``Tagging``. Attested: an ``Attestation``. Archived: an ``Archival``.
    case noted, tagged, attested, archived
    /// Released: a ``Release``, an artifact that was let go. Campaign: a ``Campaign``, in the campaign's own folder.
    case released, campaign
    /// Reproduced: what doing an experiment again came to; in the original's journal and in the rerun's.
    case reproduced
    /// Recovered: what a crash left half done. Policy: a ``PolicyRecord``, of the project itself.
    case recovered, policy
  }

  /// Decides what ``body`` holds.
  public let kind: Kind
  /// The experiment's folder name; empty for an entry of the project itself.
  public let experiment: String
  /// The ledger id of its writer.
  public let ledger: String
  /// When the statement was made, by its writer's clock.
  public let time: Moment
  /// The digest of the entry before it in the same journal; nil for the first.
  public let previous: Digest?
  /// What is stated, in the form of its kind.
  public let body: Value
  /// The canonical bytes: the journal's line without its newline.
  public let bytes: [UInt8]
  /// SHA-256 of ``bytes``.
  public let digest: Digest

  /// Makes a statement, with its canonical bytes and their digest.
  public init(
    _ kind: Kind, experiment: String, ledger: String, time: Moment, previous: Digest?, body: Value
  ) {
    (self.kind, self.experiment, self.ledger) = (kind, experiment, ledger)
    (self.time, self.previous, self.body) = (time, previous, body)
    let statement: Value = [
      "body": body, "entry": .string(kind.rawValue), "experiment": .string(experiment), "ledger": .string(ledger),
      "offset": .string(time.offsetText), "previous": previous.map { .string($0.description) } ?? .null,
      "time": .string(time.description), "xp": .string(Self.format),
    ]
    bytes = statement.canonicalBytes
    digest = .sha256(bytes)
  }

  private init(_ entry: Entry, filedUnder experiment: String) {
    (kind, self.experiment, ledger, time) = (entry.kind, experiment, entry.ledger, entry.time)
    (previous, body, bytes, digest) = (entry.previous, entry.body, entry.bytes, entry.digest)
  }

  /// Returns the entry as one of the experiment in whose folder it lies, whatever that was called when it was written: a folder may have
  /// been given another name since. Bytes and digest stay.
  func filed(under experiment: String) -> Entry {
    self.experiment.isExactly(experiment) ? self : Entry(self, filedUnder: experiment)
  }

  /// The format of entries, as `schemas/entry.v1.schema.json` describes it.
  public static let format = "entry.v1"

  /// Reads a journal's line.
  ///
  /// - Throws: kind `input` if it is not an entry or not in canonical form.
  public init(line: [UInt8]) throws(Failure) {
    let statement = try JSONReader.read(line).untagged
    guard let kind = statement["entry"]?.string.flatMap(Kind.init), let experiment = statement["experiment"]?.string,
      let ledger = statement["ledger"]?.string, let text = statement["time"]?.string, let time = Moment(text),
      let offset = statement["offset"]?.string, let local = Moment("2000-01-01T00:00:00" + offset),
      let body = statement["body"]
    else {
      let found = statement["xp"]?.string ?? "something else"
      throw Failure(.input, "is not an entry that this xp knows (\(found))", hint: "a newer xp may have written it: update xp")
    }
    (self.kind, self.experiment, self.ledger, self.body) = (kind, experiment, ledger, body)
    self.time = Moment(milliseconds: time.milliseconds, offset: local.offset)
    previous = statement["previous"]?.string.flatMap { Digest($0) }
    bytes = line
    digest = .sha256(line)
  }

  /// Whether the bytes are the canonical form of what they say.
  var isCanonical: Bool { JSONCanonicalizer.canonicalBytes(of: bytes) == bytes }
}

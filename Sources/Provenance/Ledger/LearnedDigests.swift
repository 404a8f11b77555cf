import Dispatch
import GRDB

/// The ledger's cache of file digests, for one command: asked first, and told at the end what was learned.
public final class LearnedDigests: DigestCache, @unchecked Sendable {
  /// A file that changed less than this before it was read may change again within the clock's grain: its digest is not kept.
  static let margin: Int64 = 2_000_000_000

  private let ledger: Ledger?
  private let now: Moment
  private let queue = DispatchQueue(label: "learned digests")
  private var fresh: [(FileStatus, Digest)] = []

  /// Without a ledger nothing is known. `now` decides which files have rested long enough to be trusted.
  public init(ledger: Ledger?, now: Moment) { (self.ledger, self.now) = (ledger, now) }

  /// The digest that the ledger keeps for device, inode, size and times; a path is no identity. Nil also if the ledger cannot be read.
  public func digest(for status: FileStatus, path: String) -> Digest? {
    guard let ledger else { return nil }
    return try? ledger.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT sha256 FROM file_digests WHERE device = ? AND inode = ? AND size = ? AND modified = ? AND changed = ?")
      return try String.fetchOne(statement, arguments: Self.key(status)).map { Digest(.sha256, hex: $0) }
    }
  }

  /// Takes what was learned; dropped if the file changed within two seconds before ``LearnedDigests/init(ledger:now:)``'s `now`.
  public func remember(_ digest: Digest, for status: FileStatus, path: String) {
    guard max(status.modified, status.changed) + Self.margin < now.milliseconds * 1_000_000 else { return }
    queue.sync { fresh.append((status, digest)) }
  }

  /// What has been learned since the cache was made.
  public var learned: [(FileStatus, Digest)] { queue.sync { fresh } }

  static func key(_ status: FileStatus) -> StatementArguments {
    [Int64(bitPattern: status.device), Int64(bitPattern: status.inode), status.size, status.modified, status.changed]
  }
}

extension Ledger {
  /// Keeps digests of files for as long as these do not change.
  public func remember(_ digests: [(FileStatus, Digest)]) throws(Failure) {
    guard !digests.isEmpty else { return }
    try write { database in
      let statement = try database.cachedStatement(sql: "INSERT OR REPLACE INTO file_digests VALUES (?, ?, ?, ?, ?, ?)")
      for (status, digest) in digests { try statement.execute(arguments: LearnedDigests.key(status) + [digest.hex]) }
    }
  }

  /// Returns the experiments with this config, newest first.
  public func experiments(withConfig digest: Digest) throws(Failure) -> [ExperimentRow] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM experiments WHERE config = ? ORDER BY registered DESC, name DESC",
        arguments: [digest.description]
      ).map(experiment)
    }
  }
}

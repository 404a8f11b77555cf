import Foundation
import GRDB

/// What entries change in the tables that lists are made from.
extension Ledger {
  /// Takes in a new experiment, and what was said about it before its registration was taken in: another clock may have been ahead.
  func enlist(_ registration: Registration, _ entry: Entry, _ database: Database) throws {
    let cache = StandingCache(database: database)
    try cache.add(database.lastInsertedRowID, registration)
    try ConfigCache(database: database, folder: project.experimentsFolder).fill(
      from: entry.experiment, digest: registration.config.digest)
    let earlier = try database.cachedStatement(
      sql: """
        SELECT body FROM entries WHERE experiment = ? AND seq < (SELECT seq FROM entries WHERE digest = ?)
          AND kind IN ('started', 'finished', 'tagged', 'archived') ORDER BY seq
        """)
    let digest = blob(entry.digest)
    for body in try Data.fetchAll(earlier, arguments: [entry.experiment, digest]) {
      try index(Entry(line: Array(body)).filed(under: entry.experiment), database)
    }
  }

  func enlist(_ attempt: Attempt, _ entry: Entry, _ database: Database) throws {
    guard let experiment = try number(of: entry.experiment, database) else { return }
    try StandingCache(database: database).add(attempt, experiment)
  }

  /// A `started`, `tagged` or `archived` entry.
  func enlist(_ entry: Entry, _ database: Database) throws {
    guard let experiment = try number(of: entry.experiment, database) else { return }
    let cache = StandingCache(database: database)
    switch entry.kind {
    case .started: try cache.add(ValueDecoder.decode(Start.self, from: entry.body), at: entry.time, experiment)
    case .tagged: try cache.add(ValueDecoder.decode(Tagging.self, from: entry.body), experiment)
    case .archived: try cache.add(ValueDecoder.decode(Archival.self, from: entry.body), experiment)
    default: break
    }
  }

  /// The number by which the tables name an experiment; nil before it is registered.
  private func number(of experiment: String, _ database: Database) throws -> Int64? {
    let statement = try database.cachedStatement(sql: "SELECT id FROM experiments WHERE name = ?")
    return try Int64.fetchOne(statement, arguments: [experiment])
  }
}

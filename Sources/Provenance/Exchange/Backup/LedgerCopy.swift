import Foundation
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Ledger {
  /// Copies the database as it is at one instant, whoever writes in it meanwhile.
  ///
  /// - Throws: kind `environment` if it cannot be read or the copy not be written.
  func backUp(to path: String) throws(Failure) {
    do {
      let copy = try DatabaseQueue(path: path)
      try queue.backup(to: copy)
      // Without a log beside it, the copy is one file that can be read where nothing can be written.
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.close()
    } catch {
      throw Failure(.environment, "the ledger cannot be copied: \(error)", file: path)
    }
  }

  /// Returns under which folder each entry is filed.
  func entryPlaces() throws(Failure) -> [Digest: String] {
    try read { database in
      var places: [Digest: String] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT digest, experiment FROM entries")
      while let row = try rows.next() { places[Digest(.sha256, hex: hexadecimal(row["digest"] as Data))] = row["experiment"] }
      return places
    }
  }

  /// Returns all entries' digests in the ledger's order, each made anew from the bytes that are there.
  func entryDigests() throws(Failure) -> [Digest] {
    try read { database in
      var digests: [Digest] = []
      let rows = try Row.fetchCursor(database, sql: "SELECT digest, body FROM entries ORDER BY seq")
      while let row = try rows.next() {
        let digest = Digest.sha256(Array(row["body"] as Data))
        guard digest.hex == hexadecimal(row["digest"] as Data) else {
          throw Failure(.environment, "entry \(digests.count + 1) is not what its digest says", file: path)
        }
        digests.append(digest)
      }
      return digests
    }
  }
}

extension Backup {
  /// Renames a finished folder to where nothing may be.
  static func put(_ staging: String, at path: String, shownAs shown: String) throws(Failure) {
    guard FileStatus.of(path) == nil else { throw Failure(.input, "is there by now", file: shown, hint: "name another place") }
    guard rename(staging, path) == 0 else { throw .system("write", shown) }
    try FileWriting.sync(parent(of: path))
  }
}

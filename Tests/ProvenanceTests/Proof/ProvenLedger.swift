import Foundation
import GRDB
import TestSupport

@testable import Provenance

/// A project of many small entries, in four experiments and the project itself, with a key and two kept checkpoints.
struct ProvenLedger {
  let scratch = Scratch()
  let count: Int
  let project: Project
  let entries: [Entry]

  private static let writer = "0123456789abcdef"

  init(_ count: Int = 200, checkpoints: Bool = true) throws {
    self.count = count
    project = scratchProject(scratch)
    try project.prepare()
    try FileWriting.replace(project.hidden + "/id", with: Self.writer + "\n")
    entries = Self.entries(count)
    for (experiment, entries) in Dictionary(grouping: entries, by: \.experiment) {
      let folder = experiment.isEmpty ? project.hidden : project.folder(of: experiment)
      try FileWriting.makeFolders(folder)
      try Journal(folder: folder, ledger: Self.writer).begin(entries, temporary: folder + "/new")
    }
    let ledger = try Ledger.open(project)
    guard checkpoints else {
      try ledger.append(entries)
      try Self.settle(ledger)
      return
    }
    let seed = [UInt8](repeating: 9, count: 32)
    _ = try KeyStore(project).make(PrivateKey(seed: seed)!, name: nil, passphrase: nil)
    let (key, verifier) = try KeyStore(project).open { nil }
    for part in [entries.prefix(count * 3 / 5), entries.dropFirst(count * 3 / 5)] {
      try ledger.append(Array(part))
      _ = try CheckpointFolder(project).keep(ledger, signedBy: key, named: verifier)
    }
    try Self.settle(ledger)
  }

  /// All that is in the log goes into the file.
  private static func settle(_ ledger: Ledger) throws {
    _ = try ledger.queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try ledger.queue.close()
  }

  /// Five journals in turn; names that JSON has to escape are among them.
  static func entries(_ count: Int) -> [Entry] {
    var last: [String: Digest] = [:]
    return (0..<count).map { number in
      let experiment = ["", "a", "b\"b", "c\\", "d"][number % 5]
      let entry = Entry(
        .noted, experiment: experiment, ledger: writer,
        time: Moment(milliseconds: 1_795_000_000_000 + Int64(number) * 1001, offset: 3600),
        previous: last[experiment], body: ["text": .string("note \(number)")])
      last[experiment] = entry.digest
      return entry
    }
  }

  var journals: [String] {
    get throws {
      let folders = try [project.hidden] + FileReading.names(in: project.experimentsFolder).map { project.folder(of: $0) }
      return try folders.flatMap { try Journal.all(in: $0).map(\.path) }
    }
  }
  var orderPath: String { project.orderFolder + "/" + Self.writer }

  func verify(_ change: (inout LedgerVerification.Request) -> Void = { _ in }) throws -> LedgerReport {
    var request = LedgerVerification.Request()
    change(&request)
    guard let ledger = try Ledger.openForReading(project, asItLies: true) else { throw Failure(.missing, "no ledger") }
    return try LedgerVerification(
      project: project, ledger: ledger, environment: ["PATH=/usr/bin:/bin"], request: request
    ).run()
  }

  /// What a verification says of files that are changed for its time.
  func verify(with bytes: [UInt8], in path: String) throws -> LedgerReport {
    let before = try FileReading.bytes(of: path)
    defer { try? FileWriting.replace(path, with: before, durable: false) }
    try FileWriting.replace(path, with: bytes, durable: false)
    return try verify()
  }

  /// What a verification says of a ledger that somebody altered with a knife: the triggers are there again afterwards.
  func verify(after sql: [String]) throws -> LedgerReport {
    let before = try FileReading.bytes(of: project.ledgerPath)
    defer { try? FileWriting.replace(project.ledgerPath, with: before, durable: false) }
    let queue = try DatabaseQueue(path: project.ledgerPath)
    try queue.writeWithoutTransaction { database in
      let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
      for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
      for statement in sql { try database.execute(sql: statement) }
      for trigger in triggers { try database.execute(sql: trigger["sql"]) }
      _ = try database.checkpoint(.truncate)
    }
    try queue.close()
    return try verify()
  }
}

import GRDB

/// Fills the tables of config values, once a snapshot, from the `config.json` of an experiment that has it.
struct ConfigCache {
  let database: Database
  /// Where the experiments' folders are, absolute.
  let folder: String

  /// A larger config is not taken in: its values cannot be asked for.
  static let maximumSize: Int64 = 1 << 20

  /// Reads the config of an experiment, unless its snapshot is known. One that is not there, or is not the one that was recorded, is
  /// left for a later time.
  func fill(from experiment: String, digest: Digest) throws {
    let names = StandingCache(database: database)
    let snapshot = try names.id(of: digest.description, in: "snapshots", column: "digest")
    let known = try database.cachedStatement(sql: "SELECT keys FROM snapshots WHERE id = ?")
    guard try Int.fetchOne(known, arguments: [snapshot]) == nil else { return }
    guard let config = config(of: experiment, digest: digest) else { return }
    let keys = config.flattened
    for key in keys { try add(key, to: snapshot, names) }
    try names.run("UPDATE snapshots SET keys = ? WHERE id = ?", [keys.count, snapshot])
  }

  /// Reads the configs that were not there before.
  func refill() throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT digest, (SELECT name FROM experiments e JOIN standings s ON s.experiment = e.id WHERE s.snapshot = snapshots.id LIMIT 1)
          AS name FROM snapshots WHERE keys IS NULL
        """)
    for row in rows {
      guard let name = row["name"] as String?, let digest = Digest(row["digest"] as String) else { continue }
      try fill(from: name, digest: digest)
    }
  }

  private func config(of experiment: String, digest: Digest) -> Config? {
    guard let bytes = try? FileReading.bytes(of: folder + "/" + experiment + "/config.json", limit: Self.maximumSize),
      let root = try? JSONReader.read(bytes).untagged, Digest.sha256(root.canonicalBytes) == digest
    else { return nil }
    return root.object.map { Config($0) }
  }

  private func add(_ key: ConfigKey, to snapshot: Int64, _ names: StandingCache) throws {
    let id = try names.id(of: key.name, in: "config_keys", column: "name")
    let scalars: [Scalar]
    switch NameResult(key.value) {
    case .value(let scalar): scalars = [scalar]
    case .values(let several), .set(let several): scalars = several
    case .missing, .ambiguous: scalars = []
    }
    if key.value.array != nil, scalars.count != 1 { try names.run("UPDATE config_keys SET lists = 1 WHERE id = ?", [id]) }
    let literal = try literal(key.value, scalars.count == 1 ? scalars[0] : nil, names)
    try names.run("INSERT OR IGNORE INTO config_values VALUES (?, ?, ?)", [id, literal, snapshot])
  }

  private func literal(_ value: Value, _ scalar: Scalar?, _ names: StandingCache) throws -> Int64 {
    let (kind, spelling): (String, String) =
      switch value {
      case .number(let number): ("number", number.spelling)
      case .string(let text), .date(let text): ("text", text)
      case .bool(let truth): ("truth", truth ? "true" : "false")
      case .null, .array, .object: ("json", String(JSONWriter.pretty(value).dropLast()))
      }
    let known = try database.cachedStatement(sql: "SELECT id FROM literals WHERE spelling = ? AND kind = ?")
    if let id = try Int64.fetchOne(known, arguments: [spelling, kind]) { return id }
    var columns: [(any DatabaseValueConvertible)?] = [kind, spelling, nil, nil, nil]
    switch scalar {
    case .number(let number) where number.isFinite: columns[2] = number
    case .text(let text): columns[3] = text
    case .truth(let truth): columns[4] = truth
    default: break
    }
    try names.run("INSERT INTO literals VALUES (NULL, ?, ?, ?, ?, ?)", columns)
    return database.lastInsertedRowID
  }
}

extension Ledger {
  /// Takes in the values of configs whose files were not there when their experiments were taken in.
  ///
  /// - Throws: kind `environment` if the ledger cannot be written.
  func refillConfigs() throws(Failure) {
    guard try read({ try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM snapshots WHERE keys IS NULL)") ?? false }) else {
      return
    }
    try write { try ConfigCache(database: $0, folder: project.experimentsFolder).refill() }
  }
}

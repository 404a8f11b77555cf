import Provenance

/// What `xp du` and `xp gc` show.
enum StorageRendering {
  /// Roles that stand in one column.
  private static let columns: [(name: String, roles: [Artifact.Role])] = [
    ("checkpoints", [.bestCheckpoint, .lastCheckpoint, .checkpoint]), ("metrics", [.metrics]), ("logs", [.log]),
    ("other", [.result, .config, .other]),
  ]

  static func text(_ uses: [StorageUse], width: Int?, style: Style) -> String {
    var rows = uses.map { use in
      (use.experiment, columns.map { size(use, $0.roles) } + [use.record.size, use.total, use.freeable])
    }
    if rows.count > 1 {
      let sums = (0..<(columns.count + 3)).map { column in rows.reduce(Int64(0)) { $0 + $1.1[column] } }
      rows.append((Short.count(uses.count, "experiment"), sums))
    }
    let head = columns.map(\.name) + ["record", "total", "gc frees"]
    let cells = rows.map { row in row.1.map { $0 == 0 ? "-" : ByteCount.text(of: $0) } }
    let widths = head.indices.map { column in max(head[column].count, cells.map { $0[column].count }.max() ?? 0) }
    func right(_ text: String, _ column: Int) -> String { String(repeating: " ", count: widths[column] - text.count) + text }
    let lines = zip(rows, cells).map { row, sizes in
      [Terminal.Cell(row.0)] + sizes.enumerated().map { Terminal.Cell(right($1, $0)) }
    }
    let top = [Terminal.Cell("experiment", .bold)] + head.enumerated().map { Terminal.Cell(right($1, $0), .bold) }
    return Terminal.table([top] + lines, width: width, style: style)
  }

  private static func size(_ use: StorageUse, _ roles: [Artifact.Role]) -> Int64 {
    roles.reduce(0) { $0 + (use.roles[$1]?.size ?? 0) }
  }

  /// As `schemas/du.v1.schema.json` describes it.
  static func json(_ uses: [StorageUse]) -> String {
    let experiments = uses.map { use -> Value in
      let roles = use.roles.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, share($0.value)) }
      return [
        "experiment": .string(use.experiment), "roles": .object(Object(roles)), "record": share(use.record),
        "total": number(use.total), "freeable": number(use.freeable),
      ]
    }
    return JSONWriter.pretty([
      "xp": "du.v1", "experiments": .array(experiments), "total": number(uses.reduce(0) { $0 + $1.total }),
      "freeable": number(uses.reduce(0) { $0 + $1.freeable }),
    ])
  }

  private static func share(_ share: StorageUse.Share) -> Value {
    ["files": .number(Number(share.files)), "size": number(share.size)]
  }

  private static func number(_ size: Int64) -> Value { .number(Number(Int(size))) }

  // MARK: Releases

  static func text(_ results: ReleaseResults, width: Int?, style: Style) -> String {
    var rows = results.released.map { item -> [Terminal.Cell] in
      let word: Terminal.Cell = results.applied ? .init("released", .yellow) : .init("would go", .yellow)
      return [
        word, .init("\(item.experiment)/\(item.artifact.path)"), .init(ByteCount.text(of: item.artifact.size)),
        .init(item.because),
      ]
    }
    rows += results.refused.map { item in
      [
        .init("stays", .cyan), .init("\(item.experiment)/\(item.artifact.path)"), .init(ByteCount.text(of: item.artifact.size)),
        .init(item.because),
      ]
    }
    rows += results.gone.map { item in
      [
        .init("missing", .red), .init("\(item.experiment)/\(item.artifact.path)"), .init(ByteCount.text(of: item.artifact.size)),
        .init("gone, and no entry says why"),
      ]
    }
    let files = Short.count(results.released.count, "file")
    let size = ByteCount.text(of: results.size)
    if results.applied { return Terminal.table(rows, width: width, style: style) + "freed \(size) in \(files)\n" }
    let next = results.released.isEmpty ? "" : ": xp gc --apply removes them"
    return Terminal.table(rows, width: width, style: style) + "would free \(size) in \(files)\(next)\n"
  }

  /// As `schemas/gc.v1.schema.json` describes it.
  static func json(_ results: ReleaseResults) -> String {
    func item(_ experiment: String, _ artifact: Artifact, _ because: String?) -> Value {
      var object = Object([
        ("experiment", .string(experiment)), ("path", .string(artifact.path)), ("role", .string(artifact.role.rawValue)),
        ("size", number(artifact.size)), ("sha256", artifact.sha256.value.map { .string($0.description) } ?? .null),
      ])
      if let because { object["because"] = .string(because) }
      return .object(object)
    }
    return JSONWriter.pretty([
      "xp": "gc.v1", "applied": .bool(results.applied), "freed": number(results.size),
      "released": .array(results.released.map { item($0.experiment, $0.artifact, $0.because) }),
      "refused": .array(results.refused.map { item($0.experiment, $0.artifact, $0.because) }),
      "missing": .array(results.gone.map { item($0.experiment, $0.artifact, nil) }),
    ])
  }
}

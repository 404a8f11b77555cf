import Checklist
import Provenance

/// What runs, a row a run.
enum WatchTable {
  static func text(_ rows: [RunWatch.Row], width: Int?, style: Style) -> String {
    guard !rows.isEmpty else { return "nothing is under way\n" }
    var table: [[Terminal.Cell]] = []
    for row in rows {
      var cells: [Terminal.Cell] = [
        .init(row.name + (row.attempt > 1 ? " (\(row.attempt))" : ""), row.isHeld ? .bold : .red),
        .init(row.isHeld ? progress(row.progress) : "left alone on \(row.host)", row.isHeld ? .cyan : .red),
        .init(Short.duration(max(0, row.progress.elapsed))),
        .init(row.progress.left.map { "\(Short.duration($0)) left" } ?? "", .dim),
      ]
      if let metric = row.metrics.first {
        cells.append(.init("\(metric.name) \(Short.number(metric.last))"))
        cells.append(.init(Sparkline.text(metric.values, width: 12), .green))
      }
      table.append(cells)
    }
    return Terminal.table(table, width: width, style: style)
  }

  /// `12/60 ━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 20 %`, or what is known of it.
  private static func progress(_ progress: RunProgress) -> String {
    guard let done = progress.done else { return "running" }
    let count = Short.number(done)
    guard let total = progress.total, let part = progress.part else { return "at \(count)" }
    let filled = Int((part * 12).rounded(.down))
    return
      "\(count)/\(Short.number(total)) \(String(repeating: "━", count: filled))\(String(repeating: "╌", count: 12 - filled))"
  }

  /// `watch.v1`.
  static func json(_ rows: [RunWatch.Row]) -> String {
    let values = rows.map { row -> Value in
      var object = Object([
        ("name", .string(row.name)), ("attempt", .number(Number(row.attempt))), ("host", .string(row.host)),
        ("held", .bool(row.isHeld)), ("since", .string(row.since.description)),
        ("elapsed", .number(Number(row.progress.elapsed))),
      ])
      object["done"] = row.progress.done.map { .number(Number($0)) } ?? .null
      object["total"] = row.progress.total.map { .number(Number($0)) } ?? .null
      object["left"] = row.progress.left.map { .number(Number($0)) } ?? .null
      object["metrics"] = .array(
        row.metrics.map { ["name": .string($0.name), "last": .number(Number($0.last))] })
      return .object(object)
    }
    return JSONWriter.pretty(.array(values))
  }
}

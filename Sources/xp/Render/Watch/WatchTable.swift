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
        cells.append(.init("\(metric.name) \(FigureText.short(metric.last))"))
        cells.append(.init(Sparkline.text(metric.values, width: 12), .green))
      }
      table.append(cells)
    }
    return Terminal.table(table, width: width, style: style)
  }

  /// `12/60 ━━━━╌╌╌╌╌╌╌╌╌╌╌╌ 20 %`, or what is known of it.
  private static func progress(_ progress: RunProgress) -> String {
    guard let done = progress.done else { return "running" }
    let count = FigureText.short(done)
    guard let total = progress.total, let part = progress.part else { return "at \(count)" }
    let filled = Int((part * 12).rounded(.down))
    return
      "\(count)/\(FigureText.short(total)) \(String(repeating: "━", count: filled))\(String(repeating: "╌", count: 12 - filled))"
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

/// Numbers for tables: four digits that count are enough to see a change.
enum FigureText {
  static func short(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "-∞" : "∞" }
    if number == number.rounded(), abs(number) < 1e7 { return String(Int(number)) }
    let size = abs(number)
    if size >= 1e-3 && size < 1e5 {
      let places = max(0, 4 - (size < 1 ? 0 : String(Int(size)).count))
      return Short.decimal(number, places: places)
    }
    // Three digits behind the point, and the power of ten.
    var (exponent, part) = (0, size)
    while part >= 10 { (part, exponent) = (part / 10, exponent + 1) }
    while part < 1 && part > 0 { (part, exponent) = (part * 10, exponent - 1) }
    return (number < 0 ? "-" : "") + Short.decimal(part, places: 3) + "e\(exponent)"
  }
}

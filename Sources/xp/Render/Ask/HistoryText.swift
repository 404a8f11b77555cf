import Provenance

/// How a value moved, a line an experiment, with a mark where it changed.
struct HistoryText {
  let history: History
  var style = Style.plain
  /// Columns of the terminal; nil on a pipe.
  var width: Int?

  private static let code = "≠"

  var text: String {
    guard !history.points.isEmpty else { return "" }
    let hasNewCode = history.points.contains(where: \.hasNewCode)
    let values = history.points.map { Short.value($0.value, as: history.name) }
    let room = max(values.map(Terminal.width).max() ?? 0, Terminal.width(history.name))
    let isNumeric = history.points.allSatisfy { if case .number = $0.value { true } else { false } }
    func padded(_ text: String) -> String {
      isNumeric ? String(repeating: " ", count: max(0, room - Terminal.width(text))) + text : text
    }
    var rows: [[Terminal.Cell]] = [
      [
        .init("registered", .dim), .init(padded(history.name), .dim), .init("change", .dim), .init("experiment", .dim),
        .init("status", .dim),
      ]
    ]
    for (point, value) in zip(history.points, values) {
      rows.append([
        .init(Short.time(point.time), .dim), .init(padded(value), Self.isChange(point) ? .bold : nil),
        .init(Self.mark(point), .yellow), .init(point.experiment), .init(point.status, .dim),
      ])
    }
    if hasNewCode {
      for (index, point) in history.points.enumerated() {
        rows[index + 1].append(.init(point.hasNewCode ? Self.code : "", .yellow))
      }
    }
    let legend =
      hasNewCode
      ? "\n" + style.paint(Self.code, .yellow) + "  " + style.paint("its code differs from that before", .dim) + "\n" : ""
    return Terminal.table(rows, width: width, style: style) + legend
  }

  private static func isChange(_ point: History.Point) -> Bool {
    if case .changed? = point.change { true } else { false }
  }

  /// `▲ 0.02`, `▼ 0.4`, or `●` where there is no more or less.
  private static func mark(_ point: History.Point) -> String {
    switch point.change {
    case nil, .same?: ""
    case .changed(let difference?)?: (difference > 0 ? "▲ " : "▼ ") + Short.number(difference.magnitude)
    case .changed(nil)?: "●"
    }
  }
}

/// How a value moved, as `schemas/history.v1.schema.json` describes it.
struct HistoryJSON {
  let history: History

  var text: String {
    JSONWriter.pretty([
      "format": "history.v1", "name": .string(history.name), "absent": .number(Number(history.absent)),
      "points": .array(history.points.map(value)),
    ])
  }

  private func value(_ point: History.Point) -> Value {
    let (isChange, difference): (Bool, Double?) =
      switch point.change {
      case nil, .same?: (false, nil)
      case .changed(let difference)?: (true, difference)
      }
    return [
      "experiment": .string(point.experiment), "registered": .string(point.time.description), "status": .string(point.status),
      "value": ListJSON.value(point.value), "changed": .bool(isChange), "difference": ListJSON.number(difference),
      "new_code": .bool(point.hasNewCode),
    ]
  }
}

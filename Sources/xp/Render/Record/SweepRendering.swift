import Provenance

/// A sweep's members, a row a member.
enum SweepRendering {
  /// `lr 1e-3, seed 4`.
  static func words(_ member: SweepPlan.Member) -> String {
    let set = member.overrides.map { text in
      let parts = text.split(separator: "=", maxSplits: 1)
      return "\(parts[0]) \(parts.count > 1 ? parts[1] : "")"
    }
    return (set + (member.seed.map { ["seed \($0)"] } ?? [])).joined(separator: ", ")
  }

  static func state(_ outcome: SweepDrive.Outcome) -> String {
    outcome.state + (outcome.status == 0 || outcome.name == nil ? "" : " (exit \(outcome.status))")
      + (outcome.best.map { ", best \(Short.number($0))" } ?? "")
  }

  static func text(
    _ campaign: String, _ plan: SweepPlan, _ outcomes: [SweepDrive.Outcome], metric: String, width: Int?, style: Style
  ) -> String {
    let keys = plan.axes.map(\.key)
    let hasBest = outcomes.contains { $0.best != nil }
    var rows: [[Terminal.Cell]] = [
      (keys + ["state"] + (hasBest ? ["best \(metric)"] : []) + ["experiment"]).map { .init($0, .dim) }
    ]
    for outcome in outcomes {
      var row: [Terminal.Cell] = keys.map { .init(value(of: $0, outcome.member)) }
      let isWell = outcome.status == 0
      row.append(.init(outcome.state + (isWell || outcome.name == nil ? "" : " (\(outcome.status))"), isWell ? .green : .red))
      if hasBest { row.append(.init(outcome.best.map { Number($0).spelling } ?? "")) }
      rows.append(row + [.init(outcome.name ?? "")])
    }
    return "\(style.paint(Terminal.safe(campaign), .bold))\n" + Terminal.table(rows, width: width, indent: 2, style: style)
  }

  /// `sweep.v1`.
  static func json(_ campaign: String, _ plan: SweepPlan, _ outcomes: [SweepDrive.Outcome]) -> String {
    let members = outcomes.map { outcome -> Value in
      var values = Object()
      for axis in plan.axes { values[axis.key] = .string(value(of: axis.key, outcome.member)) }
      var object = Object([
        ("values", .object(values)), ("state", .string(outcome.state)), ("status", .number(Number(Int(outcome.status)))),
      ])
      object["name"] = outcome.name.map { .string($0) } ?? .null
      object["best"] = outcome.best.map { .number(Number($0)) } ?? .null
      return .object(object)
    }
    let whole: Value = ["format": "sweep.v1", "campaign": .string(campaign), "members": .array(members)]
    return JSONWriter.pretty(whole)
  }

  private static func value(of key: String, _ member: SweepPlan.Member) -> String {
    if key == "seed" { return member.seed ?? "" }
    let text = member.overrides.first { $0.hasPrefix(key + "=") } ?? ""
    return String(text.dropFirst(key.count + 1))
  }
}

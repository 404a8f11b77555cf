import Checklist
import Provenance

/// The part of a page that tells how it ran: attempts with what they used, and metrics.
extension ShowParts {
  var attempts: Section {
    guard !report.attempts.isEmpty else { return Section(title: "attempts", lines: [Line("", "it was not run")]) }
    return Section(title: "attempts", lines: report.attempts.map(line))
  }

  /// What reruns came to, or what this one came to as a rerun.
  var reproduced: Section {
    Section(
      title: "reproduced",
      lines: (report.reproduced ?? []).map { line in
        let other = line.experiment.map { line.isRerun ? "does \($0) again" : "as \($0)" } ?? "nothing was run"
        let parts =
          [Short.time(line.time), other, "on \(line.host)"]
          + (line.worst.isEmpty || line.worst == "none" ? [] : ["worst \(line.worst)"]) + line.remarks.prefix(2)
        let isGood = line.verdict.hasPrefix("bitwise") || line.verdict.hasPrefix("within")
        return Line(line.verdict, parts.joined(separator: ", "), isGood ? nil : .yellow)
      })
  }

  private func line(_ attempt: ExperimentReport.AttemptFacts) -> Line {
    var parts: [String] = []
    if let started = attempt.started { parts.append(Short.time(started)) }
    if let duration = attempt.duration { parts.append(Short.duration(duration)) }
    if let status = attempt.exitStatus, attempt.state != "completed" { parts.append("exit \(status)") }
    if let signal = attempt.process?.signal { parts.append("signal \(signal)") }
    if let because = attempt.process?.because { parts.append(because) }
    if let host = attempt.host { parts.append("on \(host)") }
    if let process = attempt.process { parts += Self.resources(process) }
    if let recorder = attempt.recorder, recorder != Attempt.Recorder.xp.rawValue { parts.append(recorder) }
    let counts = report.attempts.count > 1 && attempt.counts ? ", counts" : ""
    let label = "\(attempt.number) \(attempt.state)"
    return Line(label, parts.joined(separator: ", ") + counts, Self.colour(attempt.state))
  }

  private static func colour(_ state: String) -> Style.Colour? { state == "completed" || state == "running" ? nil : .yellow }

  private static func resources(_ process: ProcessFacts) -> [String] {
    var parts = ["cpu \(Short.duration(process.user + process.system))", "memory \(ByteCount.text(of: process.peakMemory))"]
    if let read = process.read.value, let written = process.written.value, read + written > 0 {
      parts.append("read \(ByteCount.text(of: read)), wrote \(ByteCount.text(of: written))")
    }
    for use in process.accelerators {
      let told = [use.peakMemory.map { ByteCount.text(of: Int64($0) << 20) }, use.peakUtilisation.map { "\($0) %" }].compactMap {
        $0
      }
      parts.append("gpu \(use.index) \(told.joined(separator: ", "))")
    }
    return parts
  }

  var metrics: Section {
    guard !report.metrics.isEmpty else { return Section() }
    let hasBest = report.metrics.contains { $0.best != nil }
    let isOneSource = Set(report.metrics.map(\.source)).count == 1
    var head: [Terminal.Cell] = [.init("metric", .dim)]
    if hasBest { head.append(.init("best", .dim)) }
    head += [.init("last", .dim), .init("min", .dim), .init("max", .dim)]
    if !isOneSource { head.append(.init("source", .dim)) }
    let rows = report.metrics.map { metric -> [Terminal.Cell] in
      var row: [Terminal.Cell] = [.init(metric.name, metric.best == nil ? nil : .bold)]
      if hasBest { row.append(.init(metric.best.map { Self.point($0) } ?? "", .green)) }
      row += [metric.last, metric.minimum, metric.maximum].map { .init($0.map { Self.point($0) } ?? "–") }
      if !isOneSource { row.append(.init(metric.source, .dim)) }
      return row
    }
    let source = isOneSource ? "metrics  \(report.metrics[0].source)" : "metrics"
    return Section(title: source, table: [head] + rows)
  }

  /// A value and the step at which it stands: `0.9848 @60`.
  private static func point(_ point: MetricSummary.Point) -> String {
    let step = point.step.map { " @\(Short.number($0))" } ?? ""
    return (point.value.isNaN ? "NaN" : Short.number(point.value)) + step
  }
}

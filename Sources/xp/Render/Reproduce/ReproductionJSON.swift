import Checklist
import Provenance

/// A preflight, and what reruns came to, as `schemas/reproduce.v1.schema.json` describes it.
struct ReproductionJSON {
  private let name: String
  private let preflight: Preflight
  private let reports: [ReproductionReport]
  private let noise: ResultNoise?

  init(_ name: String, _ preflight: Preflight, _ reports: [ReproductionReport] = [], _ noise: ResultNoise? = nil) {
    (self.name, self.preflight, self.reports, self.noise) = (name, preflight, reports, noise)
  }

  var text: String { JSONWriter.pretty(value) }

  var value: Value {
    let verdict = reports.isEmpty ? nil : ReproductionVerdict(of: reports.map(\.verdict))
    return [
      "format": "reproduce.v1", "experiment": .string(name), "verdict": verdict.map { .string($0.rawValue) } ?? .null,
      "preflight": preflightValue, "reproductions": .array(reports.compactMap { try? $0.body() }),
      "noise": noise.map { ToleranceRendering.value(of: $0) } ?? .null,
    ]
  }

  private var preflightValue: Value {
    [
      "rows": .array(
        preflight.rows.map {
          ["subject": .string($0.subject), "state": .string($0.state.rawValue), "detail": .string($0.detail)]
        }), "obstacles": .array(preflight.obstacles.map(Value.string)), "doubts": .array(preflight.doubts.map(Value.string)),
    ]
  }
}

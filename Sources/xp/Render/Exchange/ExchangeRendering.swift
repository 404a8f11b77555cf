import Provenance

/// What export and import say.
enum ExchangeRendering {
  static func summary(of manifest: BundleManifest) -> String {
    var parts = [
      Short.count(manifest.experiments.count, "experiment"), Short.count(manifest.files.count, "file"),
      ByteCount.text(of: manifest.size),
    ]
    if !manifest.trees.isEmpty { parts.append("the code of \(Short.count(manifest.trees.count, "tree"))") }
    if !manifest.leftOut.isEmpty { parts.append("\(manifest.leftOut.count) left out") }
    return parts.joined(separator: ", ")
  }

  static func text(_ report: ImportReport, width: Int?, style: Style) -> String {
    let rows = report.experiments.filter { $0.outcome != .present }.map { row($0) }
    var text = Terminal.table(rows, width: width, style: style)
    for experiment in report.experiments where !experiment.differing.isEmpty {
      let files = experiment.differing.prefix(5).joined(separator: ", ") + (experiment.differing.count > 5 ? ", …" : "")
      text += Terminal.safe("\(experiment.folder): differs from what is here, ours stays: \(files)") + "\n"
    }
    let present = report.count(.present)
    if present > 0 { text += "\(Short.count(present, "experiment")) already here\n" }
    let entries = report.entries == 1 ? "1 entry" : "\(report.entries) entries"
    let trees = report.trees > 0 ? ", the code of \(Short.count(report.trees, "tree")) is in the repository" : ""
    return text + "\(entries) new to the ledger\(trees)\n"
  }

  private static func row(_ experiment: ImportReport.Experiment) -> [Terminal.Cell] {
    let what =
      "\(experiment.entries == 1 ? "1 entry" : "\(experiment.entries) entries"), \(Short.count(experiment.files, "file"))"
    switch experiment.outcome {
    case .new: return [.init("new", .green), .init(experiment.folder), .init(what)]
    case .extended: return [.init("extended", .cyan), .init(experiment.folder), .init("+ " + what)]
    case .conflict:
      return [
        .init("conflict", .yellow), .init(experiment.folder),
        .init("another experiment is called \(experiment.name): kept apart"),
      ]
    case .present: return []
    }
  }

  /// As `schemas/import.v1.schema.json` describes it.
  static func json(_ report: ImportReport) -> String {
    let experiments = report.experiments.map { experiment -> Value in
      [
        "name": .string(experiment.name), "folder": .string(experiment.folder), "outcome": .string(experiment.outcome.rawValue),
        "entries": .number(Number(experiment.entries)), "files": .number(Number(experiment.files)),
        "differing": .array(experiment.differing.map(Value.string)),
      ]
    }
    let findings = report.findings.map { finding -> Value in
      [
        "subject": .string(finding.subject), "message": .string(finding.message),
        "place": finding.place.map(Value.string) ?? .null,
      ]
    }
    return JSONWriter.pretty([
      "xp": "import.v1", "entries": .number(Number(report.entries)), "trees": .number(Number(report.trees)),
      "experiments": .array(experiments), "findings": .array(findings),
    ])
  }
}

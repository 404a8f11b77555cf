import Checklist
import Provenance

/// An experiment's README, its parts in the order that people of this field already use.
struct ReadmeMarkdown {
  let report: ReadmeReport

  /// All but the notes and the seal, which ``ReadmePage/text(body:inputs:existing:)`` adds.
  var body: String {
    let configuration = ReadmeConfiguration(report: report)
    let proof = ReadmeProof(report: report)
    let sections = [
      head, checklist, configuration.text, metrics, curves, environment, lineage, attempts, resources, reproduced, notes,
      proof.reproduction,
      notCaptured, findings,
      proof.record,
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var head: String {
    var lines = ["# Experiment \(Markdown.cell(report.name))", "Model: \(Markdown.cell(report.model))"]
    lines.append("Short title: \(Markdown.cell(report.shortTitle))")
    if !report.title.isExactly(report.shortTitle) { lines.append("Title: \(Markdown.cell(report.title))") }
    if let purpose = report.purpose {
      lines.append("Purpose, as its author wrote it:\n\n" + String(Markdown.quote(purpose).dropLast()))
    }
    if !report.tags.isEmpty { lines.append("Tags: " + report.tags.map(Markdown.code).joined(separator: ", ")) }
    lines.append("Registered: \(report.registered) (local \(report.registeredLocally))")
    if report.rehearsal { lines.append("**A rehearsal: the script only pretended to train.**") }
    if report.imported { lines.append("**Imported: it was made without `xp`; times are those of the files.**") }
    return lines.joined(separator: "\n\n") + "\n"
  }

  private var checklist: String {
    let title = "## Reproducibility Checklist\n\n"
    guard let judgment = report.judgment else {
      return title + "Not judged yet: " + Markdown.code("xp verify \(report.name)") + "\n"
    }
    let rows = judgment.rows.map { row in
      [
        Markdown.cell(row.title), "\(symbol(row.verdict)) \(row.verdict.rawValue)",
        Markdown.cell(row.reason + (row.attested.map { "; \($0)" } ?? "")),
      ]
    }
    let counts = Verdict.allCases.compactMap { verdict in
      let count = judgment.rows.count { $0.verdict == verdict }
      return count > 0 ? "\(count) \(verdict.rawValue)" : nil
    }
    return title + Markdown.table(["Item", "Status", "Reason"], rows)
      + "\nJudged \(judgment.time): \(counts.joined(separator: ", ")).\n"
  }

  private func symbol(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: "✅"
    case .fail: "❌"
    case .unknown: "❔"
    case .notApplicable: "➖"
    }
  }

  private var metrics: String {
    let title = "## Best Epoch Summary\n\n"
    switch report.metrics {
    case .none(let reason): return title + "No metrics: \(Markdown.cell(reason))\n"
    case .rows(let rows): return title + table(rows)
    }
  }

  private func table(_ rows: MetricRows) -> String {
    var names: [String] = []
    for line in (rows.best?.values ?? []) + rows.last.values where !names.contains(where: { $0.isExactly(line.name) }) {
      names.append(line.name)
    }
    func value(_ name: String, _ row: MetricRows.Row) -> String {
      row.values.first { $0.name.isExactly(name) }.map { Markdown.cell($0.text) } ?? ""
    }
    let last = "last row: \(Markdown.code(rows.last.place))"
    guard let best = rows.best, let primary = rows.primary else {
      let table = Markdown.table(
        ["Metric", "Last"],
        [["epoch", Markdown.cell(rows.last.step ?? "")]] + names.map { [Markdown.cell($0), value($0, rows.last)] })
      let reason = rows.noBest ?? "no primary metric is declared (`metrics.primary` in `xp.toml`)"
      return table + "\nWhich row is best is not known: \(Markdown.cell(reason)). Source of the \(last).\n"
    }
    let steps = [Markdown.cell("epoch"), Markdown.cell(best.step ?? ""), Markdown.cell(rows.last.step ?? "")]
    let table = Markdown.table(
      ["Metric", "Best", "Last"], [steps] + names.map { [Markdown.cell($0), value($0, best), value($0, rows.last)] })
    let extreme = rows.direction == "max" ? "highest" : "lowest"
    return table
      + "\nBest is the row with the \(extreme) \(Markdown.code(primary)): \(Markdown.code(best.place)); \(last).\n"
  }

  private var curves: String {
    guard !report.figures.isEmpty else { return "" }
    return "## Curves\n\n"
      + report.figures.map { figure in
        "![\(Markdown.cell(figure.alternative))](\(figure.path))\n\n"
          + "From \(figure.sources.map(Markdown.code).joined(separator: ", ")).\n"
      }.joined(separator: "\n")
  }

  private var environment: String {
    "## Environment\n\n"
      + Markdown.table(["What", "Value"], report.environment.map { [Markdown.cell($0.name), Markdown.cell($0.text)] })
  }

  private var lineage: String {
    guard !report.uses.isEmpty || !report.usedBy.isEmpty else { return "" }
    var text = "## Lineage\n\n"
    for use in report.uses {
      text += "- uses \(Markdown.code(use.artifact)) of \(Markdown.code(use.experiment)) as \(Markdown.code(use.input)) "
      text += "(`\(Short.digest(use.digest))`)\n"
    }
    for name in report.usedBy { text += "- is used by \(Markdown.code(name))\n" }
    return text
  }

  private var attempts: String {
    guard !report.attempts.isEmpty else { return "## Attempts\n\nNone is recorded.\n" }
    let rows = report.attempts.map { attempt in
      [
        String(attempt.number), attempt.state, attempt.started, attempt.ended, attempt.duration, attempt.exit, attempt.host,
        attempt.recorder,
      ].map(
        Markdown.cell)
    }
    return "## Attempts\n\n"
      + Markdown.table(["Attempt", "State", "Started", "Ended", "Duration", "Exit", "Host", "Recorded by"], rows)
  }

  private var resources: String {
    guard !report.resources.isEmpty else { return "" }
    let hasAccelerators = report.resources.contains { !$0.accelerators.isEmpty }
    let rows = report.resources.map { line in
      ([String(line.attempt), line.processor, line.memory, line.read, line.written]
        + (hasAccelerators ? [line.accelerators] : [])).map(Markdown.cell)
    }
    let header = ["Attempt", "Processor", "Peak memory", "Read", "Written"] + (hasAccelerators ? ["GPU, peak"] : [])
    return "## Resources\n\n" + Markdown.table(header, rows)
  }

  private var reproduced: String {
    guard let lines = report.reproduced else { return "" }
    let rows = lines.map { line in
      let other = line.experiment.map { (line.isRerun ? "does " : "") + Markdown.code($0) + (line.isRerun ? " again" : "") }
      return [
        String(describing: line.time), other ?? "nothing was run", "**\(Markdown.cell(line.verdict))**", Markdown.cell(line.host),
        Markdown.cell(line.worst), Markdown.cell(line.remarks.prefix(3).joined(separator: "; ")),
      ]
    }
    return "## Reproduced\n\n" + Markdown.table(["When", "Experiment", "Verdict", "Host", "Worst deviation", "Why"], rows)
  }

  /// What people put into the record; what they write into this file stands at its end.
  private var notes: String {
    guard !report.notes.isEmpty else { return "" }
    return "## Recorded Notes\n\nBy people, with `xp note`; in the record, and never altered.\n"
      + report.notes.map { note in
        let author = note.by.map { Markdown.cell($0) } ?? "nobody named"
        return "\n\(ShowParts.time(note.timeLocally)), \(author):\n\n" + Markdown.quote(note.text)
      }.joined()
  }

  private var notCaptured: String {
    guard !report.notCaptured.isEmpty else {
      if let reason = report.reproduction.treeUnknown { return "## Not Captured\n\nThe code: \(Markdown.cell(reason))\n" }
      return "## Not Captured\n\nNothing was left out of what git does not ignore.\n"
    }
    let rows = report.notCaptured.map { [Markdown.code($0.path), $0.reason.rawValue, Markdown.cell($0.detail ?? "")] }
    return "## Not Captured\n\n" + Markdown.table(["Path", "Reason", "Detail"], rows)
  }

  private var findings: String {
    guard !report.findings.isEmpty else { return "" }
    let rows = report.findings.map { finding in
      [Markdown.cell(finding.subject), Markdown.cell(finding.message), finding.place.map(Markdown.code) ?? ""]
    }
    return "## Findings\n\n" + Markdown.table(["About", "Finding", "Place"], rows)
  }
}

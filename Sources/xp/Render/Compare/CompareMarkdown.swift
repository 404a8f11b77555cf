import Checklist
import Provenance

/// Two runs as a Markdown page.
struct CompareMarkdown {
  let comparison: RunComparison
  private var results: ResultComparison { comparison.results }

  init(comparison: RunComparison) { self.comparison = comparison }

  var text: String {
    var text = "# \(Markdown.cell(comparison.inputs.left)) → \(Markdown.cell(comparison.inputs.right))\n\n"
    text += "**\(Markdown.cell(comparison.headline))**\n"
    for difference in comparison.across.differences { text += "\n**Across classes:** \(Markdown.cell(difference.words)).\n" }
    for remark in comparison.inputs.remarks { text += "\n\(Markdown.cell(remark))\n" }
    text += "\n## Candidate causes\n\n" + causes + "\n## Observed effects\n\n" + metrics
    return text + files + ignored
  }

  private var causes: String {
    let rows = comparison.causes.map { cause in
      [cause.aspect.rawValue, Markdown.code(cause.subject), side(cause.left), side(cause.right)]
    }
    let unknown = comparison.inputs.unknowns.map { name, reason in
      "\nUnknown, and so a candidate too: \(name): \(Markdown.cell(reason))\n"
    }
    guard !rows.isEmpty else { return "Nothing that is known differs.\n" + unknown.joined() }
    return Markdown.table(["Input", "What", "Left", "Right"], rows) + unknown.joined()
      + "\nThese differ; which of them is the cause, nobody has shown.\n"
  }

  private func side(_ text: String?) -> String { text.map { Markdown.code(Short.digests(in: $0)) } ?? "" }

  private var metrics: String {
    guard !results.metrics.isEmpty else { return "No metric is on both sides.\n" }
    let rows = results.metrics.map { series -> [String] in
      let points = series.points
      return [
        Markdown.code(ResultWords.name(series)), series.agreement.rawValue, "\(points.equal) of \(points.compared)",
        points.first.map { Markdown.cell("\(ResultWords.place($0.step, series.counter)): \(ResultWords.arrow($0))") } ?? "",
        points.worst == nil ? "" : ResultWords.apart(points.deviation),
        points.last.map { Markdown.cell(ResultWords.arrow($0)) } ?? "",
        Markdown.cell(series.reason ?? ""),
      ]
    }
    var text = Markdown.table(["Metric", "Verdict", "Same", "First apart", "Furthest", "Ends", "Remark"], rows)
    for (side, series) in [("left", results.onlyLeft), ("right", results.onlyRight)] where !series.isEmpty {
      text += "\nOnly on the \(side): \(series.map { Markdown.code($0.metric) }.joined(separator: ", ")).\n"
    }
    return text
  }

  private var files: String {
    let rows = results.resultFiles.map { file -> [String] in
      let fields = file.fields.filter { $0.ignored == nil && $0.agreement != .bitwise }
      let words = fields.map { Markdown.cell([$0.name, ResultText.words($0)].filter { !$0.isEmpty }.joined(separator: ": ")) }
      return [
        Markdown.code(file.path), file.agreement.rawValue,
        ([file.reason.map(Markdown.cell)].compactMap { $0 } + words).joined(separator: "<br>"),
      ]
    }
    return rows.isEmpty ? "" : "\n## Files\n\n" + Markdown.table(["File", "Verdict", "What differs"], rows)
  }

  private var ignored: String {
    let names = results.ignored.map { "\(Markdown.code($0.metric)) (\(Markdown.code($0.pattern)))" }
    return names.isEmpty ? "" : "\nNot compared, as `metrics.ignored` says: \(names.joined(separator: ", ")).\n"
  }
}

import Checklist

/// A checklist as the table that the documents have: item, and a mark with its reason.
enum ChecklistMarkdown {
  /// With the experiment's name above and the sum below.
  static func render(_ report: ChecklistReport) -> String {
    "# \(Markdown.cell(report.experiment))\n\n## Reproducibility Checklist\n\n\(table(report))\n\(report.summary)\n"
  }

  /// The table alone, for a README.
  static func table(_ report: ChecklistReport) -> String {
    Markdown.table(["Item", "Status"], report.judgments.map { [Markdown.cell($0.title), status($0)] })
  }

  private static func status(_ judgment: Judgment) -> String {
    let lines = judgment.evidence.filter { $0.line != nil && !judgment.reason.contains($0.description) }.map(\.description)
    let places = lines.isEmpty ? "" : " (\(lines.joined(separator: ", ")))"
    let attested = judgment.attested.map { "; \($0.text)" } ?? ""
    return "\(symbol(judgment.verdict)) \(Markdown.cell(judgment.reason + places + attested))"
  }

  static func symbol(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: "✅"
    case .fail: "❌"
    case .unknown: "❓"
    case .notApplicable: "➖"
    }
  }
}

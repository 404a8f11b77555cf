import Checklist
import Provenance

/// Groups of runs as a Markdown page.
struct GroupMarkdown {
  let comparison: GroupComparison

  var text: String {
    var text = comparison.reports.map(section).joined(separator: "\n")
    for difference in comparison.across.differences {
      text = "**Across classes:** \(Markdown.cell(difference.words)).\n\n" + text
    }
    if !comparison.leftOut.isEmpty {
      text += "\nLeft out, not completed: \(Markdown.cell(VaryingWords.counts(comparison.leftOut))).\n"
    }
    return text
  }

  private func section(_ report: GroupReport) -> String {
    let ends = report.direction == nil ? ["Lowest", "Highest"] : ["Best", "Worst"]
    let rows = report.rows.map { row -> [String] in
      let (first, second) =
        report.direction == nil ? (row.summary.minimum, row.summary.maximum) : (row.best, row.worst)
      let leftOut = row.leftOut.map { "\($0.name) left out: \($0.reason)" }
      return [
        Markdown.cell(row.label), GroupWords.count(row.summary), GroupWords.number(row.summary.mean),
        row.summary.deviation.map(ResultWords.small) ?? "–", GroupWords.interval(row.summary.interval), GroupWords.number(first),
        GroupWords.number(second), (row.remarks + leftOut).map(Markdown.cell).joined(separator: "<br>"),
      ]
    }
    var text = "## \(Markdown.cell(report.metric)) by \(Markdown.cell(comparison.grouping)), over seeds\n\n"
    text += Markdown.table(["Group", "n", "Mean", "SD", "95 % interval"] + ends + ["Remark"], rows)
    for pair in report.pairs {
      let (left, right) = (report.rows[pair.left].label, report.rows[pair.right].label)
      text += "\n**\(Markdown.cell(right)) against \(Markdown.cell(left)):** \(pair.sentence). "
      text += Markdown.cell(GroupWords.figures(pair.difference).joined(separator: "; ")) + ".\n"
    }
    return text
  }
}

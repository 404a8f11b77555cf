import Provenance

/// A verification for a terminal: what was looked at, every finding, and which entries are well.
enum LedgerReportText {
  static func render(_ report: LedgerReport, width: Int, style: Style) -> String {
    let counts = report.counts
    var text =
      "ledger \(report.ledger): \(counts.entries) \(counts.entries == 1 ? "entry" : "entries"), root \(report.root.digest)\n"
    var looked = [
      Short.count(counts.journals, "journal"), Short.count(counts.files, "recorded file"),
      Short.count(counts.capturedTrees, "captured tree"), Short.count(counts.checkpoints, "checkpoint"),
    ]
    if let artifacts = counts.artifacts { looked.append(Short.count(artifacts, "artifact")) }
    text += "looked at " + looked.joined(separator: ", ")
    if counts.released > 0 { text += "; \(Short.count(counts.released, "artifact")) let go" }
    text += counts.artifacts == nil ? "; artifacts were not read (--artifacts)\n" : "\n"
    if !report.findings.isEmpty { text += "\n" }
    for finding in report.findings {
      let isDoubt = finding.kind == .unknown
      text +=
        style.paint("\(isDoubt ? "?" : "✗") \(finding.kind.rawValue)", isDoubt ? .yellow : .red) + "  \(finding.part.rawValue)\n"
      text += ChecklistText.paragraph("\(finding.place): \(finding.message)", indent: 4, width: width)
    }
    if report.untold > 0 { text += "and \(Short.count(report.untold, "finding")) more\n" }
    let (word, colour): (String, Style.Colour) =
      switch report.holds {
      case true?: ("pass", .green)
      case false?: ("fail", .red)
      case nil: ("unknown", .yellow)
      }
    let all = counts.entries == 0 ? "there is no entry yet" : "entries \(report.wellText) are well"
    return text + "\n" + style.paint(word, colour) + ": "
      + (report.well.isEmpty && counts.entries > 0 ? "no entry is surely well" : all) + "\n"
  }
}

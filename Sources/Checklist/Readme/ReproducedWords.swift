import Provenance

/// What reruns came to, as a README says it.
enum ReproducedWords {
  /// Nil if nobody did the experiment again, nor is it a rerun.
  static func lines(of record: ExperimentRecord) -> [ReadmeReport.ReproducedLine]? {
    let lines = record.reproductions.map { time, report in
      let isRerun = report.rerun?.isExactly(record.name) == true
      return ReadmeReport.ReproducedLine(
        time: time, experiment: isRerun ? report.original : report.rerun, isRerun: isRerun,
        verdict: report.verdict.rawValue + (report.seed.map { " (seed \($0))" } ?? ""), host: report.rerunHost ?? "unknown",
        worst: worst(report), remarks: report.reasons + report.doubts.map { "although " + $0 })
    }
    return lines.isEmpty ? nil : lines
  }

  /// `val_loss: 1.2e-07, relative 3e-08`
  private static func worst(_ report: ReproductionReport) -> String {
    guard let metric = report.metrics.filter({ $0.within + $0.outside > 0 }).max(by: { $0.relative < $1.relative }) else {
      return report.metrics.isEmpty ? "" : "none"
    }
    let name = metric.split.isEmpty ? metric.name : "\(metric.name) (\(metric.split))"
    return "\(name): \(digits(metric.absolute)), relative \(digits(metric.relative))"
  }

  /// Three digits are enough to tell how far; the record has all.
  private static func digits(_ number: Double) -> String {
    guard number.isFinite, number > 0 else { return Number(number).spelling }
    var (scaled, exponent) = (number, 0)
    while scaled < 1 { (scaled, exponent) = (scaled * 10, exponent - 1) }
    while scaled >= 10 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    let rounded = (scaled * 100).rounded() / 100
    return Number(Double("\(rounded)e\(exponent)") ?? number).spelling
  }
}

import Checklist
import Provenance

/// Results of runs that were never run: numbers for comparisons.
enum ResultSample {
  static func series(
    _ metric: String, _ values: [Double], steps: [Double]? = nil, split: String = "", source: String = "metrics.csv",
    counter: String? = "epoch"
  ) -> ResultSeries {
    ResultSeries(
      metric: metric, split: split, source: source, counter: counter, steps: steps ?? values.indices.map { Double($0 + 1) },
      values: values)
  }

  static func run(
    _ series: [ResultSeries], files: [ResultFile] = [], named name: String = "a",
    end: RunResults.End? = .init(state: .completed, exitStatus: 0)
  ) -> RunResults {
    RunResults(
      experiment: name, attempt: end == nil ? nil : 1, end: end, semantic: .sha256("config"), series: series, files: files)
  }

  static func file(_ path: String, _ text: String, role: Artifact.Role = .other, read: Bool = true) -> ResultFile {
    ResultFile(
      path: path, role: role, size: Int64(text.utf8.count), digest: .known(.sha256(text)),
      content: read ? content(path, text) : .notRead)
  }

  private static func content(_ path: String, _ text: String) -> ResultFile.Content {
    if path.hasSuffix(".json") { return .tree(try! JSONReader.read(text)) }
    if path.hasSuffix(".csv") { return .table(try! MetricReader.read(Array(text.utf8), shownAs: path, epochColumns: [])) }
    return .opaque
  }

  static func rules(_ tolerances: [(String, Tolerance)] = [], ignored: [String] = []) -> ToleranceRules {
    var metrics = Policy().metrics
    metrics.tolerances = tolerances.map { Policy.ToleranceRule(pattern: $0.0, tolerance: $0.1) }
    metrics.ignored = ignored
    return ToleranceRules(metrics)
  }

  static func compare(
    _ left: RunResults, _ right: RunResults, _ tolerances: [(String, Tolerance)] = [], ignored: [String] = []
  ) -> ResultComparison {
    ResultComparison(left, right, rules: rules(tolerances, ignored: ignored))
  }

  /// One metric on each side.
  static func compare(_ left: [Double], _ right: [Double], _ tolerance: Tolerance? = nil) -> SeriesComparison {
    compare(run([series("m", left)]), run([series("m", right)]), tolerance.map { [("m", $0)] } ?? []).metrics[0]
  }
}

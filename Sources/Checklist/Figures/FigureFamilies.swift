import Provenance

/// Decides which curves are looked at together: as the policy declares, or by their names.
public struct FigureFamilies: Sendable {
  private let curves: [MetricCurve]
  private let policy: Policy

  /// Without a declaration there are at most so many.
  public static let maximumFigures = 6

  /// - Parameter tables: a run's metric files.
  public init(_ tables: [MetricTable], policy: Policy) {
    curves = tables.flatMap { $0.curves() }.filter { curve in curve.values.lazy.filter(\.isFinite).count > 1 }
    self.policy = policy
  }

  /// In the policy's order; or the primary metric's first, then in the files' order.
  public var figures: [Figure] {
    guard policy.readme.figures.isEmpty else { return policy.readme.figures.flatMap(declared) }
    let primary = policy.metrics.primary
    var order: [Family] = []
    var members: [Family: [MetricCurve]] = [:]
    for curve in curves {
      let family = Family(stem: Self.stem(of: curve.metric), counter: counter(of: curve))
      if members[family] == nil { order.append(family) }
      members[family, default: []].append(curve)
    }
    let first = order.filter { members[$0]!.contains { $0.metric.isExactly(primary) } }
    let others = order.filter { !first.contains($0) }
    return (first + others).prefix(Self.maximumFigures).map { figure($0.stem.string, $0.counter.string, members[$0]!) }
  }

  private struct Family: Hashable {
    let stem: ExactString
    let counter: ExactString

    init(stem: String, counter: String) { (self.stem, self.counter) = (ExactString(stem), ExactString(counter)) }
  }

  /// A declared figure is one picture for each counter that its metrics have.
  private func declared(_ wanted: Policy.ReadmeRules.Figure) -> [Figure] {
    let globs = wanted.metrics.map(Glob.key)
    var taken: [MetricCurve] = []
    for glob in globs { taken += curves.filter { curve in glob.matches(curve.metric) && !taken.contains(curve) } }
    var counters: [String] = []
    for curve in taken where !counters.contains(where: { $0.isExactly(counter(of: curve)) }) {
      counters.append(counter(of: curve))
    }
    return counters.map { name in figure(wanted.title, name, taken.filter { counter(of: $0).isExactly(name) }) }
  }

  private func counter(of curve: MetricCurve) -> String { curve.counter ?? "row" }

  private func figure(_ title: String, _ counter: String, _ curves: [MetricCurve]) -> Figure {
    let shown = Array(curves.prefix(Figure.maximumCurves))
    return Figure(title: title, counter: counter, curves: shown, best: best(shown), more: curves.count - shown.count)
  }

  /// The first of equal ones; never NaN (F10).
  private func best(_ curves: [MetricCurve]) -> Figure.Best? {
    var best: Figure.Best?
    for (index, curve) in curves.enumerated() where curve.metric.isExactly(policy.metrics.primary) {
      for (step, value) in zip(curve.steps, curve.values) where value.isFinite {
        if let known = best, policy.metrics.direction == .max ? value <= known.value : value >= known.value { continue }
        best = Figure.Best(curve: index, step: step, value: value)
      }
    }
    return best
  }

  private static let partWords: Set<String> = [
    "train", "training", "val", "valid", "validation", "eval", "evaluation", "test", "testing", "dev", "epoch", "step",
  ]

  /// `train_loss`, `val_loss`, `eval/loss` and `loss` are one family, loss; `layers/0` and `layers/1` are another.
  static func stem(of metric: String) -> String {
    if let slash = metric.firstIndex(of: "/"), slash > metric.startIndex, !partWords.contains(metric[..<slash].lowercased()) {
      return String(metric[..<slash])
    }
    let words = metric.split { "_/.- ".contains($0) }.map(String.init)
    let rest = words.filter { !partWords.contains($0.lowercased()) }
    return rest.isEmpty ? metric : rest.map { $0 == "acc" ? "accuracy" : $0 }.joined(separator: " ")
  }
}

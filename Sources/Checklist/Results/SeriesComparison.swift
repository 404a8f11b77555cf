import Provenance

/// One metric of two runs, step by step.
public struct SeriesComparison: Sendable, Equatable {
  public var metric: String
  /// Empty: there is none.
  public var split: String
  /// The file on each side.
  public var sources: (left: String, right: String)
  /// The column that counts; empty: nobody kept its name; nil: rows are counted.
  public var counter: String?
  /// The points at steps that both have. Where a step comes several times, the first stands for the first, and so on.
  public var points: PointComparison
  /// Points at steps that one side does not have, and the first such step.
  public var onlyLeft = 0, onlyRight = 0
  public var firstOnlyLeft, firstOnlyRight: Double?
  public var agreement = Agreement.unverifiable
  /// Why it is no better; nil where the numbers tell.
  public var reason: String?

  public static func == (left: SeriesComparison, right: SeriesComparison) -> Bool {
    left.metric.isExactly(right.metric) && left.split.isExactly(right.split) && left.sources == right.sources
      && left.points == right.points && left.agreement == right.agreement && left.onlyLeft == right.onlyLeft
      && left.onlyRight == right.onlyRight && left.reason == right.reason
  }

  /// Compares two series of one metric.
  init(_ left: ResultSeries, _ right: ResultSeries, tolerance: Tolerance?) {
    (metric, split, sources) = (left.metric, left.split, (left.source, right.source))
    counter = [left.counter, right.counter].compactMap { $0 }.max { $1.isEmpty == false && $0.isEmpty }
    points = PointComparison(tolerance: tolerance)
    if let first = left.counter, let second = right.counter, !first.isEmpty, !second.isEmpty, !first.isExactly(second) {
      reason = "counted by \(first) on the left, by \(second) on the right"
      return
    }
    if (left.counter == nil) != (right.counter == nil), left.steps.count > 1 || right.steps.count > 1 {
      reason = "counted by \(counter ?? "row") on one side only"
      return
    }
    align(left, right)
    if onlyLeft + onlyRight > 0 {
      agreement = .drift
      reason = Self.gap(onlyLeft, onlyRight)
    } else {
      agreement = points.agreement
    }
  }

  private static func gap(_ left: Int, _ right: Int) -> String {
    func words(_ count: Int, _ side: String) -> String? {
      count == 0 ? nil : "\(count) \(count == 1 ? "point is" : "points are") only on the \(side)"
    }
    return [words(left, "left"), words(right, "right")].compactMap { $0 }.joined(separator: ", ")
  }

  private mutating func align(_ left: ResultSeries, _ right: ResultSeries) {
    left.steps.withUnsafeBufferPointer { leftSteps in
      right.steps.withUnsafeBufferPointer { rightSteps in
        left.values.withUnsafeBufferPointer { leftValues in
          right.values.withUnsafeBufferPointer { rightValues in
            walk(leftSteps, leftValues, rightSteps, rightValues)
          }
        }
      }
    }
  }

  /// Both ascend, NaN last: one pass finds what stands for what.
  private mutating func walk(
    _ leftSteps: UnsafeBufferPointer<Double>, _ left: UnsafeBufferPointer<Double>,
    _ rightSteps: UnsafeBufferPointer<Double>, _ right: UnsafeBufferPointer<Double>
  ) {
    var (i, j) = (0, 0)
    var last: (left: Int, right: Int)?
    while i < left.count && j < right.count {
      let (first, second) = (leftSteps[i], rightSteps[j])
      if first == second || first.isNaN && second.isNaN {
        points.add(step: first.isNaN ? nil : first, left: left[i], right: right[j])
        last = (i, j)
        (i, j) = (i + 1, j + 1)
      } else if second.isNaN || first < second {
        miss(&onlyLeft, &firstOnlyLeft, first)
        i += 1
      } else {
        miss(&onlyRight, &firstOnlyRight, second)
        j += 1
      }
    }
    points.last = last.map { pair in
      let step = leftSteps[pair.left]
      return PointPair(step: step.isNaN ? nil : step, left: left[pair.left], right: right[pair.right])
    }
    if i < left.count { miss(&onlyLeft, &firstOnlyLeft, leftSteps[i], left.count - i) }
    if j < right.count { miss(&onlyRight, &firstOnlyRight, rightSteps[j], right.count - j) }
  }

  private func miss(_ count: inout Int, _ first: inout Double?, _ step: Double, _ number: Int = 1) {
    if count == 0 { first = step.isNaN ? nil : step }
    count += number
  }
}

/// Which series of one run stands for which of another.
struct SeriesPairing {
  var pairs: [(left: ResultSeries, right: ResultSeries)] = []
  var onlyLeft: [ResultSeries] = []
  var onlyRight: [ResultSeries] = []

  /// Series of one metric, split and file; then those of one metric and split, if each side has one such left.
  init(_ left: [ResultSeries], _ right: [ResultSeries]) {
    (onlyLeft, onlyRight) = (left, right)
    pair { [ExactString($0.metric), ExactString($0.split), ExactString($0.source)] }
    pair { [ExactString($0.metric), ExactString($0.split)] }
  }

  private mutating func pair(by key: (ResultSeries) -> [ExactString]) {
    func unique(_ series: [ResultSeries]) -> [[ExactString]: Int?] {
      Dictionary(series.enumerated().map { (key($1), $0) }, uniquingKeysWith: { _, _ in nil })
    }
    let (byLeft, byRight) = (unique(onlyLeft), unique(onlyRight))
    var (takenLeft, takenRight) = (Set<Int>(), Set<Int>())
    for (index, series) in onlyLeft.enumerated() {
      guard byLeft[key(series)] == .some(.some(index)), let other = byRight[key(series)] ?? nil else { continue }
      pairs.append((series, onlyRight[other]))
      takenLeft.insert(index)
      takenRight.insert(other)
    }
    onlyLeft = onlyLeft.enumerated().filter { !takenLeft.contains($0.offset) }.map(\.element)
    onlyRight = onlyRight.enumerated().filter { !takenRight.contains($0.offset) }.map(\.element)
  }
}

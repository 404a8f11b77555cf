import Provenance

/// Two values that stand for each other.
public struct PointPair: Sendable, Equatable {
  /// The step, row or place; nil where the source tells none.
  public var step: Double?
  public var left: Double
  public var right: Double

  public init(step: Double?, left: Double, right: Double) { (self.step, self.left, self.right) = (step, left, right) }

  public var deviation: Deviation { Deviation(left, right) }
}

/// What a comparison of points that stand for each other found.
public struct PointComparison: Sendable, Equatable {
  /// Nil: bit for bit.
  public var tolerance: Tolerance?
  /// Points on both sides.
  public var compared = 0
  /// Of these: not the same bits, and allowed.
  public var within = 0
  /// Of these: not allowed.
  public var outside = 0
  /// The first pair that has not the same bits.
  public var first: PointPair?
  /// The first pair that no tolerance allows.
  public var firstOutside: PointPair?
  /// The pair that lies furthest apart.
  public var worst: PointPair?
  /// The largest of each measure over all pairs.
  public var deviation = Deviation.none
  /// The last pair: how far apart it ends.
  public var last: PointPair?

  public init(tolerance: Tolerance?) { self.tolerance = tolerance }

  public var equal: Int { compared - within - outside }

  /// What the points alone come to.
  public var agreement: Agreement {
    compared == 0 ? .unverifiable : outside > 0 ? .drift : within > 0 ? .withinTolerance : .bitwise
  }

  /// Takes one pair; pairs come in their order.
  @inline(__always)
  mutating func add(step: Double?, left: Double, right: Double) {
    compared += 1
    if left.bitPattern == right.bitPattern { return }
    add(PointPair(step: step, left: left, right: right), Deviation(left, right))
  }

  /// Takes a pair that has not the same bits and was counted.
  mutating func add(_ pair: PointPair, _ deviation: Deviation) {
    if first == nil { first = pair }
    if worst == nil || deviation.absolute > self.deviation.absolute { worst = pair }
    self.deviation.widen(deviation)
    if tolerance?.accepts(deviation) == true {
      within += 1
    } else {
      outside += 1
      if firstOutside == nil { firstOutside = pair }
    }
  }

  /// Counts a pair without looking at it.
  @inline(__always)
  mutating func count() { compared += 1 }
}

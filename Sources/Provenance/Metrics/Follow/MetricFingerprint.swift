/// Tells within one process whether a series of points begins with another one, without keeping the points.
struct MetricFingerprint: Sendable {
  private(set) var count = 0
  private var value: UInt64 = 0x9E37_79B9_7F4A_7C15
  /// The fingerprints of the first 1, 2, 4, 8 … points: a difference shows early.
  private var marks: [UInt64] = []
  /// The count of the series that this one is held against, and the fingerprint when that was reached.
  private var wanted: (count: Int, value: UInt64?)

  /// - Parameter earlier: the series that this one is to be held against.
  init(against earlier: MetricFingerprint? = nil) { wanted = (earlier?.count ?? 0, nil) }

  @inline(__always)
  mutating func add(step: Double?, value point: Double) {
    // What the ledger does not tell apart is one here: a step that is NaN is none.
    let step = step.map { $0.isNaN ? UInt64.max : ($0 + 0).bitPattern } ?? .max
    value = (value ^ step) &* 0xFF51_AFD7_ED55_8CCD
    value = ((value ^ value >> 29) ^ (point.isNaN ? 1 : point.bitPattern)) &* 0xC4CE_B9FE_1A85_EC53
    value ^= value >> 32
    count += 1
    if count & (count - 1) == 0 { marks.append(value) }
    if count == wanted.count { wanted.value = value }
  }

  enum Relation { case contains, contradicts, open }

  /// How this series begins, beside the one that it was made against.
  func relation(to earlier: MetricFingerprint) -> Relation {
    guard zip(marks, earlier.marks).allSatisfy(==) else { return .contradicts }
    guard count >= earlier.count else { return .open }
    return earlier.count == 0 || wanted.value == earlier.value ? .contains : .contradicts
  }
}

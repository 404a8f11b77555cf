import Provenance

/// How far two values lie apart, in three measures. Of several pairs: the largest of each measure.
public struct Deviation: Sendable, Equatable {
  /// In the values' own unit; infinite where one of them is no finite number.
  public var absolute: Double
  /// Of the larger magnitude: 0 to 2; infinite where one value is no finite number.
  public var relative: Double
  /// Representable numbers from one to the other; the largest number there is where one value is no finite number.
  public var ulps: UInt64

  public static let none = Deviation(absolute: 0, relative: 0, ulps: 0)
  static let beyond = Deviation(absolute: .infinity, relative: .infinity, ulps: .max)

  public init(absolute: Double, relative: Double, ulps: UInt64) {
    (self.absolute, self.relative, self.ulps) = (absolute, relative, ulps)
  }

  /// Of two binary64 values. NaN and NaN do not deviate, nor do 0 and −0.
  public init(_ left: Double, _ right: Double) {
    self.init(left, right, ulps: Self.steps(left.bitPattern, right.bitPattern, width: 64))
  }

  /// Of two numbers of an array, in its own precision. For integers a representable number is an integer.
  init(_ left: UInt64, _ right: UInt64, _ type: NumPyType) {
    let (first, second) = (type.value(of: left), type.value(of: right))
    switch type.kind {
    case .float, .complex:
      self.init(first, second, ulps: Self.steps(left, right, width: type.kind == .complex ? type.size * 4 : type.size * 8))
    case .truth, .unsigned: self.init(integers: left > right ? left - right : right - left, max(first, second))
    case .signed:
      let shift = Int64(64 - 8 * type.size)
      let (a, b) = (Int64(bitPattern: left << shift) >> shift, Int64(bitPattern: right << shift) >> shift)
      self.init(integers: a > b ? UInt64(bitPattern: a &- b) : UInt64(bitPattern: b &- a), max(abs(first), abs(second)))
    }
  }

  /// Two integers beyond 2^53 may be one binary64 value, and yet differ.
  private init(integers distance: UInt64, _ scale: Double) {
    self.init(absolute: Double(distance), relative: distance == 0 ? 0 : Double(distance) / scale, ulps: distance)
  }

  private init(_ left: Double, _ right: Double, ulps: UInt64) {
    if left == right || left.isNaN && right.isNaN {
      self = .none
    } else if !left.isFinite || !right.isFinite {
      self = .beyond
    } else {
      let (distance, scale) = (abs(left - right), max(abs(left), abs(right)))
      // The distance of two finite numbers may not be finite.
      let relative = distance.isFinite ? distance / scale : abs(left / scale - right / scale)
      self.init(absolute: distance, relative: relative, ulps: ulps)
    }
  }

  /// Steps between two floats of a width, across zero too; 0 and −0 are one.
  private static func steps(_ left: UInt64, _ right: UInt64, width: Int) -> UInt64 {
    let sign = UInt64(1) << UInt64(width - 1)
    func place(_ bits: UInt64) -> Int64 {
      let magnitude = Int64(bits & (sign - 1))
      return bits & sign == 0 ? magnitude : -magnitude
    }
    let (a, b) = (place(left), place(right))
    return a > b ? UInt64(bitPattern: a &- b) : UInt64(bitPattern: b &- a)
  }

  /// Takes the larger of each measure.
  public mutating func widen(_ other: Deviation) {
    absolute = max(absolute, other.absolute)
    relative = max(relative, other.relative)
    ulps = max(ulps, other.ulps)
  }
}

extension Tolerance {
  /// Whether any declared measure allows the deviation. What is no finite number is allowed by none.
  public func accepts(_ deviation: Deviation) -> Bool {
    if let absolute, deviation.absolute <= absolute { return true }
    if let relative, deviation.relative <= relative { return true }
    return ulps.map { deviation.ulps <= UInt64($0) } ?? false
  }
}

/// An array of numbers, as `numpy.save` writes it. Its elements are looked at where they lie; nothing is unpickled.
public struct NumPyArray: Sendable {
  /// Empty: one number.
  public let shape: [Int]
  public let type: NumPyType
  /// How many numbers there are; a complex element is two of them.
  public let count: Int
  private let header: NumPyHeader
  private let bytes: [UInt8]

  /// - Throws: kind `input` for what is no such file, holds no numbers, or holds fewer or more bytes than its shape says.
  public init(_ bytes: [UInt8]) throws(Failure) {
    header = try NumPyHeader(bytes)
    var size = header.type.size
    for length in header.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard !overflow else { throw Failure(.input, "its shape is larger than any file") }
      size = product
    }
    guard bytes.count - header.start == size else {
      throw Failure(.input, "it holds \(bytes.count - header.start) bytes of elements where its shape says \(size)")
    }
    (shape, type, self.bytes) = (header.shape, header.type, bytes)
    count = size / header.type.partSize
  }

  /// Calls with the bits of every number of two arrays of one shape, in the order in which the last index runs fastest, whatever
  /// the files' order.
  @inline(__always)
  public static func forEachPair(
    _ left: NumPyArray, _ right: NumPyArray, _ take: (_ number: Int, _ left: UInt64, _ right: UInt64) -> Void
  ) {
    var (leftPlaces, rightPlaces) = (left.places, right.places)
    left.bytes.withUnsafeBytes { leftBytes in
      right.bytes.withUnsafeBytes { rightBytes in
        for number in 0..<min(left.count, right.count) {
          take(number, left.bits(leftBytes, leftPlaces.next()), right.bits(rightBytes, rightPlaces.next()))
        }
      }
    }
  }

  /// The bits of all numbers, in the order of ``forEachPair(_:_:_:)``.
  public var allBits: [UInt64] {
    var places = places
    return bytes.withUnsafeBytes { raw in (0..<count).map { _ in bits(raw, places.next()) } }
  }

  private var places: NumberPlaces { NumberPlaces(shape, parts: type.size / type.partSize, isFortran: header.isFortran) }

  /// The bits of a number by its place in the file, zero-extended.
  @inline(__always)
  private func bits(_ raw: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
    let start = header.start + place * type.partSize
    let isBig = type.isBigEndian
    switch type.partSize {
    case 1: return UInt64(raw[start])
    case 2:
      let bits = raw.loadUnaligned(fromByteOffset: start, as: UInt16.self)
      return UInt64(isBig ? UInt16(bigEndian: bits) : UInt16(littleEndian: bits))
    case 4:
      let bits = raw.loadUnaligned(fromByteOffset: start, as: UInt32.self)
      return UInt64(isBig ? UInt32(bigEndian: bits) : UInt32(littleEndian: bits))
    default:
      let bits = raw.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      return isBig ? UInt64(bigEndian: bits) : UInt64(littleEndian: bits)
    }
  }

  /// The indices of a number: `[2, 0]`.
  public func indices(of number: Int) -> [Int] {
    var (rest, indices) = (number / (type.size / type.partSize), [Int]())
    for length in shape.reversed() where length > 0 {
      indices.append(rest % length)
      rest /= length
    }
    return indices.reversed()
  }
}

extension NumPyType {
  /// What bits of one number mean. An integer beyond 2^53 becomes the nearest value.
  @inline(__always)
  public func value(of bits: UInt64) -> Double {
    switch (kind, partSize) {
    case (.truth, _): bits == 0 ? 0 : 1
    case (.signed, let size): Double(Int64(bitPattern: bits << UInt64(64 - 8 * size)) >> Int64(64 - 8 * size))
    case (.unsigned, _): Double(bits)
    case (_, 8): Double(bitPattern: bits)
    case (_, 4): Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    default: Self.half(bits)
    }
  }

  /// A binary16 number.
  private static func half(_ bits: UInt64) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Double(bits & 0x3FF))
    let magnitude: Double =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
      }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}

/// Walks through an array in C order and tells where each number lies in its file.
private struct NumberPlaces {
  private let shape: [Int]
  private let strides: [Int]
  /// Numbers of an element.
  private let parts: Int
  private let isStraight: Bool
  private var indices: [Int]
  private var offset = 0
  private var part = 0

  init(_ shape: [Int], parts: Int, isFortran: Bool) {
    (self.shape, self.parts) = (shape, parts)
    var (strides, stride) = ([Int](), parts)
    for length in shape {
      strides.append(stride)
      stride = stride.multipliedReportingOverflow(by: length).partialValue
    }
    self.strides = strides
    isStraight = !isFortran || shape.count < 2
    indices = [Int](repeating: 0, count: shape.count)
  }

  @inline(__always)
  mutating func next() -> Int {
    let place = offset + part
    if isStraight {
      offset += 1
    } else {
      part += 1
      if part == parts { advance() }
    }
    return place
  }

  private mutating func advance() {
    part = 0
    for axis in shape.indices.reversed() {
      indices[axis] += 1
      offset += strides[axis]
      if indices[axis] < shape[axis] { return }
      offset -= strides[axis] * shape[axis]
      indices[axis] = 0
    }
  }
}

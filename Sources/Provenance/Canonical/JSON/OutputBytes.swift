/// Bytes that are written one after another into memory that was asked for beforehand.
///
/// Whoever writes has reserved the room; only debug builds look whether it is there.
struct OutputBytes: ~Copyable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  var count = 0

  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { base.deallocate() }

  var room: Int { capacity - count }

  /// Makes sure of room for that many bytes more. Offsets stay, the base may move.
  mutating func reserve(_ more: Int) {
    guard room < more else { return }
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    assert(room >= 1)
    base[count] = byte
    count += 1
  }

  mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    assert(room >= length)
    (base + count).update(from: bytes, count: length)
    count += length
  }

  mutating func append(_ text: StaticString) { append(text.utf8Start, text.utf8CodeUnitCount) }

  /// Puts a byte before the one at an offset.
  mutating func insert(_ byte: UInt8, at offset: Int) {
    assert(room >= 1)
    (base + offset + 1).update(from: base + offset, count: count - offset)
    base[offset] = byte
    count += 1
  }
}

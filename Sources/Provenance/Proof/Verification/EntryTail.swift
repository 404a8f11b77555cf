/// What stands at the end of an entry's canonical bytes, read without parsing its body: keys are sorted, so that everything but the body
/// comes last, and all of it but the experiment has a fixed length.
struct EntryTail {
  /// What the entry is about, in JSON's spelling, without the quotes. It may be filed under another name.
  let experiment: UnsafeRawBufferPointer
  /// As the entry spells it.
  let kind: UnsafeRawBufferPointer
  /// The ledger id.
  let writer: UnsafeRawBufferPointer
  /// Milliseconds since 1970.
  let time: Int64
  /// The digest of the entry before it; nil for the first of a journal.
  let previous: MerkleHash?

  /// - Returns: nil if the bytes do not end as an entry of this format does.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = BackwardReader(bytes: bytes)
    guard reader.skip("\",\"xp\":\"entry.v1\"}"), let time = reader.take(24).flatMap(Self.milliseconds),
      reader.skip(",\"time\":\"")
    else { return nil }
    self.time = time
    if reader.skip("\"previous\":null") {
      previous = nil
    } else {
      guard reader.skip("\""), let hash = reader.take(64).flatMap({ MerkleHash(hex: $0) }), reader.skip("\"previous\":\"sha256:")
      else {
        return nil
      }
      previous = hash
    }
    guard reader.skip("\","), reader.take(6) != nil, reader.skip("\"offset\":\""), reader.skip("\","),
      let writer = reader.take(16), reader.skip("\"ledger\":\""), reader.skip("\","), let experiment = reader.takeText(),
      reader.skip("\"experiment\":\""), reader.skip("\","), let kind = reader.takeText(), reader.skip(",\"entry\":\""),
      bytes.starts(with: "{\"body\":".utf8)
    else { return nil }
    (self.writer, self.experiment, self.kind) = (writer, experiment, kind)
  }

  /// `2026-11-20T21:56:03.120Z`, the one form that entries have.
  private static func milliseconds(_ text: UnsafeRawBufferPointer) -> Int64? {
    let pattern: StaticString = "0000-00-00T00:00:00.000Z"
    for place in 0..<24 {
      let (expected, byte) = (pattern.utf8Start[place], text[place])
      guard expected == 0x30 ? (0x30...0x39).contains(byte) : byte == expected else { return nil }
    }
    func number(_ place: Int, _ count: Int) -> Int64 {
      (place..<(place + count)).reduce(0) { $0 * 10 + Int64(text[$1] - 0x30) }
    }
    // Days since 1970 of a date in the Gregorian calendar, whose year begins in March here: the leap day comes last.
    let month = number(5, 2)
    let year = number(0, 4) - (month <= 2 ? 1 : 0)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + number(8, 2) - 1
    let days = 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    let seconds = ((days * 24 + number(11, 2)) * 60 + number(14, 2)) * 60 + number(17, 2)
    return seconds * 1000 + number(20, 3)
  }
}

/// Reads bytes from their end.
private struct BackwardReader {
  let bytes: UnsafeRawBufferPointer
  private var end: Int

  init(bytes: UnsafeRawBufferPointer) { (self.bytes, end) = (bytes, bytes.count) }

  /// Passes over exactly this text, if it stands there.
  mutating func skip(_ text: StaticString) -> Bool {
    let start = end - text.utf8CodeUnitCount
    guard start >= 0 else { return false }
    for place in 0..<text.utf8CodeUnitCount where bytes[start + place] != text.utf8Start[place] { return false }
    end = start
    return true
  }

  mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard end >= count else { return nil }
    defer { end -= count }
    return UnsafeRawBufferPointer(rebasing: bytes[(end - count)..<end])
  }

  /// What stands behind the last quote that is not escaped.
  mutating func takeText() -> UnsafeRawBufferPointer? {
    var start = end
    while start > 0 {
      if bytes[start - 1] == UInt8(ascii: "\"") {
        var escapes = 0
        while start - 2 - escapes >= 0, bytes[start - 2 - escapes] == UInt8(ascii: "\\") { escapes += 1 }
        if escapes % 2 == 0 { break }
      }
      start -= 1
    }
    defer { end = start }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}

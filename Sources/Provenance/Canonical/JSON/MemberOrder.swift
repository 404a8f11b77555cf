/// Where a member of an object lies in the canonical output: `"key":value`, without a comma.
struct CanonicalMember {
  private let startOffset: UInt32
  private let endOffset: UInt32
  private let keyEndOffset: UInt32
  let keyHasEscapes: Bool
  /// Eight bytes of the key from a place on that is the same for all keys of the object, in the order of UTF-16; zeros after its end.
  var word: UInt64 = 0

  init(start: Int, keyEnd: Int, end: Int, keyHasEscapes: Bool) {
    startOffset = UInt32(start)
    endOffset = UInt32(end)
    keyEndOffset = UInt32(keyEnd)
    self.keyHasEscapes = keyHasEscapes
  }

  var start: Int { Int(startOffset) }
  var end: Int { Int(endOffset) }
  /// Where the key's first byte is, after the quote.
  var keyStart: Int { start + 1 }
  var keyLength: Int { Int(keyEndOffset) - keyStart }
}

/// Brings the members of an object in the order of RFC 8785 §3.2.3.
enum MemberOrder {
  case kept, changed
  case duplicate

  /// Sorts the members from `first` on, of which there are at least two.
  static func establish(
    in members: inout [CanonicalMember], from first: Int, keys: UnsafePointer<UInt8>
  ) -> MemberOrder {
    members.withUnsafeMutableBufferPointer { all in
      var own = UnsafeMutableBufferPointer(rebasing: all[first...])
      setWords(own, keys)
      if isAscending(own, keys) { return .kept }
      own.sort { precedes($0, $1, keys) }
      return isAscending(own, keys) ? .changed : .duplicate
    }
  }

  /// Whether each key comes before the next; among sorted keys that is so unless two are the same.
  private static func isAscending(_ members: UnsafeMutableBufferPointer<CanonicalMember>, _ keys: UnsafePointer<UInt8>) -> Bool {
    for place in 1..<members.count where !precedes(members[place - 1], members[place], keys) { return false }
    return true
  }

  /// Words that differ decide: up to the first difference both keys are the same, and a key that has ended has a zero there.
  @inline(__always)
  private static func precedes(_ left: CanonicalMember, _ right: CanonicalMember, _ keys: UnsafePointer<UInt8>) -> Bool {
    left.word != right.word ? left.word < right.word : precedesWhole(left, right, keys)
  }

  private static func precedesWhole(_ left: CanonicalMember, _ right: CanonicalMember, _ keys: UnsafePointer<UInt8>) -> Bool {
    var (own, other) = (KeyBytes(left, keys), KeyBytes(right, keys))
    while let byte = other.next() {
      guard let ownByte = own.next() else { return true }
      if ownByte != byte { return rankInUTF16(ownByte) < rankInUTF16(byte) }
    }
    return false
  }

  // MARK: Words

  private static func setWords(_ members: UnsafeMutableBufferPointer<CanonicalMember>, _ keys: UnsafePointer<UInt8>) {
    let shared = sharedLength(members, keys)
    for place in members.indices { members[place].word = word(of: members[place], from: shared, keys) }
  }

  /// How many bytes all keys begin with; 0 if there are escapes, which must not be cut.
  private static func sharedLength(_ members: UnsafeMutableBufferPointer<CanonicalMember>, _ keys: UnsafePointer<UInt8>) -> Int {
    let first = keys + members[0].keyStart
    var shared = members[0].keyLength
    for member in members {
      if member.keyHasEscapes { return 0 }
      let key = keys + member.keyStart
      let limit = min(shared, member.keyLength)
      shared = 0
      while shared < limit, key[shared] == first[shared] { shared += 1 }
      if shared == 0 { return 0 }
    }
    return shared
  }

  @inline(__always)
  private static func word(of member: CanonicalMember, from skipped: Int, _ keys: UnsafePointer<UInt8>) -> UInt64 {
    let length = member.keyLength - skipped
    if length >= 8, !member.keyHasEscapes {
      let bytes = UnsafeRawPointer(keys + member.keyStart + skipped)
      let word = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
      if word & 0x8080_8080_8080_8080 == 0 { return word }
    }
    return wordByBytes(of: member, from: skipped, keys)
  }

  private static func wordByBytes(of member: CanonicalMember, from skipped: Int, _ keys: UnsafePointer<UInt8>) -> UInt64 {
    var bytes = KeyBytes(member, keys, from: skipped)
    var word: UInt64 = 0
    for _ in 0..<8 { word = word << 8 | UInt64(rankInUTF16(bytes.next() ?? 0)) }
    return word
  }

  /// UTF-8 bytes order as code points do; UTF-16 differs in that lead bytes F0…F4 come before EE and EF.
  private static func rankInUTF16(_ byte: UInt8) -> UInt8 {
    byte < 0xEE ? byte : byte < 0xF0 ? byte + 5 : byte - 2
  }
}

/// The bytes of a key, its canonical escapes undone.
private struct KeyBytes {
  private var here: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>

  init(_ member: CanonicalMember, _ keys: UnsafePointer<UInt8>, from skipped: Int = 0) {
    here = keys + member.keyStart + skipped
    end = keys + member.keyStart + member.keyLength
  }

  mutating func next() -> UInt8? {
    guard here < end else { return nil }
    defer { here += 1 }
    guard here.pointee == UInt8(ascii: "\\") else { return here.pointee }
    here += 1
    switch here.pointee {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "u"):
      here += 4
      return (here[-1] - UInt8(ascii: "0")) << 4 | UInt8(digitValue(here[0]) ?? 0)
    default: return here.pointee
    }
  }
}

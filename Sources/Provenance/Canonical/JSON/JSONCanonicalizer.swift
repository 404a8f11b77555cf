/// Turns JSON text into its canonical bytes without making a ``Value``: one pass, and the members of an object are put in order
/// where they lie.
///
/// It takes what ``JSONReader`` takes and writes what ``Value/canonicalBytes`` would. What it refuses, it refuses without a reason:
/// the reader is then to be asked, and says what is wrong and where.
public struct JSONCanonicalizer: ~Copyable {
  /// The text is not JSON as ``JSONReader`` has it.
  struct Refusal: Error {}

  /// Bytes; offsets are kept in 32 bits, and no text grows to more than sixfold.
  static let maximumSize = 512 * 1024 * 1024
  /// More than any one number or extension takes, or a store of eight bytes of which one counts.
  private static let slack = 64

  let input: UnsafePointer<UInt8>
  let count: Int
  /// At most `count`. Always: the output has room for the input that is left and the slack.
  var index = 0
  var output: OutputBytes
  /// A number that is written anew.
  var digits: [UInt8] = []
  /// The finished members of all open objects, the innermost object's last.
  private var members: [CanonicalMember] = []
  private var scratch = OutputBytes(capacity: slack)
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ start: UnsafePointer<UInt8>) {
    input = start
    count = bytes.count
    output = OutputBytes(capacity: count + count / 4 + Self.slack)
    digits.reserveCapacity(Self.slack)
  }

  /// Returns the canonical bytes of the one value in the text; nil if ``JSONReader`` has to be asked.
  public static func canonicalBytes(of text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    let isTaken = pieces(of: text) { pieces, total in
      bytes.reserveCapacity(total)
      for piece in pieces { bytes.append(contentsOf: piece) }
    }
    return isTaken ? bytes : nil
  }

  /// Returns the SHA-256 of the canonical bytes; nil if ``JSONReader`` has to be asked.
  public static func sha256(of text: [UInt8]) -> Digest? {
    var hash = Hash(.sha256)
    let isTaken = pieces(of: text) { pieces, _ in
      for piece in pieces { hash.update(UnsafeRawBufferPointer(piece)) }
    }
    return isTaken ? Digest(.sha256, hex: hash.finish()) : nil
  }

  private static func pieces(of text: [UInt8], _ take: ([UnsafeBufferPointer<UInt8>], _ total: Int) -> Void) -> Bool {
    guard text.count <= maximumSize else { return false }
    return text.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return false }
      var canonicalizer = JSONCanonicalizer(buffer, start)
      do { try canonicalizer.document() } catch { return false }
      take(canonicalizer.pieces, canonicalizer.output.count)
      return true
    }
  }

  /// The output in order. The root's members are not moved, which would touch all memory twice more, but named in their order.
  private var pieces: [UnsafeBufferPointer<UInt8>] {
    guard !members.isEmpty else { return [UnsafeBufferPointer(start: output.base, count: output.count)] }
    // The output begins with the root's brace and ends with one; each member but the one written last has a comma after it.
    let brace = UnsafeBufferPointer<UInt8>(start: output.base, count: 1)
    let end = output.count - 1
    guard let comma = members.first(where: { $0.end < end })?.end else { return [] }
    var pieces = [brace]
    pieces.reserveCapacity(2 * members.count + 1)
    for member in members {
      pieces.append(UnsafeBufferPointer(start: output.base + member.start, count: member.end - member.start))
      pieces.append(UnsafeBufferPointer(start: output.base + comma, count: 1))
    }
    pieces[pieces.count - 1] = UnsafeBufferPointer(start: output.base + end, count: 1)
    return pieces
  }

  private mutating func document() throws(Refusal) {
    if count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF { index = 3 }
    skipSpace()
    try value()
    skipSpace()
    guard index == count else { throw Refusal() }
  }

  private mutating func value() throws(Refusal) {
    switch next {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"): try object()
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: "t"): try word("true", as: "true")
    case UInt8(ascii: "f"): try word("false", as: "false")
    case UInt8(ascii: "n"): try word("null", as: "null")
    case UInt8(ascii: "N"): try word("NaN", as: Self.notANumber)
    case UInt8(ascii: "I"): try word("Infinity", as: Self.infinity)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
    default: throw Refusal()
    }
  }

  // MARK: Structures

  private mutating func object() throws(Refusal) {
    let firstMember = members.count
    guard try open("{", orClose: "}") else { return }
    while true {
      let start = output.count
      guard next == UInt8(ascii: "\"") else { throw Refusal() }
      let hasEscapes = try string()
      let keyEnd = output.count - 1
      skipSpace()
      try copy(":")
      skipSpace()
      try value()
      members.append(CanonicalMember(start: start, keyEnd: keyEnd, end: output.count, keyHasEscapes: hasEscapes))
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      try copy(",")
      skipSpace()
    }
    try arrange(from: firstMember)
    try copy("}")
    depth -= 1
  }

  private mutating func array() throws(Refusal) {
    guard try open("[", orClose: "]") else { return }
    while true {
      try value()
      skipSpace()
      guard next == UInt8(ascii: ",") else { break }
      try copy(",")
      skipSpace()
    }
    try copy("]")
    depth -= 1
  }

  /// Goes into an object or array; returns false if it is empty and already closed.
  private mutating func open(_ bracket: Unicode.Scalar, orClose closing: Unicode.Scalar) throws(Refusal) -> Bool {
    guard depth < JSONReader.maximumDepth else { throw Refusal() }
    try copy(bracket)
    skipSpace()
    if next == UInt8(ascii: closing) {
      try copy(closing)
      return false
    }
    depth += 1
    return true
  }

  /// Puts the members of the object that ends here in canonical order.
  private mutating func arrange(from first: Int) throws(Refusal) {
    if members.count == first + 1 {
      let key = members.removeLast()
      if key.keyLength > 0, output.base[key.keyStart] == UInt8(ascii: "$") {
        output.insert(UInt8(ascii: "$"), at: key.keyStart)
        keepRoom()
      }
      return
    }
    let start = members[first].start
    let order = MemberOrder.establish(in: &members, from: first, keys: output.base)
    guard order != .duplicate else { throw Refusal() }
    if order == .changed {
      if depth == 1 { return }
      scratch.count = 0
      scratch.reserve(output.count - start + 1)
      for member in members[first...] {
        scratch.append(output.base + member.start, member.end - member.start)
        scratch.append(UInt8(ascii: ","))
      }
      (output.base + start).update(from: scratch.base, count: scratch.count - 1)
    }
    members.removeLast(members.count - first)
  }

  // MARK: Bytes

  /// The byte that comes next; 0 at the end, which JSON has nowhere.
  var next: UInt8 {
    @inline(__always) get { index < count ? input[index] : 0 }
  }

  @inline(__always)
  private mutating func skipSpace() {
    while index < count {
      let byte = input[index]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      index += 1
    }
  }

  @inline(__always)
  private mutating func copy(_ letter: Unicode.Scalar) throws(Refusal) {
    guard next == UInt8(ascii: letter) else { throw Refusal() }
    output.append(UInt8(ascii: letter))
    index += 1
  }

  mutating func word(_ word: StaticString, as canonical: StaticString) throws(Refusal) {
    let length = word.utf8CodeUnitCount
    guard count - index >= length else { throw Refusal() }
    for place in 0..<length where input[index + place] != word.utf8Start[place] { throw Refusal() }
    index += length
    output.append(canonical)
    keepRoom()
  }

  /// To be called after what wrote more than it read.
  mutating func keepRoom() { output.reserve(count - index + Self.slack) }
}

/// What stands before the elements of a `.npy` file (NumPy's format, versions 1 to 3): a Python dictionary that is read as data, never
/// run.
struct NumPyHeader: Equatable {
  /// The numbers of the array.
  let type: NumPyType
  /// Whether the first index runs fastest.
  let isFortran: Bool
  let shape: [Int]
  /// Where the elements begin.
  let start: Int

  /// More dimensions are refused, as NumPy does.
  static let maximumDimensions = 64
  /// Bytes; a longer header is refused. NumPy itself warns at 10,000.
  static let maximumLength = 1 << 16

  /// - Throws: kind `input` if the bytes are no such file or it holds no numbers: objects would have to be unpickled, and are not.
  init(_ bytes: [UInt8]) throws(Failure) {
    guard bytes.count >= 10, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw Failure(.input, "it is no NumPy array")
    }
    let version = bytes[6]
    guard (1...3).contains(version), bytes[7] == 0 else {
      throw Failure(.input, "its NumPy format is \(version).\(bytes[7]), not 1.0 to 3.0")
    }
    let width = version == 1 ? 2 : 4
    guard bytes.count >= 8 + width else { throw Failure(.input, "its header is cut off") }
    let length = bytes[8..<(8 + width)].reversed().reduce(0) { $0 << 8 | Int($1) }
    start = 8 + width + length
    guard length <= Self.maximumLength, start <= bytes.count else { throw Failure(.input, "its header is cut off or too long") }
    var literal = NumPyLiteral(bytes[(8 + width)..<start])
    let fields = try literal.dictionary()
    guard case .text(let name)? = fields["descr"] else {
      throw Failure(.input, "its elements are records, which are not compared by value")
    }
    guard let type = NumPyType(name) else { throw Failure(.input, "its elements are \(name), no numbers that can be read") }
    guard case .truth(let isFortran)? = fields["fortran_order"], case .numbers(let shape)? = fields["shape"], fields.count == 3
    else { throw Failure(.input, "its header does not say shape and order") }
    guard shape.count <= Self.maximumDimensions else { throw Failure(.input, "it has \(shape.count) dimensions") }
    (self.type, self.isFortran, self.shape) = (type, isFortran, shape)
  }
}

/// The type of an array's elements.
public struct NumPyType: Sendable, Equatable {
  /// What its bits mean. A complex number is two floats.
  public enum Kind: Character, Sendable { case truth = "b", signed = "i", unsigned = "u", float = "f", complex = "c" }
  public let kind: Kind
  /// Bytes of an element.
  public let size: Int
  let isBigEndian: Bool

  /// Reads NumPy's name of it: `<f8`, `|b1`, `>i4`.
  init?(_ name: String) {
    let characters = Array(name)
    guard characters.count >= 3, "<>|=".contains(characters[0]), let kind = Kind(rawValue: characters[1]),
      let size = Int(String(characters[2...])), characters[2...].allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    let sizes: [Int] =
      switch kind {
      case .truth: [1]
      case .signed, .unsigned: [1, 2, 4, 8]
      case .float: [2, 4, 8]
      case .complex: [8, 16]
      }
    guard sizes.contains(size) else { return nil }
    (self.kind, self.size, isBigEndian) = (kind, size, characters[0] == ">")
  }

  /// `float32`, as NumPy says it.
  public var name: String {
    switch kind {
    case .truth: "bool"
    case .signed: "int\(size * 8)"
    case .unsigned: "uint\(size * 8)"
    case .float: "float\(size * 8)"
    case .complex: "complex\(size * 8)"
    }
  }

  /// Bytes of the numbers that an element is made of.
  var partSize: Int { kind == .complex ? size / 2 : size }
}

/// The few literals of Python that a header is made of.
struct NumPyLiteral {
  enum Item: Equatable { case text(String), truth(Bool), numbers([Int]), other }

  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, index) = (bytes, bytes.startIndex) }

  mutating func dictionary() throws(Failure) -> [String: Item] {
    var items: [String: Item] = [:]
    try expect("{")
    while !take("}") {
      let key = try text()
      try expect(":")
      guard items.updateValue(try item(), forKey: key) == nil else { throw failure("names \(key) twice") }
      guard take(",") else {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard index == bytes.endIndex else { throw failure("goes on behind its end") }
    return items
  }

  private mutating func item() throws(Failure) -> Item {
    skipSpace()
    switch peek {
    case "'", "\"": return .text(try text())
    case "(": return .numbers(try numbers())
    case "T", "F":
      if takeWord("True") { return .truth(true) }
      if takeWord("False") { return .truth(false) }
      throw failure("holds an unknown word")
    // A list describes the fields of records.
    case "[":
      try skipList()
      return .other
    default: throw failure("holds what no header holds")
    }
  }

  private mutating func text() throws(Failure) -> String {
    skipSpace()
    guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\"") else {
      throw failure("lacks a name")
    }
    let quote = bytes[index]
    guard let end = bytes[(index + 1)...].firstIndex(of: quote) else { throw failure("holds a text without end") }
    defer { index = end + 1 }
    let content = bytes[(index + 1)..<end]
    guard !content.contains(UInt8(ascii: "\\")) else { throw failure("holds an escape") }
    return String(decoding: content, as: UTF8.self)
  }

  private mutating func numbers() throws(Failure) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !take(")") {
      numbers.append(try number())
      guard take(",") else {
        try expect(")")
        break
      }
    }
    return numbers
  }

  private mutating func number() throws(Failure) -> Int {
    skipSpace()
    let digits = bytes[index...].prefix { (0x30...0x39).contains($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else { throw failure("holds a shape that is none") }
    index += digits.count
    // Python 2 wrote `3L`.
    _ = take("L")
    return number
  }

  private mutating func skipList() throws(Failure) {
    var depth = 0
    while index < bytes.endIndex {
      if peek == "'" || peek == "\"" {
        _ = try text()
        continue
      }
      if "[(".contains(peek) { depth += 1 } else if "])".contains(peek) { depth -= 1 }
      index += 1
      if depth == 0 { return }
    }
    throw failure("holds a list without end")
  }

  private var peek: Character { index < bytes.endIndex ? Character(Unicode.Scalar(bytes[index])) : "\0" }

  private mutating func skipSpace() {
    while index < bytes.endIndex, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard peek == character, index < bytes.endIndex else { return false }
    index += 1
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func expect(_ character: Character) throws(Failure) {
    guard take(character) else { throw failure("lacks \(character)") }
  }

  private func failure(_ what: String) -> Failure { Failure(.input, "its header \(what)") }
}

/// Returns the offset of the first byte that is not part of well-formed UTF-8; the count if all is well.
func firstInvalidUTF8Offset(in bytes: [UInt8]) -> Int {
  // The common answer, by the standard library's fast path.
  if String(validating: bytes, as: UTF8.self) != nil { return bytes.count }
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch decoder.decode(&iterator) {
    case .scalarValue(let scalar): offset += UTF8.width(scalar)
    case .emptyInput: return bytes.count
    case .error: return offset
    }
  }
}

extension Position {
  /// The place of a byte in a text.
  init(of offset: Int, in bytes: [UInt8]) {
    let before = bytes[..<offset]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    self.init(line: line, column: offset - lineStart + 1)
  }
}

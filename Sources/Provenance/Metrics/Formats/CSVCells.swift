/// The cells of a row, and what stands between them.
extension CSVReader {
  // MARK: Cells

  struct Cell {
    var bytes: [UInt8]
    var isQuoted: Bool
    /// The bytes were checked to be UTF-8.
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  mutating func cell() throws(Failure) -> Cell {
    try peek == UInt8(ascii: "\"") ? quotedCell() : plainCell()
  }

  private mutating func plainCell() throws(Failure) -> Cell {
    let start = index
    while index < bytes.count, !endsCell(at: index) {
      guard bytes[index] >= 0x20 || bytes[index] == 0x09 else { throw garbage() }
      index += 1
    }
    return Cell(bytes: try validated(Array(bytes[start..<index]), from: start), isQuoted: false)
  }

  private mutating func quotedCell() throws(Failure) -> Cell {
    let (open, start) = (position, index + 1)
    var content: [UInt8] = []
    index += 1
    while true {
      guard index < bytes.count else {
        isCut = true
        throw Failure(.input, "a quoted cell is not closed before the end, after \(base + bytes.count) bytes", at: open)
      }
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where peek == UInt8(ascii: "\""):
        content.append(byte)
        index += 1
      case UInt8(ascii: "\""):
        guard endsCell(at: index) else {
          throw Failure(.input, "a comma or the end of the row was expected after a quoted cell", at: position)
        }
        return Cell(bytes: try validated(content, from: start), isQuoted: true)
      case UInt8(ascii: "\n"):
        content.append(byte)
        line += 1
        lineStart = index
      case 0:
        index -= 1
        throw garbage()
      default: content.append(byte)
      }
    }
  }

  private func validated(_ content: [UInt8], from start: Int) throws(Failure) -> [UInt8] {
    guard content.contains(where: { $0 >= 0x80 }) else { return content }
    let offset = firstInvalidUTF8Offset(in: content)
    guard offset < content.count else { return content }
    throw garbage(byte: content[offset], at: start + offset)
  }

  private func garbage() -> Failure { garbage(byte: bytes[index], at: index) }

  private func garbage(byte: UInt8, at offset: Int) -> Failure {
    let name = "0x" + hexadecimal([byte])
    return Failure(
      .input, "row \(rowCount + 1) holds what is not text: byte \(name) at offset \(base + offset)",
      at: Position(line: line, column: max(1, offset - lineStart + 1)))
  }

  // MARK: Bytes

  /// Whether a comma, a newline or the end of the file is there.
  @inline(__always)
  func endsCell(at index: Int) -> Bool {
    guard index < bytes.count else { return true }
    let byte = bytes[index]
    return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// Steps over what ends a cell.
  ///
  /// - Returns: whether another cell of the same row follows.
  @inline(__always)
  mutating func endCell() -> Bool {
    guard index < bytes.count else {
      endsWithNewline = false
      return false
    }
    let byte = bytes[index]
    index += 1
    if byte == UInt8(ascii: ",") { return true }
    if byte == UInt8(ascii: "\r"), peek == UInt8(ascii: "\n") { index += 1 }
    line += 1
    lineStart = index
    return false
  }

  @inline(__always)
  mutating func skipBlankLines() {
    while index < bytes.count, bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r") {
      _ = endCell()
    }
  }

  func text(from start: Int, to end: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }

  func trim(_ content: some BidirectionalCollection<UInt8>) -> ArraySlice<UInt8> {
    var slice = Array(content)[...]
    while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
    return slice
  }

  func number(_ content: ArraySlice<UInt8>) -> Double? {
    content.withUnsafeBufferPointer { cell in
      guard let (value, end) = DecimalNumber.read(cell, from: 0, to: cell.count), end == cell.count else { return nil }
      return value
    }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
  var position: Position { Position(line: line, column: index - lineStart + 1) }
}

/// Reads CSV (RFC 4180) with a header row into columns of numbers.
///
/// Taken beyond the RFC: a byte order mark, lone CR or LF, blank lines, spaces around numbers, a last row without newline.
struct CSVReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let source: String
  private var index = 0
  private var line = 1
  private var lineStart = 0
  private var columns: [MetricColumn] = []
  private var lines: [Int32] = []
  private var strays: StrayWords
  private var endsWithNewline = true

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ source: String) {
    (self.bytes, self.source) = (bytes, source)
    strays = StrayWords(source)
  }

  static func read(_ bytes: [UInt8], _ source: String, _ epochColumns: [String]) throws(Failure) -> MetricTable {
    var outcome: Result<MetricTable, Failure>?
    bytes.withUnsafeBufferPointer { buffer in
      var reader = CSVReader(buffer, source)
      outcome = Result { () throws(Failure) in try reader.table(epochColumns) }
    }
    return try outcome!.get()
  }

  private mutating func table(_ epochColumns: [String]) throws(Failure) -> MetricTable {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (index, lineStart) = (3, 3) }
    skipBlankLines()
    guard index < bytes.count else { throw Failure(.input, "is empty: a header row was expected") }
    try header()
    while true {
      skipBlankLines()
      guard index < bytes.count else { break }
      try row()
    }
    var findings = strays.all
    if !endsWithNewline {
      findings.append(
        Finding(subject: source, message: "last row has no newline", place: "\(source):\(lines.last ?? 1)"))
    }
    return MetricTable(source: source, columns: columns, lines: lines, epochColumns: epochColumns, findings: findings)
  }

  // MARK: Rows

  private mutating func header() throws(Failure) {
    var seen = Set<ExactString>()
    var named = false
    repeat {
      let start = position
      let cell = try self.cell()
      let name = cell.text
      guard seen.insert(ExactString(name)).inserted else {
        throw Failure(.input, "duplicate column \"\(name)\"", at: start, hint: "rename one of the two in the header")
      }
      if !name.isEmpty, Double(name) == nil { named = true }
      columns.append(MetricColumn(name))
      guard columns.count <= MetricTable.maximumColumns else {
        throw Failure(.input, "has more than \(MetricTable.maximumColumns) columns", at: start)
      }
    } while endCell()
    guard named else {
      throw Failure(.input, "the first row holds no names: a header row was expected", at: Position(line: 1, column: 1))
    }
    let rows = (bytes.count - index) / max(index, 8)
    for column in columns.indices { columns[column].reserve(min(rows, 1 << 20)) }
  }

  private mutating func row() throws(Failure) {
    let (begin, row) = (line, lines.count)
    var cell = 0
    repeat {
      guard cell < columns.count else { throw ragged(line: begin, cells: cellsInRow(after: cell)) }
      if let (value, end) = DecimalNumber.read(bytes, from: index, to: bytes.count), endsCell(at: end) {
        if columns[cell].kind == .number || columns[cell].count == 0 {
          columns[cell].set(value, at: row)
        } else {
          _ = columns[cell].set(text(from: index, to: end), at: row)
        }
        index = end
      } else {
        try wordCell(column: cell, row: row)
      }
      cell += 1
    } while endCell()
    guard cell == columns.count else { throw ragged(line: begin, cells: cell) }
    guard row < Int32.max, columns.count * (row + 1) <= MetricTable.maximumCells else {
      throw Failure(.input, "has more than \(MetricTable.maximumCells) cells", at: Position(line: begin, column: 1))
    }
    lines.append(Int32(begin))
  }

  private mutating func wordCell(column: Int, row: Int) throws(Failure) {
    let start = position
    let cell = try self.cell()
    let trimmed = cell.isQuoted ? cell.bytes[...] : trim(cell.bytes)
    switch MetricWord(trimmed) {
    case .absent: return
    case .number(let value) where columns[column].kind == .number: columns[column].set(value, at: row)
    default:
      if columns[column].kind == .number, let value = number(trim(trimmed)) {
        columns[column].set(value, at: row)
      } else if !columns[column].set(cell.text, at: row) {
        strays.add(cell.text, column: columns[column].name, at: start)
      }
    }
  }

  private func ragged(line: Int, cells: Int) -> Failure {
    let place = Position(line: line, column: 1)
    if index >= bytes.count, !endsWithNewline, cells < columns.count {
      return Failure(
        .input, "the last row is cut off after \(bytes.count) bytes: \(cells) of \(columns.count) cells", at: place,
        hint: "remove line \(line), if the run was killed while writing it")
    }
    return Failure(.input, "the row has \(cells) cells, the header has \(columns.count)", at: place)
  }

  private mutating func cellsInRow(after count: Int) -> Int {
    var count = count
    repeat {
      guard (try? cell()) != nil else { return count + 1 }
      count += 1
    } while endCell()
    return count
  }

  // MARK: Cells

  private struct Cell {
    var bytes: [UInt8]
    var isQuoted: Bool
    /// The bytes were checked to be UTF-8.
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private mutating func cell() throws(Failure) -> Cell {
    let cell = peek == UInt8(ascii: "\"") ? try quotedCell() : try plainCell()
    return cell
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
        throw Failure(.input, "a quoted cell is not closed before the end, after \(bytes.count) bytes", at: open)
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
      .input, "row \(lines.count + 1) holds what is not text: byte \(name) at offset \(offset)",
      at: Position(line: line, column: max(1, offset - lineStart + 1)))
  }

  // MARK: Bytes

  /// Whether a comma, a newline or the end of the file is there.
  @inline(__always)
  private func endsCell(at index: Int) -> Bool {
    guard index < bytes.count else { return true }
    let byte = bytes[index]
    return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// Steps over what ends a cell.
  ///
  /// - Returns: whether another cell of the same row follows.
  @inline(__always)
  private mutating func endCell() -> Bool {
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
  private mutating func skipBlankLines() {
    while index < bytes.count, bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r") {
      _ = endCell()
    }
  }

  private func text(from start: Int, to end: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }

  private func trim(_ content: some BidirectionalCollection<UInt8>) -> ArraySlice<UInt8> {
    var slice = Array(content)[...]
    while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
    return slice
  }

  private func number(_ content: ArraySlice<UInt8>) -> Double? {
    content.withUnsafeBufferPointer { cell in
      guard let (value, end) = DecimalNumber.read(cell, from: 0, to: cell.count), end == cell.count else { return nil }
      return value
    }
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }
  private var position: Position { Position(line: line, column: index - lineStart + 1) }
}

/// Reads CSV (RFC 4180) with a header row into columns of numbers, whole or piece by piece.
///
/// Taken beyond the RFC: a byte order mark, lone CR or LF, blank lines, spaces around numbers, a last row without newline.
struct CSVReader: RowReader {
  /// Only while a piece is read.
  var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private let source: String
  /// Rows that cannot be read are findings, and those behind them are read.
  private let isLenient: Bool
  var index = 0
  /// Bytes before the piece.
  var base = 0
  var line = 1
  var lineStart = 0
  private(set) var columns: [MetricColumn] = []
  /// Columns of an earlier reading of the file.
  private var known: [ExactString: MetricColumn] = [:]
  private var lines: [Int32] = []
  var rowCount = 0
  private var lastLine = 1
  private var strays: StrayWords
  private var badRows = BadRows()
  var endsWithNewline = true
  private var isLast = false
  /// The row's end lies behind the piece.
  var isCut = false

  init(_ source: String, isLenient: Bool = false) {
    (self.source, self.isLenient) = (source, isLenient)
    strays = StrayWords(source)
  }

  func restarted() -> CSVReader {
    var reader = CSVReader(source, isLenient: isLenient)
    for column in columns { reader.known[ExactString(column.name)] = column.emptied() }
    return reader
  }

  mutating func read(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(Failure) -> Int {
    bytes = isLast ? piece : UnsafeBufferPointer(rebasing: piece[..<Self.wholeLines(piece)])
    (index, lineStart, self.isLast) = (0, 0, isLast)
    defer {
      base += index
      bytes = UnsafeBufferPointer(start: nil, count: 0)
    }
    if base == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (index, lineStart) = (3, 3) }
    skipBlankLines()
    if columns.isEmpty {
      guard index < bytes.count else {
        guard isLast else { return index }
        throw Failure(.input, "is empty: a header row was expected")
      }
      try header()
    }
    while true {
      skipBlankLines()
      guard index < bytes.count else { break }
      if isLenient { guard tolerantRow() else { break } } else { try row() }
    }
    return index
  }

  mutating func takeTable(_ epochColumns: [String]) -> MetricTable {
    let table = MetricTable(
      source: source, columns: columns, lines: lines, epochColumns: epochColumns, findings: findings)
    columns = columns.map { $0.emptied() }
    lines = []
    return table
  }

  var findings: [Finding] {
    let findings = badRows.all(in: source) + strays.all
    guard !endsWithNewline else { return findings }
    return findings + [Finding(subject: source, message: "last row has no newline", place: "\(source):\(lastLine)")]
  }

  mutating func skipRow(_ piece: UnsafeBufferPointer<UInt8>) -> Int {
    let end = piece.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? piece.count
    base += end
    if end > 0, piece[end - 1] == UInt8(ascii: "\n") { line += 1 }
    return end
  }

  /// Where the last line ends that certainly has ended: what follows a lone CR may be its LF.
  private static func wholeLines(_ piece: UnsafeBufferPointer<UInt8>) -> Int {
    if let last = piece.lastIndex(of: UInt8(ascii: "\n")) { return last + 1 }
    return piece.dropLast().lastIndex(of: UInt8(ascii: "\r")).map { $0 + 1 } ?? 0
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
      columns.append(known[ExactString(name)] ?? MetricColumn(name))
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
        if columns[cell].kind == .number {
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
    lines.append(Int32(clamping: begin))
    (rowCount, lastLine) = (rowCount + 1, begin)
  }

  /// Reads a row, or passes over one that cannot be read and says so.
  ///
  /// - Returns: false if the row's end lies behind the piece: it is to be read again with what follows.
  private mutating func tolerantRow() -> Bool {
    let (start, begin, row) = (index, line, lines.count)
    isCut = false
    do throws(Failure) {
      try self.row()
      return true
    } catch {
      for column in columns.indices { columns[column].removeRow(row) }
      (index, line, lineStart) = (start, begin, start)
      if isCut && !isLast { return false }
      badRows.add(error, in: source)
      while index < bytes.count, bytes[index] != UInt8(ascii: "\n"), bytes[index] != UInt8(ascii: "\r") { index += 1 }
      _ = endCell()
      return true
    }
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
        .input, "the last row is cut off after \(base + bytes.count) bytes: \(cells) of \(columns.count) cells", at: place,
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
}

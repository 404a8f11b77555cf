/// Reads `{"step": 3, "loss": 0.2}` a line, or `{"name": "loss", "value": 0.2, "step": 3}`, also mixed; whole or piece by piece.
struct JSONLinesReader: RowReader {
  private let source: String
  private let epochColumns: [String]
  /// Lines that cannot be read are findings, and those behind them are read.
  private let isLenient: Bool
  private var builder: MetricTableBuilder
  /// The counter of the row that may still grow by values of the same step; nil if the last row is closed.
  private var open: Object.Member?
  /// Bytes before the next piece.
  private var base = 0
  private(set) var line = 1
  private var badRows = BadRows()
  private var endsWithNewline = true

  init(_ source: String, epochColumns: [String], isLenient: Bool = false) {
    (self.source, self.epochColumns, self.isLenient) = (source, epochColumns, isLenient)
    builder = MetricTableBuilder(source)
  }

  var columns: [MetricColumn] { builder.columns }

  func restarted() -> JSONLinesReader {
    var reader = JSONLinesReader(source, epochColumns: epochColumns, isLenient: isLenient)
    reader.builder = builder.restarted(source)
    return reader
  }

  mutating func read(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(Failure) -> Int {
    var start = base == 0 && piece.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = base
    defer { base = first + start }
    while start < piece.count {
      let newline = piece[start...].firstIndex(of: UInt8(ascii: "\n"))
      guard let end = newline ?? (isLast ? piece.count : nil) else { break }
      try take(UnsafeBufferPointer(rebasing: piece[start..<end]), at: first + start, isLast: newline == nil)
      start = end + (newline == nil ? 0 : 1)
      endsWithNewline = newline != nil
      line += 1
    }
    return start
  }

  mutating func takeTable(_ epochColumns: [String]) -> MetricTable {
    let table = MetricTable(
      source: source, columns: builder.columns, lines: builder.lines, epochColumns: epochColumns, findings: findings)
    builder.removeRows(keepingNames: open != nil)
    return table
  }

  var findings: [Finding] {
    let findings = badRows.all(in: source) + builder.findings
    guard !endsWithNewline else { return findings }
    return findings + [Finding(subject: source, message: "last row has no newline", place: "\(source):\(line - 1)")]
  }

  mutating func skipRow(_ piece: UnsafeBufferPointer<UInt8>) -> Int {
    let end = piece.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? piece.count
    base += end
    if end > 0, piece[end - 1] == UInt8(ascii: "\n") { line += 1 }
    return end
  }

  // MARK: Records

  private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int, isLast: Bool) throws(Failure) {
    guard bytes.contains(where: { $0 > 0x20 }) else { return }
    let rows = builder.lines.count
    do throws(Failure) {
      try add(try record(Array(bytes), offset: offset, isLast: isLast))
    } catch {
      guard isLenient else { throw error }
      if builder.lines.count > rows { builder.removeRow() }
      open = nil
      badRows.add(error, in: source)
    }
  }

  private func record(_ bytes: [UInt8], offset: Int, isLast: Bool) throws(Failure) -> Object {
    do throws(Failure) {
      guard let object = try JSONReader.read(bytes).object else {
        throw Failure(.input, "an object was expected", at: Position(line: 1, column: 1))
      }
      return object
    } catch {
      let cut = error.position.map { $0.column > bytes.count } ?? false
      let message = cut ? "the JSON of line \(line) ends too early, after \(offset + bytes.count) bytes" : error.message
      throw Failure(
        error.kind, message, at: Position(line: line, column: error.position?.column ?? 1),
        hint: cut && isLast ? "remove line \(line), if the run was killed while writing it" : error.hint)
    }
  }

  private mutating func add(_ record: Object) throws(Failure) {
    guard let name = record["name"]?.string, let value = record["value"] else {
      open = nil
      builder.beginRow(line: line)
      return try set(record.members)
    }
    let counter = record.members.first { member in epochColumns.contains { $0.isExactly(member.key) } }
    let step = counter?.value.double
    let others = record.members.filter { !["name", "value"].contains($0.key) }
    // Values of one step that follow each other are one row; anything that is told beside them makes its own.
    if step == nil || step != open?.value.double || builder.has(name) || others.count > 1 {
      builder.beginRow(line: line)
      try set(others)
    } else if let open, builder.continueRow() {
      try set([open])
    }
    try builder.set(name, value, at: Position(line: line, column: 1))
    open = others.count > 1 || step == nil ? nil : counter
  }

  private mutating func set(_ members: some Sequence<Object.Member>) throws(Failure) {
    for member in members {
      try builder.set(member.key, member.value, at: Position(line: line, column: member.keyPosition?.column ?? 1))
    }
  }
}

/// A column of a metric file: numbers with gaps, or text.
public struct MetricColumn: Sendable {
  /// What a column's cells are; a cell that does not fit is a finding, not a value.
  public enum Kind: Sendable { case number, text }
  /// As the file's header or key has it, byte for byte.
  public let name: String
  /// By the first cell that is not empty; a column without any is a number's.
  public private(set) var kind = Kind.number
  /// The line of a value that stands alone, as in a result file.
  var line: Int?
  /// May end before the table does: what is beyond is absent. Meaningless where nothing is present.
  private var values: [Double] = []
  private var texts: [String] = []
  /// Empty while all of `values` are present.
  private var presence: [Bool] = []
  /// Cells that are present.
  public private(set) var count = 0
  /// A cell has said what kind the column is; until then it may become either.
  private(set) var isDecided = false

  init(_ name: String) { self.name = name }

  var stored: Int { kind == .number ? values.count : texts.count }

  /// The number in a row; nil if the cell is empty or the column is text. NaN and infinities are values.
  public func number(at row: Int) -> Double? {
    kind == .number && row < values.count && (presence.isEmpty || presence[row]) ? values[row] : nil
  }

  /// The text in a row of a text column; nil if the cell is empty.
  public func text(at row: Int) -> String? {
    kind == .text && row < texts.count && !texts[row].isEmpty ? texts[row] : nil
  }

  /// Whether the row has a value; NaN is one, an empty cell is none.
  public func isPresent(at row: Int) -> Bool {
    kind == .number ? row < values.count && (presence.isEmpty || presence[row]) : text(at: row) != nil
  }

  /// Calls with every number that is present and its row, in order.
  @inline(__always)
  public func forEachNumber(_ take: (_ row: Int, _ value: Double) -> Void) {
    guard kind == .number else { return }
    for row in values.indices where presence.isEmpty || presence[row] { take(row, values[row]) }
  }

  /// Sets a cell beyond all that are set.
  @inline(__always)
  mutating func set(_ value: Double, at row: Int) {
    if values.count < row { fill(to: row) }
    values.append(value)
    if !presence.isEmpty { presence.append(true) }
    count += 1
    isDecided = true
  }

  private mutating func fill(to row: Int) {
    if presence.isEmpty { presence = [Bool](repeating: true, count: values.count) }
    let gap = row - values.count
    values.append(contentsOf: repeatElement(.nan, count: gap))
    presence.append(contentsOf: repeatElement(false, count: gap))
  }

  /// Sets a cell of text beyond all that are set.
  ///
  /// - Returns: false, and nothing is set, if the column holds numbers.
  mutating func set(_ text: String, at row: Int) -> Bool {
    if kind == .number {
      guard !isDecided else { return false }
      kind = .text
      (values, presence) = ([], [])
    }
    texts.append(contentsOf: repeatElement("", count: row - texts.count))
    texts.append(text)
    count += 1
    isDecided = true
    return true
  }

  /// The same column without its cells: what follows is held to the kind that it has.
  func emptied() -> MetricColumn {
    var column = MetricColumn(name)
    (column.kind, column.isDecided) = (kind, isDecided)
    return column
  }

  /// Takes back the cells of the last row, whose number is given.
  mutating func removeRow(_ row: Int) {
    guard isPresent(at: row) else { return }
    if kind == .number { values.removeLast() } else { texts.removeLast() }
    if kind == .number, !presence.isEmpty { presence.removeLast() }
    count -= 1
  }

  mutating func reserve(_ rows: Int) { values.reserveCapacity(rows) }
}

/// A metric file of the attempt that counts, read now.
public struct MetricFileEvidence: Sendable {
  public struct Content: Sendable, Equatable {
    public var columns: [String]
    /// The column that counts epochs or steps; nil if none of the policy's names is there.
    public var epochColumn: String?
    /// Every epoch with its line, in the file's order.
    public var epochs: [Epoch]
    /// Values that are not finite.
    public var nonFinite: [Cell]
    /// Columns that hold at least one finite number.
    public var finite: [String]

    public init(
      columns: [String], epochColumn: String?, epochs: [Epoch] = [], nonFinite: [Cell] = [], finite: [String]? = nil
    ) {
      self.columns = columns
      self.epochColumn = epochColumn
      self.epochs = epochs
      self.nonFinite = nonFinite
      self.finite = finite ?? columns
    }
  }
  public struct Epoch: Sendable, Equatable {
    public var number: Double
    public var line: Int
    public init(_ number: Double, line: Int) { (self.number, self.line) = (number, line) }
  }
  public struct Cell: Sendable, Equatable {
    public var column: String
    public var line: Int
    public var value: Double
    public init(column: String, line: Int, value: Double) { (self.column, self.line, self.value) = (column, line, value) }

    public static func == (left: Cell, right: Cell) -> Bool {
      left.column.isExactly(right.column) && left.line == right.line
        && (left.value == right.value || left.value.isNaN && right.value.isNaN)
    }
  }
  /// One metric, split and step with two values.
  public struct Conflict: Sendable, Equatable {
    public var metric: String
    public var step: Double?
    /// `value in file:line`, at least two.
    public var statements: [Statement]
    public struct Statement: Sendable, Equatable {
      public var value: Double
      public var file: String
      public var line: Int?
      public init(value: Double, file: String, line: Int?) { (self.value, self.file, self.line) = (value, file, line) }
    }
    public init(metric: String, step: Double?, statements: [Statement]) {
      (self.metric, self.step, self.statements) = (metric, step, statements)
    }
  }
  /// Relative to the experiment's folder.
  public var path: String
  public var content: Reading<Content>

  public init(path: String, content: Reading<Content>) { (self.path, self.content) = (path, content) }
}

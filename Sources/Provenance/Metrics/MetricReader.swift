/// Reads metric files: CSV, JSON lines, JSON results, and the trainer state of Hugging Face.
public enum MetricReader {
  /// Reads a file by its name's end: `.csv`, `.jsonl`, `.ndjson`, `.json`; any other by its first byte.
  ///
  /// - Parameters:
  ///   - path: the file to open.
  ///   - shownAs: how the file is named in evidence and records.
  ///   - epochColumns: columns that may count epochs or steps, the first found is the epoch.
  /// - Throws: kind `input` with line and column for what is cut off, ragged, not text or not a table.
  public static func read(
    path: String, shownAs source: String, epochColumns: [String]
  ) throws(Failure) -> MetricTable {
    let bytes: [UInt8]
    do { bytes = try FileReading.bytes(of: path) } catch {
      throw Failure(error.kind, error.message, file: source, hint: error.hint)
    }
    return try read(bytes, shownAs: source, epochColumns: epochColumns)
  }

  /// Reads the bytes of a file of that name.
  ///
  /// - Throws: as ``read(path:shownAs:epochColumns:)``.
  public static func read(
    _ bytes: [UInt8], shownAs source: String, epochColumns: [String]
  ) throws(Failure) -> MetricTable {
    do {
      switch MetricFormat(of: source, bytes) {
      case .csv: return try all(bytes, CSVReader(source), epochColumns)
      case .lines: return try all(bytes, JSONLinesReader(source, epochColumns: epochColumns), epochColumns)
      case .document: return try JSONMetrics.readDocument(bytes, source, epochColumns)
      }
    } catch {
      throw error.inFile(source)
    }
  }

  private static func all(
    _ bytes: [UInt8], _ reader: some RowReader, _ epochColumns: [String]
  ) throws(Failure) -> MetricTable {
    var (reader, failure) = (reader, Failure?.none)
    bytes.withUnsafeBufferPointer { buffer in
      do throws(Failure) { _ = try reader.read(buffer, isLast: true) } catch { failure = error }
    }
    if let failure { throw failure }
    return reader.takeTable(epochColumns)
  }
}

/// How a metric file is written.
enum MetricFormat {
  /// Rows that are appended one by one.
  case csv, lines
  /// One JSON value that is written anew.
  case document

  /// By the name's end; any other by its first byte.
  init(of source: String, _ bytes: some Collection<UInt8>) {
    if source.hasSuffix(".csv") {
      self = .csv
    } else if source.hasSuffix(".jsonl") || source.hasSuffix(".ndjson") {
      self = .lines
    } else if source.hasSuffix(".json") {
      self = .document
    } else {
      let first = bytes.first { $0 > 0x20 }
      self = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .document : .csv
    }
  }
}

/// Reads rows out of a file that it is given piece by piece; the whole file may be one piece.
protocol RowReader {
  /// Reads a piece that begins where what was read before ended.
  ///
  /// - Parameter isLast: nothing follows: a last row without newline counts too.
  /// - Returns: how many bytes were read: up to the end of the last whole row.
  /// - Throws: kind `input` if the file is no table or, unless the reader is lenient, at the first row that cannot be read.
  mutating func read(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(Failure) -> Int
  /// Returns the rows since the last call, with the columns of all; the reader forgets them.
  mutating func takeTable(_ epochColumns: [String]) -> MetricTable
  /// A reader for the same file from its beginning, which knows all columns and their kinds from the start.
  func restarted() -> Self
  /// The line that the next piece begins with, from 1.
  var line: Int { get }
  /// All columns so far, in the file's order.
  var columns: [MetricColumn] { get }
  /// What was odd so far.
  var findings: [Finding] { get }
  /// Passes over what is left of a row that is longer than a row may be; to be called at the beginning of a row.
  mutating func skipRow(_ piece: UnsafeBufferPointer<UInt8>) -> Int
}

/// What a cell of text means: a number that is spelled as a word, nothing, or a word.
enum MetricWord: Equatable {
  case absent
  case number(Double)
  case text

  init(_ bytes: some Collection<UInt8>) {
    if bytes.isEmpty {
      self = .absent
      return
    }
    guard bytes.count <= 9 else {
      self = .text
      return
    }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "na", "n/a", "null", "none", "<na>": self = .absent
    case "nan", "-nan", "+nan": self = .number(.nan)
    case "inf", "+inf", "infinity", "+infinity": self = .number(.infinity)
    case "-inf", "-infinity": self = .number(-.infinity)
    default: self = .text
    }
  }
}

/// Rows that could not be read and were passed over: the first ones are told, the rest is counted.
struct BadRows {
  private var told: [Finding] = []
  private var more = 0

  mutating func add(_ failure: Failure, in source: String) {
    guard told.count < StrayWords.told else {
      more += 1
      return
    }
    let place = failure.position.map { "\(source):\($0.line):\($0.column)" } ?? source
    told.append(Finding(subject: "metrics", message: failure.message + "; the row is passed over", place: place))
  }

  func all(in source: String) -> [Finding] {
    more == 0 ? told : told + [Finding(subject: "metrics", message: "\(more) more rows cannot be read", place: source)]
  }
}

/// Words in columns of numbers: the first ones are told, the rest is counted.
struct StrayWords {
  private(set) var findings: [Finding] = []
  private var more = 0
  private let source: String
  static let told = 10

  init(_ source: String) { self.source = source }

  mutating func add(_ text: String, column: String, at position: Position) {
    guard findings.count < Self.told else {
      more += 1
      return
    }
    let place = "\(source):\(position.line):\(position.column)"
    findings.append(Finding(subject: column, message: "not a number: \"\(text.prefix(80))\"", place: place))
  }

  var all: [Finding] {
    more == 0
      ? findings : findings + [Finding(subject: source, message: "\(more) more cells are not numbers", place: source)]
  }
}

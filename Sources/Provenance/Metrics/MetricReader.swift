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
      switch format(of: source, bytes) {
      case .csv: return try CSVReader.read(bytes, source, epochColumns)
      case .lines: return try JSONMetrics.readLines(bytes, source, epochColumns)
      case .json: return try JSONMetrics.readDocument(bytes, source, epochColumns)
      }
    } catch {
      throw error.inFile(source)
    }
  }

  private enum Format { case csv, lines, json }

  private static func format(of source: String, _ bytes: [UInt8]) -> Format {
    if source.hasSuffix(".csv") { return .csv }
    if source.hasSuffix(".jsonl") || source.hasSuffix(".ndjson") { return .lines }
    if source.hasSuffix(".json") { return .json }
    let first = bytes.first { $0 > 0x20 }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .csv
  }
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

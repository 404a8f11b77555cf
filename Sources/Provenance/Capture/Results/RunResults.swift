/// What one attempt left: the points of its metrics, and its files. What could not be read says why.
public struct RunResults: Sendable {
  /// How the command ended.
  public struct End: Sendable, Equatable {
    public var state: Attempt.State
    /// Nil if nobody wrote it down.
    public var exitStatus: Int?
    public init(state: Attempt.State, exitStatus: Int?) { (self.state, self.exitStatus) = (state, exitStatus) }
  }

  /// The experiment's name.
  public var experiment: String
  /// From 1; nil: nothing was run.
  public var attempt: Int?
  /// Nil: nothing was run.
  public var end: End?
  /// The config without what does not matter, and without seeds.
  public var semantic: Digest
  /// By file, in the files' order.
  public var series: [ResultSeries]
  /// Files that are no metrics, or whose metrics could not be read; in the record's order.
  public var files: [ResultFile]

  public init(
    experiment: String, attempt: Int?, end: End?, semantic: Digest, series: [ResultSeries] = [], files: [ResultFile] = []
  ) {
    (self.experiment, self.attempt, self.end, self.semantic) = (experiment, attempt, end, semantic)
    (self.series, self.files) = (series, files)
  }

  /// The best value of a metric over all splits and files; never NaN, nil if there is none (F10).
  public func best(_ metric: String, _ direction: Policy.Direction) -> Double? {
    let values = series.lazy.filter { $0.metric.isExactly(metric) }.flatMap(\.values).filter { !$0.isNaN }
    return direction == .max ? values.max() : values.min()
  }
}

/// A file that a run left.
public struct ResultFile: Sendable {
  /// What is inside, as far as it can be compared by value.
  public enum Content: Sendable {
    /// Nobody asked: the digests tell all.
    case notRead
    /// Rows with columns.
    case table(MetricTable)
    /// A JSON document.
    case tree(Value)
    case array(NumPyArray)
    /// A kind of file that is only known by its bytes.
    case opaque
    /// Its kind could be read; this one could not, for the reason.
    case unreadable(String)
  }

  /// Relative to the attempt's folder, or to the project if it lies elsewhere.
  public var path: String
  public var role: Artifact.Role
  /// Bytes.
  public var size: Int64
  /// SHA-256 as it was recorded when the attempt ended.
  public var digest: Known<Digest>
  public var content: Content
  /// Where it lies; nil if its record leads nowhere.
  var place: String?

  public init(
    path: String, role: Artifact.Role, size: Int64, digest: Known<Digest>, content: Content = .notRead, place: String? = nil
  ) {
    (self.path, self.role, self.size, self.digest) = (path, role, size, digest)
    (self.content, self.place) = (content, place)
  }
}

/// Which file of one run stands for which of another.
public struct ResultPairing: Sendable {
  /// Places in the left and the right list.
  public let pairs: [(left: Int, right: Int)]
  /// Places in the lists of files that only one side has.
  public let onlyLeft, onlyRight: [Int]

  /// Files of one path; then those of paths that differ in digits alone, such as a date, if there is one such on each side.
  public init(_ left: [ResultFile], _ right: [ResultFile]) {
    var pairs: [(left: Int, right: Int)] = []
    var (restLeft, restRight) = (Array(left.indices), Array(right.indices))
    for name in [{ $0.path }, { Self.withoutDigits($0.path) }] as [(ResultFile) -> String] {
      let (byLeft, byRight) = (Self.unique(restLeft, left, name), Self.unique(restRight, right, name))
      let found = restLeft.compactMap { index -> (left: Int, right: Int)? in
        let key = ExactString(name(left[index]))
        guard byLeft[key] == .some(.some(index)), let other = byRight[key] ?? nil else { return nil }
        return (index, other)
      }
      pairs += found
      let (takenLeft, takenRight) = (Set(found.map(\.left)), Set(found.map(\.right)))
      restLeft.removeAll(where: takenLeft.contains)
      restRight.removeAll(where: takenRight.contains)
    }
    self.pairs = pairs.sorted { $0.left < $1.left }
    (onlyLeft, onlyRight) = (restLeft, restRight)
  }

  /// The place of each name; nil where several have it.
  private static func unique(_ rest: [Int], _ files: [ResultFile], _ name: (ResultFile) -> String) -> [ExactString: Int?] {
    Dictionary(rest.map { (ExactString(name(files[$0])), $0) }, uniquingKeysWith: { _, _ in nil })
  }

  private static func withoutDigits(_ path: String) -> String {
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      let shown = (0x30...0x39).contains(byte) ? UInt8(ascii: "0") : byte
      if shown == UInt8(ascii: "0"), bytes.last == shown { continue }
      bytes.append(shown)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

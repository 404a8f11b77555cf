/// Reads what an attempt left, as it was sealed: a file that is not the recorded one any more is none of its results.
public struct ResultCollector: Sendable {
  private let project: Project
  private let ledger: Ledger?

  /// - Parameter ledger: knows the points of metric files that are gone; nil: they stay gone.
  public init(project: Project, ledger: Ledger?) { (self.project, self.ledger) = (project, ledger) }

  /// Returns the results of an attempt, by default of the one that counts. Of files that hold no metrics only the record is looked
  /// at; ``readDifferences(_:_:)`` reads them. What cannot be read becomes part of the results: collecting never fails.
  public func results(of record: ExperimentRecord, attempt number: Int? = nil) -> RunResults {
    let attempt = number.map { number in record.attempts.first { $0.number == number } } ?? record.attempt
    var results = RunResults(
      experiment: record.name, attempt: attempt?.number,
      end: attempt.map { RunResults.End(state: $0.state, exitStatus: $0.exitStatus.value) },
      semantic: record.registration.config.semantic)
    for artifact in attempt?.artifacts ?? [] {
      add(artifact, of: attempt!, record, to: &results)
    }
    return results
  }

  private func add(_ artifact: Artifact, of attempt: Attempt, _ record: ExperimentRecord, to results: inout RunResults) {
    let own = artifact.base == nil ? attempt.ownPath(artifact.path) : artifact.path
    // A copy stands for what the run made elsewhere in the project.
    let copies = OutputCollection.folder + "/"
    let path = artifact.base == nil && own.hasPrefix(copies) ? String(own.dropFirst(copies.count)) : own
    var file = ResultFile(
      path: path, role: artifact.role, size: artifact.size, digest: artifact.sha256,
      place: record.path(of: artifact, in: project))
    guard artifact.role == .metrics || artifact.role == .result else { return results.files.append(file) }
    do throws(Failure) {
      results.series += try series(artifact, file, attempt, record)
      // A result file may hold more than numbers.
      if artifact.role == .result { results.files.append(file) }
    } catch {
      if artifact.role == .metrics { file.content = .unreadable(error.message) }
      results.files.append(file)
    }
  }

  private func series(
    _ artifact: Artifact, _ file: ResultFile, _ attempt: Attempt, _ record: ExperimentRecord
  ) throws(Failure) -> [ResultSeries] {
    do throws(Failure) {
      let bytes = try Self.recorded(file, limit: .max)
      return try MetricReader.read(bytes, shownAs: artifact.path, epochColumns: project.policy.metrics.epoch)
        .resultSeries(source: file.path)
    } catch {
      let origin = MetricOrigin(experiment: record.name, attempt: attempt.number, source: artifact.path)
      guard let digest = file.digest.value,
        let kept = try? ledger?.resultSeries(of: origin, content: digest, source: file.path)
      else { throw error }
      return kept
    }
  }

  /// The bytes of a file, if they are the recorded ones.
  private static func recorded(_ file: ResultFile, limit: Int64) throws(Failure) -> [UInt8] {
    guard let digest = file.digest.value else { throw Failure(.missing, "its digest is unknown: \(file.digest.reason ?? "")") }
    guard let place = file.place, FileStatus.of(place, followingLinks: true) != nil else {
      throw Failure(.missing, "it is not there any more")
    }
    let bytes = try FileReading.bytes(of: place, limit: limit)
    guard Digest.sha256(bytes) == digest else { throw Failure(.input, "it is not the recorded one any more") }
    return bytes
  }

  // MARK: Contents

  /// Larger files are told apart by their digests alone.
  static let maximumSize: Int64 = 256 << 20
  /// What is held in memory at a time, both sides together.
  static let maximumTotal: Int64 = 1 << 30

  /// Reads the contents of files that both have and whose digests differ, as far as files of their kind can be read.
  public func readDifferences(_ left: inout RunResults, _ right: inout RunResults) {
    var total: Int64 = 0
    for (first, second) in ResultPairing(left.files, right.files).pairs {
      let (old, new) = (left.files[first], right.files[second])
      if let digest = old.digest.value, digest == new.digest.value { continue }
      if case .unreadable = old.content { continue }
      if case .unreadable = new.content { continue }
      total += old.size + new.size
      let isTooMuch = total > Self.maximumTotal
      left.files[first].content = content(of: old, isTooMuch)
      right.files[second].content = content(of: new, isTooMuch)
    }
  }

  private func content(of file: ResultFile, _ isTooMuch: Bool) -> ResultFile.Content {
    let suffix = lastComponent(of: file.path).split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard ["csv", "jsonl", "ndjson", "json", "npy"].contains(suffix) else { return .opaque }
    if isTooMuch { return .unreadable("the files that differ are too large to be compared by value, all together") }
    do throws(Failure) {
      let bytes = try Self.recorded(file, limit: Self.maximumSize)
      switch suffix {
      case "json": return .tree(try JSONReader.read(bytes))
      case "npy": return .array(try NumPyArray(bytes))
      default:
        return .table(try MetricReader.read(bytes, shownAs: file.path, epochColumns: project.policy.metrics.epoch))
      }
    } catch {
      let place = error.position.map { "line \($0.line): " } ?? ""
      return .unreadable(place + error.message)
    }
  }
}

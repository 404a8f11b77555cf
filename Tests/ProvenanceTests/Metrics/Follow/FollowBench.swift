import Foundation
import TestSupport

@testable import Provenance

/// A project with one experiment whose metric file grows as a test wants it to.
struct FollowBench {
  let scratch = Scratch()
  let project: Project
  let ledger: Ledger
  let name: String
  static let experiment = "20261120_215603_mlp_follow"

  init(_ name: String = "metrics.csv") throws {
    self.name = name
    project = Project(
      root: scratch.path, policy: Policy(),
      policyRecord: PolicyRecord(digest: .sha256("policy"), schemaVersion: "1.0.0", updated: ""))
    ledger = try Ledger.open(project)
    try FileWriting.makeFolders(folder)
  }

  var folder: String { project.folder(of: Self.experiment) }
  var path: String { folder + "/" + name }

  func follower(attempt: Int = 1) -> MetricFollower {
    MetricFollower(project: project, experiment: Self.experiment, attempt: attempt, folder: folder)
  }

  /// Sets the file's content, as a writer that opens it anew.
  func write(_ bytes: some Collection<UInt8>) throws {
    if FileStatus.of(path) == nil { return try FileWriting.create(path, with: Array(bytes), durable: false) }
    let handle = try opened(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func append(_ bytes: some Collection<UInt8>) throws {
    guard FileStatus.of(path) != nil else { return try write(bytes) }
    let handle = try opened(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  func append(_ text: String) throws { try append(Array(text.utf8)) }

  var points: [MetricSeries] { get throws { try ledger.allPoints(of: Self.experiment, attempt: 1) } }

  /// What one look at the whole file gives.
  func table() throws -> MetricTable {
    try MetricReader.read(path: path, shownAs: name, epochColumns: project.policy.metrics.epoch)
  }

  /// The series that a table holds, as the ledger would.
  func series(of table: MetricTable, generation: Int = 1) -> [MetricSeries] {
    var found: [MetricSeries] = []
    for batch in table.batches {
      var points: [MetricPoint] = []
      batch.forEach { points.append(MetricPoint(step: $0, value: $1, line: Int($2))) }
      found.append(
        MetricSeries(
          attempt: 1, source: name, generation: generation, metric: batch.key.metric.string, split: batch.key.split.string,
          count: points.count, points: points))
    }
    return found
  }
}

private func opened<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Failure(.environment, "the file cannot be opened") }
  return value
}

/// The same series in an order that does not depend on how they were found.
func ordered(_ series: [MetricSeries]) -> [MetricSeries] {
  series.sorted { ($0.generation, $0.metric, $0.split) < ($1.generation, $1.metric, $1.split) }
}

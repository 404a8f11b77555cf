import TestSupport
import Testing

@testable import Provenance

@Suite struct ResultCollectorTests {
  private func results(
    _ files: [(path: String, role: Artifact.Role, text: String)], after: (EvidenceFolder) throws -> Void = { _ in }
  ) throws -> RunResults {
    let folder = try EvidenceFolder()
    for file in files { try folder.write(file.path, file.text) }
    folder.artifacts = files.map { ($0.path, $0.role) }
    try folder.register()
    try folder.finish()
    try after(folder)
    return ResultCollector(project: folder.project, ledger: nil).results(of: try ExperimentRecord.load(folder.folder))
  }

  @Test func metricsBecomeSeriesAndOtherFilesStayFiles() throws {
    let found = try results([
      ("metrics.csv", .metrics, "epoch,split,loss\n2,train,0.5\n1,train,1\n1,val,3\n"), ("best.pt", .bestCheckpoint, "w"),
      ("results.json", .result, "{\"auc\": 0.75, \"name\": \"a\"}"), ("stdout.log", .log, "x"),
    ])
    #expect(found.series.map { "\($0.metric) \($0.split)" } == ["loss train", "loss val", "auc "])
    #expect(found.series[0].steps == [1, 2] && found.series[0].values == [1, 0.5] && found.series[0].counter == "epoch")
    #expect(found.series[2].values == [0.75])
    #expect(found.files.map(\.path) == ["best.pt", "results.json", "stdout.log"])
    #expect(found.end == .init(state: .completed, exitStatus: 0))
  }

  @Test func aFileThatWasChangedSinceIsNoneOfTheResults() throws {
    let found = try results([("metrics.csv", .metrics, "epoch,loss\n1,0.5\n")]) { folder in
      try folder.write("metrics.csv", "epoch,loss\n1,0.4\n")
    }
    #expect(found.series.isEmpty)
    guard case .unreadable(let why)? = found.files.first?.content else {
      Issue.record("it was read")
      return
    }
    #expect(why == "it is not the recorded one any more")
  }

  @Test func whatWasNotRunHasNoResults() throws {
    let folder = try EvidenceFolder()
    try folder.register()
    let found = ResultCollector(project: folder.project, ledger: nil).results(of: try ExperimentRecord.load(folder.folder))
    #expect(found.attempt == nil && found.end == nil && found.series.isEmpty)
  }

  @Test func onlyFilesThatDifferAreRead() throws {
    func files(_ digit: Int, _ broken: String) -> [(path: String, role: Artifact.Role, text: String)] {
      [
        ("same.json", .other, "{}"), ("p.csv", .other, "a\n\(digit)\n"), ("bad.json", .other, broken),
        ("w.bin", .other, "\(digit)"),
      ]
    }
    let first = SealedFolder(try EvidenceFolder(), files(1, "{"))
    let second = SealedFolder(try EvidenceFolder(), files(2, "["))
    var (left, right) = (try first.results(), try second.results())
    ResultCollector(project: first.folder.project, ledger: nil).readDifferences(&left, &right)
    #expect(left.files.map { Self.kind($0.content) } == ["not read", "table", "unreadable", "opaque"])
    #expect(right.files.map { Self.kind($0.content) } == ["not read", "table", "unreadable", "opaque"])
  }

  private static func kind(_ content: ResultFile.Content) -> String {
    switch content {
    case .notRead: "not read"
    case .table: "table"
    case .tree: "tree"
    case .array: "array"
    case .opaque: "opaque"
    case .unreadable: "unreadable"
    }
  }
}

/// A folder whose files are sealed.
private struct SealedFolder {
  let folder: EvidenceFolder
  let files: [(path: String, role: Artifact.Role, text: String)]

  init(_ folder: EvidenceFolder, _ files: [(path: String, role: Artifact.Role, text: String)]) {
    (self.folder, self.files) = (folder, files)
  }

  func results() throws -> RunResults {
    for file in files { try folder.write(file.path, file.text) }
    folder.artifacts = files.map { ($0.path, $0.role) }
    try folder.register()
    try folder.finish()
    return ResultCollector(project: folder.project, ledger: nil).results(of: try ExperimentRecord.load(folder.folder))
  }
}

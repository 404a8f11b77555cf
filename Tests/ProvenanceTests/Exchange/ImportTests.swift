import TestSupport
import Testing

@testable import Provenance

/// Bundles are taken in whole, once, and without a word lost.
@Suite struct ImportTests {
  private let one = "20261120_215603_m_one"
  private let two = "20261120_215604_m_two"

  @Test func idsAndTimesStayAndTwiceIsOnce() throws {
    var a = try ExchangeProject()
    try a.register(one)
    try a.register(two)
    try a.note(one, "a note")
    let b = try ExchangeProject()
    let bundle = try a.bundle()
    let first = try b.take(bundle)
    #expect(first.count(.new) == 2 && first.entries == 3)
    #expect(try Set(b.entries()) == Set(a.entries()))
    let picture = try FolderPicture(b.scratch.path, ignoring: [FolderPicture.lock])
    let second = try b.take(bundle)
    #expect(second.count(.present) == 2 && second.entries == 0)
    let changes = try FolderPicture(b.scratch.path, ignoring: [FolderPicture.lock]).changes(since: picture)
    #expect(changes.isEmpty, "\(changes)")
    #expect(try ExperimentRecord.load(b.project.folder(of: one)).registered.time == Moment("2026-11-20T21:56:04.120Z")!)
  }

  @Test func foreignOrdersAreKeptVerbatimAndOnesOwnHoldsEveryEntry() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try a.register(one)
    try b.register(two)
    try b.take(a.bundle())
    let foreign = try FileReading.bytes(of: b.project.orderFolder + "/" + a.ledger.id)
    #expect(try foreign == FileReading.bytes(of: a.project.orderFolder + "/" + a.ledger.id))
    #expect(try b.ledger.order.digests() == b.entries().map(\.hex))
  }

  @Test func checkpointsAreKeptVerbatimAndOneOfTheSameNameBesideOurs() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try a.register(one)
    for (project, text) in [(a, "theirs"), (b, "ours")] {
      try project.scratch.write(".xp/checkpoints/\(a.ledger.id)/1", text)
    }
    try b.take(a.bundle())
    try b.take(a.bundle())
    let folder = b.project.checkpointsFolder + "/" + a.ledger.id
    let names = try FileReading.names(in: folder)
    #expect(try names.map { try FileReading.text(of: folder + "/" + $0) } == ["ours", "theirs"], "\(names)")
    b.clock = a.clock
  }

  /// Two checkpoints that disagree are what they are kept for: the other one is found by its ending, and told.
  @Test func aCheckpointThatDisagreesIsKeptWhereAllAreLookedForAndTold() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try a.register(one)
    let name = "\(a.ledger.id).1.0a0b0c0d.checkpoint"
    for (project, text) in [(a, "theirs"), (b, "ours")] { try project.scratch.write(".xp/checkpoints/" + name, text) }
    let report = try b.take(a.bundle())
    #expect(report.findings.contains { $0.message.contains("checkpoint \(name)") }, "\(report.findings)")
    let kept = try CheckpointFolder(b.project).paths().map { try FileReading.text(of: $0) }
    #expect(Set(kept) == ["ours", "theirs"])
    b.clock = a.clock
  }

  /// The README that comes along names its pictures.
  @Test func picturesOfAReadmeComeAlong() throws {
    var a = try ExchangeProject()
    try a.register(one)
    try FileWriting.makeFolders(a.project.folder(of: one) + "/README.figures")
    try FileWriting.replace(a.project.folder(of: one) + "/README.figures/loss.svg", with: "<svg/>", durable: false)
    let b = try ExchangeProject()
    try b.take(a.bundle())
    #expect(try FileReading.text(of: b.project.folder(of: one) + "/README.figures/loss.svg") == "<svg/>")
  }

  @Test func aRebuiltLedgerHasTheSameOrderAsBefore() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try b.register(two)
    try a.register(one, title: "theirs")
    try a.note(one, "x")
    try b.register(one, title: "ours")
    try b.take(a.bundle())
    let before = try (b.entries(), b.ledger.experiments().map(\.name).sorted())
    #expect(before.1.count == 3)
    _ = try LedgerRebuild(project: b.project, now: b.clock, environment: b.environment).rebuild()
    let rebuilt = try Ledger.open(b.project)
    #expect(try rebuilt.entryDigests() == before.0)
    #expect(try rebuilt.experiments().map(\.name).sorted() == before.1)
  }

  @Test func anotherExperimentOfTheSameNameIsKeptApartAndFoundAgain() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try a.register(one, title: "theirs")
    try b.register(one, title: "ours")
    let report = try b.take(a.bundle())
    let kept = try #require(report.experiments.first)
    let digits = try a.entries()[0].hex.prefix(8)
    #expect(kept.outcome == .conflict && kept.folder == "\(one)_\(digits)")
    #expect(try ExperimentRecord.load(b.project.folder(of: one)).registration.title == "ours")
    #expect(try ExperimentRecord.load(b.project.folder(of: kept.folder)).registration.title == "theirs")
    #expect(try b.ledger.experiments().map(\.title).sorted() == ["ours", "theirs"])
    #expect(try b.take(a.bundle()).experiments.map(\.outcome) == [.present])
    // What is said about it here goes home with it.
    try b.note(kept.folder, "from b")
    let home = try a.take(b.bundle([kept.folder]))
    #expect(home.experiments.map(\.folder) == [one] && home.experiments.map(\.outcome) == [.extended] && home.entries == 1)
    #expect(try ExperimentRecord.load(a.project.folder(of: one)).entries.map(\.kind) == [.registered, .noted])
  }

  /// A whole project was copied with its ledger's id, and both went on.
  @Test func journalsOfOneWriterThatWentTwoWaysLoseNothing() throws {
    var a = try ExchangeProject()
    try a.register(one)
    var b = try ExchangeProject()
    try b.take(a.bundle())
    // The same writer, twice.
    try FileWriting.replace(b.project.hidden + "/id", with: a.ledger.id + "\n")
    try FileWriting.remove(b.project.ledgerPath)
    for suffix in ["-wal", "-shm"] { try FileWriting.remove(b.project.ledgerPath + suffix) }
    let twin = try Ledger.open(b.project)
    _ = try b.sync()
    try a.note(one, "a")
    try Recorder(project: b.project, ledger: twin).record(.noted, about: one, body: Note(text: "b"), at: b.tick())
    b.clock = a.tick()
    for _ in 0..<2 {
      let report = try b.take(a.bundle())
      #expect(try b.told().isSuperset(of: a.told()) && Set(twin.entryDigests()) == b.told())
      #expect(report.experiments[0].differing.isEmpty)
    }
    #expect(try ExperimentRecord.load(b.project.folder(of: one)).entries.map(\.kind) == [.registered, .noted, .noted])
  }

  @Test func aFileThatIsHereWithAnotherContentStaysAndIsSaid() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try a.register(one)
    try a.finish(one, [("best.pt", .bestCheckpoint), ("sub/metrics.csv", .metrics)])
    try b.take(a.bundle(roles: []))
    try FileWriting.replace(b.project.folder(of: one) + "/best.pt", with: "mine")
    let report = try b.take(a.bundle())
    #expect(report.experiments[0].differing == ["best.pt"] && report.experiments[0].files == 1)
    #expect(try FileReading.text(of: b.project.folder(of: one) + "/best.pt") == "mine")
    #expect(try FileReading.text(of: b.project.folder(of: one) + "/sub/metrics.csv") == "content of sub/metrics.csv")
    b.clock = a.clock
  }

  @Test func noLinkHereLeadsAFileOfABundleElsewhere() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try a.register(one)
    try a.finish(one, [("sub/metrics.csv", .metrics)])
    try b.take(a.bundle(roles: []))
    try b.scratch.write("elsewhere/keep", "x")
    let link = b.project.folder(of: one) + "/sub"
    _ = try ChildProcess.run(["ln", "-s", b.scratch.path + "/elsewhere", link], in: "/", environment: b.environment)
    let report = try b.take(a.bundle())
    #expect(report.experiments[0].differing == ["sub/metrics.csv"])
    #expect(try FileReading.names(in: b.scratch.path + "/elsewhere") == ["keep"])
    b.clock = a.clock
  }

  @Test func aFolderCopiedByHandIsTakenInBySync() throws {
    var (a, b) = (try ExchangeProject(), try ExchangeProject())
    try a.register(one)
    try b.take(a.bundle())
    try a.note(one, "a")
    try b.note(one, "b")
    // Both went on; the union of the folders is the merge.
    let copy = try ChildProcess.run(
      ["cp", "-R", a.project.folder(of: one) + "/.", b.project.folder(of: one)], in: "/", environment: a.environment)
    #expect(copy.succeeded)
    #expect(try b.sync().contains { $0.message.contains("1 entry was in journals only") })
    let (here, there) = (try Set(b.entries()), try Set(a.entries()))
    #expect(try here.isSuperset(of: there) && here == b.told() && here.count == 3)
    #expect(try b.sync().isEmpty)
  }

  @Test func aFolderThatWasGivenAnotherNameIsFoundUnderThat() throws {
    var a = try ExchangeProject()
    try a.register(one)
    let moved = try ChildProcess.run(
      ["mv", a.project.folder(of: one), a.project.folder(of: two)], in: "/", environment: a.environment)
    #expect(moved.succeeded)
    _ = try LedgerRebuild(project: a.project, now: a.clock, environment: a.environment).rebuild()
    #expect(try Ledger.open(a.project).experiments().map(\.name) == [two])
  }
}

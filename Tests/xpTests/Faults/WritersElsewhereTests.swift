import Foundation
import Provenance
import TestSupport
import Testing

/// Writers whose processes this one cannot see, and clocks that do not go as they should.
@Suite struct WritersElsewhereTests {
  private static let canUnshare: Bool = {
    guard let bench = try? Bench() else { return false }
    return (try? bench.expect("unshare -p -f true && command -v flock")) != nil
  }()

  @Test(.enabled(if: canUnshare, "skipped: no namespace can be made here"))
  func aWriterInAnotherSpaceOfProcessNumbersIsNotTakenForGone() throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title first -- true")
    // It has claimed a name and works on; here there is no process of its number.
    let name = "20261120_215603_m_claimed"
    try bench.expect(
      """
      mkdir experiments/\(name)
      printf '{"experiment":"\(name)","made":[],"refs":[],"staging":[]}\\n' > .xp/open/4194000-a
      mkfifo ../go ../ready
      (unshare -p -f flock .xp/open/4194000-a sh -c 'echo > ../ready; read x < ../go' >/dev/null 2>&1 &)
      read x < ../ready
      """)
    let meanwhile = try bench.xp("sync")
    #expect(meanwhile.status == 0 && !meanwhile.errorText.contains("cut off"), "\(meanwhile.errorText)")
    #expect(FileStatus.of(bench.folder + "/experiments/" + name) != nil)
    try bench.expect("echo > ../go; flock .xp/open/4194000-a true")
    let afterwards = try bench.xp("sync")
    #expect(afterwards.errorText.contains("\(name): its registration was cut off"), "\(afterwards.errorText)")
    #expect(FileStatus.of(bench.folder + "/experiments/" + name) == nil)
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test func aClockThatStepsBackChangesNeitherChainNorOrder() throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title one -- true")
    let project = try Project.load(bench.folder)
    let name = try #require(try bench.experiments().first)
    let recorder = Recorder(project: project, ledger: try Ledger.open(project))
    let time = try #require(Moment("2026-11-20T21:56:03.120Z"))
    var digests: [Digest] = []
    for step in [0, -3600, 60, -86_400, 1] {
      let moment = Moment(milliseconds: time.milliseconds + Int64(step) * 1000)
      digests.append(try recorder.record(.noted, about: name, body: ["note": "at \(step)"], at: moment).digest)
    }
    let record = try ExperimentRecord.load(bench.folder + "/experiments/" + name)
    #expect(record.findings.isEmpty)
    #expect(record.entries.suffix(5).map(\.digest) == digests)
    let order = try bench.expect("cat .xp/order/*")
    #expect(order.split(separator: "\n").suffix(5).map(String.init) == digests.map(\.hex))
    try bench.expect("xp ledger rebuild")
    #expect(try bench.expect("cat .xp/order/*") == order)
  }

  @Test func aFolderThatWasCopiedWhileItWasWrittenIsTakenInAndGoesOn() throws {
    let bench = try Bench.inRepository()
    try bench.expect("xp register --model m --title one -- true; xp verify >/dev/null; true")
    let name = try #require(try bench.experiments().first)
    let folder = "experiments/\(name)"
    // The copy has what was written by then: a whole line, and a part of the next.
    try bench.expect(
      """
      mkdir -p ../away/experiments && cp xp.toml ../away && cp -r \(folder) ../away/experiments
      cd ../away/\(folder) && for j in journal.*; do truncate -s -40 $j; done
      """)
    let sync = try bench.shell("cd ../away && xp sync")
    #expect(sync.status == 0 && sync.text == "1 experiment in the ledger\n", "\(sync.errorText)")
    #expect(sync.errorText.contains("its last line was cut after"), "\(sync.errorText)")
    // Copied once more, whole.
    try bench.expect("cp \(folder)/journal.* ../away/\(folder)")
    let again = try bench.shell("cd ../away && xp sync && xp verify >/dev/null; cat .xp/order/* | wc -l")
    #expect(!again.errorText.contains("error"), "\(again.errorText)")
    let record = try ExperimentRecord.load(bench.scratch.path + "/away/" + folder)
    #expect(record.findings.isEmpty && record.entries.contains { $0.kind == .recovered } && record.judged != nil)
  }
}

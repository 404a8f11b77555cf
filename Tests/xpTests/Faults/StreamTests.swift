import Provenance
import TestSupport
import Testing

/// Standard streams that are closed, full or gone.
@Suite struct StreamTests {
  @Test func aReaderThatGoesAwayIsNoCrash() throws {
    let bench = try Bench.inRepository()
    #expect(try bench.expect("xp policy show | head -n 1").split(separator: "\n").count == 1)
    #expect(try bench.expect("xp --help | head -n 1; xp policy show | true").isEmpty == false)
  }

  /// `xp run … | less`: the rest is shown when it is asked for, and nothing is burnt until then, whatever else is told meanwhile.
  @Test func aReaderThatIsSlowCostsNoProcessorTime() throws {
    let bench = try Bench.inRepository(["train.sh": "seq 100000; { sleep 0.5; echo late; } &"])
    func seconds(reader: String) throws -> Double {
      let run = "{ xp run --model m --title t -- sh train.sh 2>/dev/null; times >\(bench.folder)/times; }"
      #expect(try bench.expect("\(run) | { \(reader); grep -x 100000; }") == "100000\n")
      // The second line is of the children: user and system, such as 0m0.120000s.
      let line = try bench.expect("sed -n 2p times").split { $0 == " " || $0 == "\n" }
      return line.reduce(0) { $0 + ($1.split { $0 == "m" || $0 == "s" }.last.flatMap { Double($0) } ?? .infinity) }
    }
    let (quick, slow) = (try seconds(reader: "true"), try seconds(reader: "sleep 2"))
    #expect(slow < quick + 0.4, "\(slow) s against \(quick) s")
  }

  @Test(arguments: ["--version", "--help", "help register", "policy show", "hash c.json", "hash --canonical c.json", "verify"])
  func aFullOutputIsNotASuccess(_ words: String) throws {
    let bench = try Bench.inRepository()
    try bench.write("c.json", "{}")
    try bench.expect("xp register --model m --title t -- true")
    let run = try bench.shell("xp \(words) >/dev/full")
    #expect(run.status == 2, "\(words): \(run.status) \(run.errorText)")
    #expect(run.errorText.contains("standard output: cannot write: no space left"), "\(words): \(run.errorText)")
  }

  @Test func closedStreamsLeadNoWriteIntoARecord() throws {
    let bench = try Bench.inRepository()
    for closing in [">&-", "<&- >&-", "<&- >&- 2>&-", "2>&-"] {
      let run = try bench.shell("xp register --model m --title t -- true \(closing)")
      #expect(run.status == (closing == "2>&-" ? 0 : 2), "\(closing): \(run.errorText)")
    }
    let problems = try Soundness(bench).problems
    #expect(problems.isEmpty, "\(problems)")
    #expect(try bench.experiments().count == 4)
    #expect(try bench.expect("grep -rla 'registered 2' .xp experiments; true").isEmpty)
  }
}

import Checklist
import Foundation
import Provenance
import TestSupport
import Testing

/// Killed at whatever instant, a reproduction leaves whole experiments and whole statements.
@Suite struct ReproduceKillTests {
  @Test func whoeverIsKilledLeavesNothingHalfRecorded() throws {
    let bench = try ReproductionBench()
    var driver = KillDriver(bench.bench, seed: 77)
    let time = try driver.duration { _ in "xp reproduce \(bench.name)" }
    var killed = 0
    for round in 0..<(KillDriver.isSoaking ? 150 : 20) {
      if try driver.strike("xp reproduce \(bench.name)", within: time * 1.1) { killed += 1 }
      // What goes on without its recorder comes to its end; then the next command settles everything.
      try bench.bench.shell("for m in .xp/open/*.run; do [ -e \"$m\" ] && (flock -w 60 9) 9<\"$m\"; done 2>/dev/null")
      let next = try bench.bench.xp("sync")
      #expect(next.status == 0, "round \(round): \(next.errorText)")
      let own = try bench.record().entries.filter { $0.kind == .reproduced }.map(\.body)
      for name in try bench.bench.experiments() where name != bench.name {
        let stated = try bench.record(name).entries.filter { $0.kind == .reproduced }.map(\.body)
        #expect(stated.count <= 1 && stated.allSatisfy(own.contains), "round \(round): \(name) is stated in one journal only")
      }
      #expect(try Soundness(bench.bench).problems == [], "round \(round)")
    }
    #expect(killed > 0, "no round was killed")
    // The next reproduction takes away what was left of rebuilt trees.
    #expect(try bench.reproduce().status == 0)
    #expect(try FileReading.names(in: bench.bench.folder + "/.xp/rebuilt") == [])
  }
}

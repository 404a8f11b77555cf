import Checklist
import Provenance
import Testing

@Suite struct PreflightTests {
  private static let file = DataInput(path: "d.csv", mode: .full, digest: .known(.sha256("d")), files: 1, size: 1)

  private static func data(_ change: (inout DataPresence) -> Void) -> [String] {
    var presence = DataPresence(recorded: file, now: .known(file))
    change(&presence)
    return Preflight.doubts(about: [presence])
  }

  @Test func dataThatIsWhatItWasIsNoDoubt() {
    #expect(Self.data { _ in } == [])
  }

  @Test func dataOfAnotherDigestIsADoubt() {
    #expect(
      Self.data { presence in
        var other = Self.file
        other.digest = .known(.sha256("e"))
        presence.now = .known(other)
      } == ["the data d.csv is not what it was"])
  }

  @Test func dataThatIsGoneIsADoubtUnlessTheTreeHasIt() {
    #expect(Self.data { $0.now = .unknown("there is no such data") } == ["the data d.csv is not here"])
    #expect(
      Self.data {
        $0.now = .unknown("there is no such data")
        $0.isInTree = true
      } == [])
  }

  @Test func dataOfWhichOnlyNamesWereRecordedCannotBeTold() {
    let doubts = Self.data { presence in
      presence.recorded.mode = .stat
      var now = presence.recorded
      now.digest = .known(.sha256("other times"))
      presence.now = .known(now)
    }
    #expect(doubts.count == 1 && doubts[0].hasPrefix("whether the data is what it was cannot be told"))
  }
}

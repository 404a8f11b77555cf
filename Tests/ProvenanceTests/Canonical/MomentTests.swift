import Provenance
import Testing

@Suite struct MomentTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-20T07:32:00.125Z", 1_795_159_920_125),
      ("2026-11-20T08:32:00.1259+01:00", 1_795_159_920_125),
      ("2026-11-20 07:32:00Z", 1_795_159_920_000), ("2024-02-29T00:00:00-00:30", 1_709_166_600_000),
    ] as [(String, Int64)])
  func rfc3339IsRead(text: String, milliseconds: Int64) {
    #expect(Moment(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-11-20", "2026-11-20T07:32:00", "2026-13-20T07:32:00Z", "2026-02-29T07:32:00Z", "2026-11-20T24:00:00Z",
    "2026-11-20T07:60:00Z",
    "2026-11-20T07:32:00.Z", "2026-11-20T07:32:00Zx", "2026-11-20T07:32:00+1:00", "２026-11-20T07:32:00Z",
  ])
  func anythingElseIsNot(text: String) { #expect(Moment(text) == nil) }

  @Test func aStampIsReadBack() throws {
    let moment = try #require(Moment("2026-11-20T07:32:01Z"))
    #expect(moment.stamp == "20261120_073201")
    #expect(Moment(stamp: moment.stamp)?.milliseconds == moment.milliseconds)
    for bad in ["20261320_000000", "20260230_000000", "20261120_240000", "20261120-000000", "2026112_0000000"] {
      #expect(Moment(stamp: bad) == nil)
    }
  }

  @Test func theLocalSpellingHoldsInstantAndOffset() throws {
    let moment = try #require(Moment("2026-11-20T08:32:00.007+01:00"))
    #expect(moment.local == "2026-11-20T08:32:00.007+01:00")
  }

  @Test func aRecordHoldsTheInstantInUTC() throws {
    let moment = try #require(Moment("2026-11-20T08:32:00.007+01:00"))
    let value = try ValueEncoder.encode(moment)
    #expect(value == "2026-11-20T07:32:00.007Z")
    #expect(try ValueDecoder.decode(Moment.self, from: value).milliseconds == moment.milliseconds)
  }
}

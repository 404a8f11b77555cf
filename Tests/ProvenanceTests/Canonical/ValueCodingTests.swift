import Provenance
import Testing

@Suite struct ValueCodingTests {
  private struct Inner: Codable, Equatable {
    var sizeInBytes: Int64
    var sha256: String
    var when: Known<String>
  }
  private enum Kind: String, Codable { case bestModel = "best-model" }
  private struct Outer: Codable, Equatable {
    var schemaVersion: Int
    var ratio: Double
    var nothing: Int?
    var isReal: Bool
    var kind: Kind
    var inner: [Inner]
    var config: Value
    var nested: [[Int]]
  }

  private let record = Outer(
    schemaVersion: 1, ratio: 0.5, nothing: nil, isReal: true, kind: .bestModel,
    inner: [
      Inner(sizeInBytes: 1 << 40, sha256: "ab", when: .known("x")), Inner(sizeInBytes: 0, sha256: "", when: .unknown("no clock")),
    ], config: ["Kept As It Is": [1, nil]], nested: [[1], []])

  @Test func aRecordIsReadBackEqual() throws {
    let value = try ValueEncoder.encode(record)
    #expect(try ValueDecoder.decode(Outer.self, from: value) == record)
    #expect(try ValueDecoder.decode(Outer.self, from: JSONReader.read(value.canonicalText)) == record)
  }

  @Test func namesAreSnakeCaseAndNilIsLeftOut() throws {
    let value = try ValueEncoder.encode(record)
    #expect(value.object?.keys == ["schema_version", "ratio", "is_real", "kind", "inner", "config", "nested"])
    #expect(value["inner"]?.array?.first?.object?.keys == ["size_in_bytes", "sha256", "when"])
    #expect(value["inner"]?.array?.last?["when"] == ["unknown": "no clock"])
    #expect(value["config"] == ["Kept As It Is": [1, nil]])
  }

  @Test func nonFiniteFloatsSurviveARecord() throws {
    for ratio in [Double.nan, .infinity, -.infinity] {
      var copy = record
      copy.ratio = ratio
      let text = try ValueEncoder.encode(copy).canonicalText
      let read = try ValueDecoder.decode(Outer.self, from: JSONReader.read(text))
      #expect(read.ratio == ratio || (read.ratio.isNaN && ratio.isNaN))
    }
  }

  @Test func whatDoesNotFitIsNamedByItsPath() throws {
    var object = try #require(try ValueEncoder.encode(record).object)
    object["ratio"] = "much"
    let mistyped = #expect(throws: Failure.self) { try ValueDecoder.decode(Outer.self, from: .object(object)) }
    #expect(mistyped?.message == "`ratio` must be a number, not string")
    object["ratio"] = nil
    let missing = #expect(throws: Failure.self) { try ValueDecoder.decode(Outer.self, from: .object(object)) }
    #expect(missing?.message == "`ratio` is missing")
  }
}

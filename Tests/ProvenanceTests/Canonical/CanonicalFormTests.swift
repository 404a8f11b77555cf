import Foundation
import Provenance
import Testing

@Suite struct CanonicalFormTests {
  @Test(.enabled(if: PublishedVectors.jcs != nil, "skipped: corpus not found"))
  func thePublishedVectorsOfRFC8785AreMetByteForByte() throws {
    let folder = try #require(PublishedVectors.jcs) + "/testdata"
    let names = try FileReading.names(in: folder + "/input")
    #expect(names.count == 6)
    for name in names {
      let canonical = try JSONReader.read(FileReading.bytes(of: "\(folder)/input/\(name)")).canonicalBytes
      #expect(try canonical == FileReading.bytes(of: "\(folder)/output/\(name)"), "\(name)")
      let hex = try FileReading.text(of: "\(folder)/outhex/\(name.dropLast(5)).txt").split { $0.isWhitespace }
      #expect(canonical == hex.map { UInt8($0, radix: 16) }, "\(name)")
    }
  }

  @Test(.enabled(if: PublishedVectors.jcs != nil, "skipped: corpus not found"))
  func thePublishedNumberFileIsMetByDigest() throws {
    let published = [
      1_000: "be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687",
      10_000: "b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892",
      100_000: "22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7",
    ]
    let list = try FileReading.text(of: try #require(PublishedVectors.jcs) + "/es6_static_u64.txt")
    var doubles = PublishedDoubles(first: list.split(separator: "\n").compactMap { UInt64($0, radix: 16) })
    var text = ""
    for count in 1...100_000 {
      let bits = doubles.next()
      text += "\(String(bits, radix: 16)),\(Value.number(Number(Double(bitPattern: bits))).canonicalText)\n"
      if let digest = published[count] { #expect(Digest.sha256(text).hex == digest, "\(count) lines") }
    }
  }

  @Test func theOrderOfKeysDoesNotChangeTheDigest() throws {
    for seed in 0..<200 as Range<UInt64> {
      var generated = Generated(seed: seed, [.null, .date])
      let config = generated.config()
      let other = shuffled(config, &generated)
      #expect(other.canonicalBytes == config.canonicalBytes)
      #expect(other == config)
      #expect(other.pythonMD5 == config.pythonMD5)
    }
  }

  private func shuffled(_ value: Value, _ random: inout Generated) -> Value {
    switch value {
    case .array(let elements): return .array(elements.map { shuffled($0, &random) })
    case .object(let object):
      var members = object.members.shuffled(using: &random)
      for index in members.indices { members[index].value = shuffled(members[index].value, &random) }
      return .object(Object(members: members))
    default: return value
    }
  }

  @Test func whatRFC8785HasNotIsSaidWithoutAmbiguity() {
    let value: Value = [
      "big": .number(Number(spelling: "12345678901234567890", meaning: .integer)), "nan": .number(Number(.nan)),
      "low": .number(Number(-.infinity)), "day": .date("2026-11-20"), "own": ["$float": "NaN"],
    ]
    #expect(
      value.canonicalText
        == #"{"big":12345678901234567890,"day":{"$date":"2026-11-20"},"low":{"$float":"-Infinity"},"#
        + #""nan":{"$float":"NaN"},"own":{"$$float":"NaN"}}"#)
    #expect(value["nan"] != value["own"])
  }

  @Test func keysOfOtherBytesAreOtherKeys() throws {
    let value = try JSONReader.read("{\"é\": 1, \"e\u{301}\": 2}")
    #expect(value.object?.count == 2)
    #expect(value["é"] == 1)
    #expect(value["e\u{301}"] == 2)
  }

  @Test func keysAreSortedByUTF16() throws {
    let value = try JSONReader.read(#"{"\uFB33": 1, "😀": 2, "é": 3, "": 4, "a": 5, "ab": 6}"#)
    #expect(value.canonicalText == "{\"\":4,\"a\":5,\"ab\":6,\"é\":3,\"😀\":2,\"\u{FB33}\":1}")
  }
}

/// The doubles of the published number file, in its order (`es6_numbers.py`): a list, a run of neighbours, then a chain of SHA-256.
private struct PublishedDoubles {
  private var pending: [UInt64]
  private var block = [UInt8](repeating: 0, count: 32)

  init(first: [UInt64]) { pending = (first + (0..<2000).map { 0x0010_0000_0000_0000 + $0 }).reversed() }

  mutating func next() -> UInt64 {
    while pending.isEmpty {
      let hex = Array(Digest.sha256(block).hex.utf8)
      block = stride(from: 0, to: 64, by: 2).map { UInt8(String(decoding: hex[$0..<($0 + 2)], as: UTF8.self), radix: 16)! }
      for start in stride(from: 24, through: 0, by: -8) {
        let word = block[start..<(start + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        if word & 0x7FFF_FFFF_FFFF_FFFF != 0, word >> 52 & 0x7FF != 0x7FF { pending.append(word) }
      }
    }
    return pending.removeLast()
  }
}

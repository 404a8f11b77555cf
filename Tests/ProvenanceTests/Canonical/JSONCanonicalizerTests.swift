import Provenance
import Testing

/// The judge is the reader with the canonical form: both ways take the same texts and give the same bytes.
@Suite struct JSONCanonicalizerTests {
  private func expectAgreement(_ text: [UInt8], _ location: SourceLocation = #_sourceLocation) {
    let expected = try? JSONReader.read(text).canonicalBytes
    let actual = JSONCanonicalizer.canonicalBytes(of: text)
    let agree = actual == expected && JSONCanonicalizer.sha256(of: text) == expected.map { Digest.sha256($0) }
    #expect(agree, "\(describe(text)) gives \(describe(actual)), not \(describe(expected))", sourceLocation: location)
  }

  private func expectAgreement(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    expectAgreement(Array(text.utf8), location)
  }

  private func describe(_ bytes: [UInt8]?) -> String {
    bytes.map { String(decoding: $0.prefix(2000), as: UTF8.self).debugDescription } ?? "a refusal"
  }

  @Test func generatedDocumentsGiveTheSameBytes() {
    var taken = 0
    for seed in 0..<6000 as Range<UInt64> {
      var hostile = HostileJSON(seed: seed)
      let text = hostile.document()
      expectAgreement(text)
      if JSONCanonicalizer.canonicalBytes(of: Array(text.utf8)) != nil { taken += 1 }
    }
    // Neither all taken, or duplicates would not have been tried, nor most refused.
    #expect((3000..<6000).contains(taken))
  }

  @Test func numbersOfAllShapesGiveTheSameBytes() {
    for seed in 0..<60 as Range<UInt64> {
      var hostile = HostileJSON(seed: seed)
      for _ in 0..<500 { expectAgreement(hostile.number()) }
    }
    for number in HostileJSON.numbers { expectAgreement(number) }
  }

  @Test func numbersAroundEveryPowerOfTwoAndTenGiveTheSameBytes() {
    for exponent in -70...70 {
      for step in -3...3 as ClosedRange<Int64> {
        let two = Double(sign: .plus, exponent: exponent, significand: 1).bitPattern
        expectAgreement("\(Double(bitPattern: UInt64(Int64(two) + step)))")
        let ten = (Double("1e\(exponent / 3)") ?? 1).bitPattern
        expectAgreement("\(Double(bitPattern: UInt64(Int64(ten) + step)))")
      }
    }
  }

  @Test func configsThatWereWrittenGiveTheSameBytes() {
    for seed in 0..<300 as Range<UInt64> {
      var generated = Generated(seed: seed, [.null, .date])
      let config = generated.config()
      expectAgreement(JSONWriter.pretty(config))
      expectAgreement(JSONWriter.line(config))
    }
  }

  @Test func keysAreSortedByUTF16() {
    let keys = [
      "\u{E000}", "\u{FFFF}", "😀", "\u{10FFFF}", "é", "e\u{301}", "\\u0000", "", "a", "ab", "\\n", "\\u001f", "\\\\", "\\\"", "$",
    ]
    for prefix in ["", "common", "común\u{E000}"] {
      for suffix in ["", "\u{E001}", "😁", "same for all of them"] {
        for turn in keys.indices {
          let members = (keys[turn...] + keys[..<turn]).map { "\"\(prefix)\($0)\(suffix)\":0" }
          expectAgreement("{" + members.joined(separator: ",") + "}")
          expectAgreement("{\"b\": [{" + members.joined(separator: " , ") + "}], \"a\":1}")
        }
      }
    }
  }

  @Test(arguments: [
    #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"b":0,"a":{"x":1,"y":2,"x":3}}"#, #"{"\u000a":1,"\n":2}"#,
    #"{"é":1,"\u00e9":2}"#,
    #"{"":1,"":2}"#, #"{"b":1,"a":1,"b":1}"#, #"{"a\u0000":1,"b":0,"a\u0000":1}"#,
  ])
  func duplicateKeysAreRefused(text: String) {
    #expect(JSONCanonicalizer.canonicalBytes(of: Array(text.utf8)) == nil)
    expectAgreement(text)
  }

  @Test func extensionsAreWrittenAndCannotBePosed() {
    let text = #"{"x":NaN,"b":[Infinity,-Infinity,1e400,-1e400],"a":{"$float":"NaN"},"c":{"$":{"$$":{}}},"d":{"$a":1,"$":2}}"#
    let canonical = JSONCanonicalizer.canonicalBytes(of: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    #expect(
      canonical == #"{"a":{"$$float":"NaN"},"b":[{"$float":"Infinity"},{"$float":"-Infinity"},{"$float":"Infinity"},"#
        + #"{"$float":"-Infinity"}],"c":{"$$":{"$$$":{}}},"d":{"$":2,"$a":1},"x":{"$float":"NaN"}}"#)
    expectAgreement(text)
    expectAgreement(#"{"$x":1}"#)
  }

  @Test func outputMayBeMuchLongerThanTheText() {
    for element in ["NaN", "1e20", "1e999", "-1e999", "{\"$\":0}"] {
      expectAgreement("[" + Array(repeating: element, count: 5000).joined(separator: ",") + "]")
      expectAgreement("{" + (0..<3000).map { "\"\(9999 - $0)\":\(element)" }.joined(separator: ",") + "}")
    }
  }

  /// Debug builds stop where the room is not enough: so it is tried with all that a text can leave of it.
  @Test func everyGrowthMakesRoomForTheRest() {
    for element in ["{\"$\":0}", "NaN", "Infinity", "1E30", "\"text\""] {
      for count in 0..<60 {
        let elements = Array(repeating: "1e20", count: count) + Array(repeating: element, count: 300)
        expectAgreement("[" + elements.joined(separator: ",") + "]")
      }
    }
  }

  @Test func nestingHasTheReadersLimit() {
    for depth in [511, 512, 513, 10_000] {
      for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"$\":", "}"), ("{\"b\":0,\"a\":", "}")] {
        expectAgreement(String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth))
        expectAgreement(String(repeating: open, count: depth))
      }
      expectAgreement(String(repeating: "[", count: depth) + String(repeating: "]", count: depth))
    }
  }

  // MARK: What is not JSON

  private static let samples = [
    "\u{FEFF}{\"z\": [1, -2.50, 1e-7, 0.1234567890123456, 1E400, NaN, -Infinity], \"größe\": \"tab\\there \\u00e9\\ud83d\\ude00\", \"\u{E000}\": {}, "
      + "\"😀\": [true, false, null, []], \"$f\": {\"$float\": Infinity}}",
    "{\"b\\\\\":{\"d\":1,\"c\":{\"$\":2}},\"b\\n\":\"\\/\",\"a\":\"long enough for eight at a time, é\"}\r\n",
  ].map { Array($0.utf8) }

  @Test func everyTruncationIsJudgedTheSame() {
    for sample in Self.samples {
      for length in 0...sample.count { expectAgreement(Array(sample[..<length])) }
      for start in sample.indices { expectAgreement(Array(sample[start...])) }
    }
  }

  @Test func everyChangedByteIsJudgedTheSame() {
    for sample in Self.samples {
      for place in sample.indices {
        for byte in 0...255 as ClosedRange<UInt8> where byte != sample[place] {
          var changed = sample
          changed[place] = byte
          expectAgreement(changed)
        }
      }
    }
  }

  @Test func manyChangesAreJudgedTheSame() {
    var random = Generated(seed: 7)
    let pieces = Array("{}[]\",:\\u0e-+.1NI \n\u{E9}".utf8)
    for seed in 0..<3000 as Range<UInt64> {
      var hostile = HostileJSON(seed: seed)
      var text = Array(hostile.document().utf8)
      for _ in 0...(random.next() % 3) where !text.isEmpty {
        let place = Int(random.next() % UInt64(text.count))
        switch random.next() % 3 {
        case 0: text.remove(at: place)
        case 1: text.insert(pieces[Int(random.next() % UInt64(pieces.count))], at: place)
        default: text[place] = UInt8(truncatingIfNeeded: random.next())
        }
      }
      expectAgreement(text)
    }
  }

  @Test(.enabled(if: PublishedVectors.jcs != nil, "skipped: corpus not found"))
  func thePublishedVectorsOfRFC8785AreMetByteForByte() throws {
    let folder = try #require(PublishedVectors.jcs) + "/testdata"
    let names = try FileReading.names(in: folder + "/input")
    #expect(names.count == 6)
    for name in names {
      let text = try FileReading.bytes(of: "\(folder)/input/\(name)")
      #expect(try JSONCanonicalizer.canonicalBytes(of: text) == FileReading.bytes(of: "\(folder)/output/\(name)"), "\(name)")
    }
  }
}

import FuzzedReaders
import TestSupport
import Testing

@testable import Provenance

/// What a fuzzer found, or may begin with, is read again with every run of the tests: no crash, no broken law, an end.
@Suite struct FuzzCorpusTests {
  private static let folder = Built.root + "/Tests/ProvenanceTests/Fixtures/fuzz/"

  @Test(arguments: FuzzedReader.allCases) func aReaderSurvivesItsCorpus(_ reader: FuzzedReader) throws {
    let names = try FileReading.names(in: Self.folder + reader.rawValue)
    #expect(names.count >= 2)
    for name in names { reader.take(try FileReading.bytes(of: Self.folder + reader.rawValue + "/" + name)) }
  }

  /// Without coverage, but with every run: the corpus, mutilated by a seed.
  @Test(arguments: FuzzedReader.allCases) func aReaderSurvivesItsMutilatedCorpus(_ reader: FuzzedReader) throws {
    var random = Generated(seed: 7)
    let corpus = try FileReading.names(in: Self.folder + reader.rawValue).map {
      try FileReading.bytes(of: Self.folder + reader.rawValue + "/" + $0)
    }
    for _ in 0..<150 {
      var bytes = corpus[Int(random.next() % UInt64(corpus.count))]
      for _ in 0...Int(random.next() % 4) { Self.mutilate(&bytes, corpus, &random) }
      reader.take(bytes)
    }
  }

  private static func mutilate(_ bytes: inout [UInt8], _ corpus: [[UInt8]], _ random: inout Generated) {
    guard !bytes.isEmpty else { return bytes = corpus[0] }
    let place = Int(random.next() % UInt64(bytes.count))
    switch random.next() % 5 {
    case 0: bytes[place] ^= 1 << UInt8(random.next() % 8)
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + Int(random.next() % 9)))
    case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
    default:
      let other = corpus[Int(random.next() % UInt64(corpus.count))]
      bytes = Array(bytes[..<place]) + other.suffix(Int(random.next() % UInt64(other.count + 1)))
    }
  }

  /// The corpus of bundles is made by a writer, so that a change of the format does not leave it behind.
  @Test func theCorpusHoldsABundleThatIsTaken() throws {
    let path = Self.folder + "bundle/whole"
    let whole = try BundleForge().bytes()
    if Built.isRecording {
      try FileWriting.replace(path, with: whole, durable: false)
      try FileWriting.replace(Self.folder + "bundle/cut", with: Array(whole.prefix(1700)), durable: false)
      let link = try BundleForge().bytes(header: { BundleForge.header($1, type: "2", link: "/etc/passwd") })
      try FileWriting.replace(Self.folder + "bundle/link", with: link, durable: false)
    }
    #expect(try FileReading.bytes(of: path) == whole)
  }
}

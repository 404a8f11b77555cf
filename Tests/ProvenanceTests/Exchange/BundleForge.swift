@testable import Provenance

/// Bundles as strangers make them: right but for one thing.
struct BundleForge {
  var files: [(path: String, bytes: [UInt8])]
  var experiments: [BundleManifest.Experiment]
  static let ledger = "0123456789abcdef"
  static let name = "20261120_215603_m_t"

  /// One experiment with its journal and a file.
  init() throws {
    let entry = Entry(
      .registered, experiment: Self.name, ledger: Self.ledger, time: Moment("2026-11-20T21:56:03.120Z")!, previous: nil,
      body: try Recorder.value(of: ExchangeProject.registration("t")))
    files = [
      ("experiments/\(Self.name)/config.jcs", Array("{}".utf8)),
      ("experiments/\(Self.name)/journal.\(Self.ledger).jsonl", entry.bytes + [0x0A]),
    ]
    experiments = [.init(name: Self.name, first: entry.digest, entries: 1)]
  }

  /// With one more file of the experiment.
  func adding(_ path: String, _ bytes: [UInt8] = Array("x".utf8)) -> BundleForge {
    var forge = self
    forge.files.append((path, bytes))
    return forge
  }

  func manifest(_ declare: (inout BundleManifest) -> Void = { _ in }) -> BundleManifest {
    let listed = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.map {
      BundleManifest.File(path: $0.path, size: Int64($0.bytes.count), sha256: .sha256($0.bytes))
    }
    var manifest = BundleManifest(
      made: Moment("2026-11-20T21:56:03.120Z")!, ledger: Self.ledger, experiments: experiments, files: listed)
    declare(&manifest)
    return manifest
  }

  /// The archive, whatever the manifest declares.
  func bytes(
    declare: (inout BundleManifest) -> Void = { _ in }, header: (String, [UInt8]) -> [UInt8] = { $1 }
  ) throws -> [UInt8] {
    let head = try manifest(declare).bytes()
    var archive =
      TarHeader.bytes(path: BundleManifest.name, size: Int64(head.count)) + head + TarHeader.padding(Int64(head.count))
    for file in files.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
      let size = Int64(file.bytes.count)
      archive += header(file.path, TarHeader.bytes(path: file.path, size: size)) + file.bytes + TarHeader.padding(size)
    }
    return archive + TarHeader.end
  }

  /// A header with another kind of file, its checksum right.
  static func header(_ header: [UInt8], type: Character, link: String = "") -> [UInt8] {
    var header = header
    header[156] = type.asciiValue!
    for (index, byte) in link.utf8.enumerated() { header[157 + index] = byte }
    for index in 148..<156 { header[index] = 0x20 }
    let digits = String(header[0..<512].reduce(0) { $0 + Int($1) }, radix: 8)
    for (index, byte) in (String(repeating: "0", count: 6 - digits.count) + digits + "\0 ").utf8.enumerated() {
      header[148 + index] = byte
    }
    return header
  }
}

import Foundation
import Provenance

/// Published test data that stands outside the repository: `$XP_VECTORS`, or `../shared/vectors` from the project's root.
enum PublishedVectors {
  static let root: String = {
    if let named = ProcessInfo.processInfo.environment["XP_VECTORS"] { return named }
    let project = URL(filePath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()
    return project + "/../shared/vectors"
  }()

  /// The paths of the TOML 1.0 corpus's `.toml` files; nil if it is not here.
  static let tomlCases: [String]? = {
    let tests = root + "/toml-test/tests"
    guard let list = try? FileReading.text(of: tests + "/files-toml-1.0.0") else { return nil }
    return list.split(separator: "\n").filter { $0.hasSuffix(".toml") }.map { tests + "/" + $0 }
  }()

  /// The folder of RFC 8785's vectors; nil if it is not here.
  static let jcs: String? = FileStatus.of(root + "/jcs/testdata") == nil ? nil : root + "/jcs"

  /// The folder of RFC 6962's vectors; nil if it is not here.
  static let merkle: String? = FileStatus.of(root + "/merkle/inclusion") == nil ? nil : root + "/merkle"

  /// The folder of DSSE's vectors; nil if it is not here.
  static let dsse: String? = FileStatus.of(root + "/dsse/vectors.json") == nil ? nil : root + "/dsse"

  /// The folder of the signed note's example; nil if it is not here.
  static let note: String? = FileStatus.of(root + "/note/signed-note-example.txt") == nil ? nil : root + "/note"
}

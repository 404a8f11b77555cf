import Foundation
import Provenance
import Testing

/// Rendered output that was looked at and found right. `XP_GOLDEN=update` writes it anew, to be looked at again.
enum Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path + "/Golden"
  static let project = URL(fileURLWithPath: folder).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static func expect(_ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let path = folder + "/" + name
    if ProcessInfo.processInfo.environment["XP_GOLDEN"] == "update" {
      try FileWriting.makeFolders(parent(of: path))
      try FileWriting.replace(path, with: text, durable: false)
    }
    let golden = try FileReading.text(of: path)
    #expect(text == golden, "\(name) has changed: XP_GOLDEN=update writes it anew", sourceLocation: sourceLocation)
  }
}

import Foundation
import Provenance

/// A throw-away folder that is removed with the value's last use.
public final class Scratch: Sendable {
  public let path: String

  public init() {
    let base = realPath(NSTemporaryDirectory()) ?? "/tmp"
    path = base + "/xp-test-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try! FileWriting.makeFolders(path)
  }

  deinit { try? FileWriting.remove(path) }

  /// Writes a file, and the folders above it.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    try FileWriting.makeFolders(parent(of: path + "/" + name))
    try FileWriting.replace(path + "/" + name, with: text, durable: false)
    return path + "/" + name
  }

  public func read(_ name: String) throws -> String { try FileReading.text(of: path + "/" + name) }
}

import Foundation
import Provenance

/// Where the project and what was built of it lie.
public enum Built {
  /// The project's root.
  public static let root = parent(of: parent(of: parent(of: #filePath)))

  /// The folder of the debug build: that of the test bundle, which lies beside `xp`.
  public static let folder: String = {
    #if os(Linux)
      parent(of: realPath("/proc/self/exe") ?? "")
    #else
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }.map { parent(of: $0.bundlePath) } ?? ""
    #endif
  }()

  public static let xp = folder + "/xp"

  /// True if `make record` runs: expectations are rewritten instead of compared.
  public static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
}

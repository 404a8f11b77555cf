import Provenance
import Testing

/// Expects that a text is the one in `Tests/xpTests/Golden/<name>`; `make record` rewrites the file instead.
public func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let path = Built.root + "/Tests/xpTests/Golden/" + name
  if Built.isRecording {
    try FileWriting.makeFolders(parent(of: path))
    try FileWriting.replace(path, with: text, durable: false)
    return
  }
  guard FileStatus.of(path) != nil else {
    Issue.record("there is no golden file \(name); `make record` writes it", sourceLocation: sourceLocation)
    return
  }
  let expected = try FileReading.text(of: path)
  guard !expected.isExactly(text) else { return }
  Issue.record("\(name) differs:\n\(lineDifference(expected, text))", sourceLocation: sourceLocation)
}

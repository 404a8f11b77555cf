import Provenance
import TestSupport
import Testing

/// Expects that a command is refused in clear words, prints no data, and touches nothing.
func expectRefusal(
  _ bench: Bench, _ words: [String], says fragments: [String], status: Int32 = 2, input: [UInt8] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let before = try FolderPicture(bench.folder, ignoring: [FolderPicture.lock])
  let run = try bench.xp(words, input: input)
  let shown = "\(words.joined(separator: " ").prefix(200))\n\(run.errorText.prefix(1000))\(run.text.prefix(300))"
  #expect(run.status == status, "\(shown)", sourceLocation: sourceLocation)
  #expect(run.output.isEmpty, "\(shown)", sourceLocation: sourceLocation)
  let errors = run.errorText.split(separator: "\n").filter { !$0.hasPrefix("xp: ") }
  #expect(errors.first?.hasPrefix("error: ") == true, "\(shown)", sourceLocation: sourceLocation)
  #expect(errors.last?.hasPrefix("hint: ") == true, "\(shown)", sourceLocation: sourceLocation)
  for fragment in fragments { #expect(run.errorText.contains(fragment), "\(shown)", sourceLocation: sourceLocation) }
  let changes = try FolderPicture(bench.folder, ignoring: [FolderPicture.lock]).changes(since: before)
  #expect(changes.isEmpty, "\(shown)\n\(changes.joined(separator: "\n"))", sourceLocation: sourceLocation)
}

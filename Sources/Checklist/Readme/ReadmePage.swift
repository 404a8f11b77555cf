import Provenance

/// A README file: what was rendered, what people wrote between the notes' markers, and the seal in its last line.
///
/// How people's text survives a new rendering:
///
/// 1. What stands between the line `<!-- xp:notes -->` and the last line `<!-- /xp:notes -->` is kept byte for byte.
/// 2. If the rest is not what its seal says was rendered, or if there is no seal, a person wrote there. The lines from the first to the
///    last that differ from the new rendering are moved behind the notes: as they are, or in a fenced block if they hold a fence, HTML or
///    a marker.
/// 3. Line ends (CRLF) and blank lines at the end are nobody's text.
public struct ReadmePage: Sendable, Equatable {
  /// The line before people's text.
  public static let notesStart = "<!-- xp:notes -->"
  /// The line after people's text.
  public static let notesEnd = "<!-- /xp:notes -->"

  /// All lines but the notes and the seal.
  public var rendered: [String]
  /// Between the markers, byte for byte; nil without a pair of markers.
  public var notes: String?
  /// What the file says it was rendered from; nil if `xp` did not render it.
  public var seal: ReadmeSeal?

  /// Takes a file's text apart.
  public init(_ text: String) {
    var bytes = text.utf8[...]
    var lines: [Substring] = []
    while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(Substring(bytes[...end]))
      bytes = bytes[text.utf8.index(after: end)...]
    }
    if !bytes.isEmpty { lines.append(Substring(bytes)) }
    let plain = lines.map(Self.withoutLineEnd)
    var outside = Array(plain.indices)
    if let start = plain.firstIndex(of: Self.notesStart), let end = plain.lastIndex(of: Self.notesEnd), start < end {
      notes = lines[(start + 1)..<end].joined()
      outside = Array(plain.indices.filter { $0 <= start || $0 >= end })
    }
    if let place = outside.lastIndex(where: { ReadmeSeal(line: plain[$0]) != nil }) {
      seal = ReadmeSeal(line: plain[outside[place]])
      outside.remove(at: place)
    }
    rendered = outside.map { plain[$0] }
    while rendered.last?.isEmpty == true { rendered.removeLast() }
  }

  private static func withoutLineEnd(_ line: Substring) -> String {
    var bytes = line.utf8
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    return String(Substring(bytes))
  }

  /// SHA-256 over the rendered lines, each with a newline.
  public var output: Digest { .sha256(rendered.map { $0 + "\n" }.joined()) }

  /// Whether all outside the notes is as it was rendered.
  public var isUntouched: Bool { seal?.output == output }

  /// Returns the file for a new rendering, with the text that people wrote into the one that is there.
  ///
  /// - Parameters:
  ///   - body: the rendering, without notes.
  ///   - inputs: ``ReadmeReport/inputs()`` of what was rendered.
  ///   - existing: the text of the file that is there.
  public static func text(body: String, inputs: Digest, existing: String?) -> String {
    let frame =
      body + (body.hasSuffix("\n") ? "" : "\n") + "\n## Notes\n\nWritten by people; kept when this file is rendered again.\n\n"
    let fresh = ReadmePage(frame + notesStart + "\n" + notesEnd + "\n")
    let notes = existing.map { keptNotes(of: ReadmePage($0), beside: fresh.rendered) } ?? ""
    let seal = ReadmeSeal(inputs: inputs, output: fresh.output)
    return frame + notesStart + "\n" + notes + notesEnd + "\n\n" + seal.line + "\n"
  }

  private static func keptNotes(of page: ReadmePage, beside fresh: [String]) -> String {
    let notes = page.notes ?? ""
    guard !page.isUntouched else { return notes }
    let written = page.difference(from: fresh)
    guard !written.isEmpty else { return notes }
    let title =
      page.seal == nil ? "From the README that was here before:" : "From outside the notes, when this file was rendered again:"
    let gap = notes.isEmpty || notes.utf8.suffix(2).elementsEqual([10, 10]) ? "" : "\n"
    return notes + gap + title + "\n\n" + guarded(written) + "\n"
  }

  /// The lines from the first to the last that the other rendering does not have in their place, without blank ones around.
  private func difference(from other: [String]) -> [String] {
    let shorter = min(rendered.count, other.count)
    var start = 0
    while start < shorter, rendered[start].isExactly(other[start]) { start += 1 }
    var end = 0
    while end < shorter - start, rendered[rendered.count - 1 - end].isExactly(other[other.count - 1 - end]) { end += 1 }
    var lines = rendered[start..<(rendered.count - end)]
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return Array(lines)
  }

  /// An open fence or comment would swallow what follows it.
  private static func guarded(_ lines: [String]) -> String {
    let text = lines.map { $0 + "\n" }.joined()
    let ticks = longestRun(of: UInt8(ascii: "`"), in: text)
    guard ticks >= 3 || longestRun(of: UInt8(ascii: "~"), in: text) >= 3 || text.utf8.contains(UInt8(ascii: "<")) else {
      return text
    }
    // The end marker must stand alone in its line to end the notes.
    let shifted = lines.map { $0.isExactly(notesStart) || $0.isExactly(notesEnd) ? " " + $0 : $0 }
    let fence = String(repeating: "`", count: max(3, ticks + 1))
    return fence + "text\n" + shifted.map { $0 + "\n" }.joined() + fence + "\n"
  }

  private static func longestRun(of wanted: UInt8, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == wanted ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

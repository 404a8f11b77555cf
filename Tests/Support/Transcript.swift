import Provenance

/// A console session in a Markdown file: manual and test at once, in the grammar of trycmd.
///
/// In a fence marked `console`, a line that begins with `$ ` is a command and `> ` goes on with it; `? N` beneath says that it exits with
/// N instead of 0; what follows is the output, stdout and stderr as a terminal would show them. All else is prose.
/// A line `<!-- files: FOLDER -->` copies a folder of the project into the session's folder first.
public struct Transcript: Sendable {
  public struct Step: Sendable {
    /// From 1.
    public let line: Int
    /// The command's lines, without their marks.
    public let command: [String]
    public var status: Int
    public var output: [String]
    /// Empty lines before the next command, which are not output.
    let gap: Int
  }

  enum Part: Sendable {
    case prose(String)
    case step(Step)
  }

  public let name: String
  let parts: [Part]

  /// - Throws: kind `input`, with the line, for output that no command precedes.
  public init(name: String, text: String) throws(Failure) {
    self.name = name
    var parts: [Part] = []
    var fence: String?
    var rows = lines(of: text)[...]
    while let row = rows.popFirst() {
      let line = rows.startIndex
      if fence == nil, let opened = Self.fence(row) {
        fence = opened
      } else if let closing = fence, row == closing {
        fence = nil
      } else if fence != nil {
        guard row.hasPrefix("$ ") else {
          throw Failure(.input, "output without a command", file: name, at: Position(line: line, column: 1))
        }
        parts.append(.step(Self.step(row, at: line, &rows, closing: fence ?? "")))
        continue
      }
      parts.append(.prose(row))
    }
    self.parts = parts
  }

  public var steps: [Step] {
    parts.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }

  /// The folders of the project that the session begins with.
  public var files: [String] {
    parts.compactMap {
      guard case .prose(let line) = $0, let match = line.wholeMatch(of: /<!-- files: (\S+) -->/) else { return nil }
      return String(match.1)
    }
  }

  /// The file's text with other steps in the places of its own.
  public func text(with steps: [Step]) -> String {
    var steps = steps[...]
    var rows: [String] = []
    for part in parts {
      switch part {
      case .prose(let line): rows.append(line)
      case .step(let own):
        let step = steps.popFirst() ?? own
        rows.append("$ " + step.command[0])
        rows += step.command.dropFirst().map { $0.isEmpty ? ">" : "> " + $0 }
        if step.status != 0 { rows.append("? \(step.status)") }
        rows += step.output + [String](repeating: "", count: step.gap)
      }
    }
    return rows.joined(separator: "\n") + "\n"
  }

  /// The line that closes the fence which a line opens: as many backticks, so that output may hold fences of its own.
  private static func fence(_ row: String) -> String? {
    let ticks = row.prefix { $0 == "`" }
    return ticks.count >= 3 && row.dropFirst(ticks.count) == "console" ? String(ticks) : nil
  }

  private static func step(
    _ first: String, at line: Int, _ rows: inout ArraySlice<String>, closing: String
  ) -> Step {
    var command = [String(first.dropFirst(2))]
    while let row = rows.first, row == ">" || row.hasPrefix("> ") {
      command.append(String(row.dropFirst(2)))
      rows.removeFirst()
    }
    var status = 0
    if let row = rows.first, row.hasPrefix("? "), let number = Int(row.dropFirst(2)) {
      status = number
      rows.removeFirst()
    }
    var output: [String] = []
    while let row = rows.first, row != closing, !row.hasPrefix("$ ") {
      output.append(row)
      rows.removeFirst()
    }
    var gap = 0
    while output.last == "" {
      output.removeLast()
      gap += 1
    }
    return Step(line: line, command: command, status: status, output: output, gap: gap)
  }
}

import Checklist
import Provenance

/// An experiment's page for a terminal: what it is, what it ran on, how it ended, what people said.
struct ShowText {
  let report: ExperimentReport
  var style = Style.plain
  /// Columns; longer lines are wrapped, never cut.
  var width = 80

  var text: String {
    let parts = ShowParts(report: report)
    var text =
      style.paint(Terminal.safe(report.name), .bold) + "  "
      + style.paint(Terminal.safe(report.status), .ofStatus(report.status)) + "\n"
    for section in [
      parts.head, parts.config, parts.inputs, parts.attempts, parts.metrics, parts.artifacts, parts.notes, parts.lineage,
      parts.judgment, parts.reproduced, parts.findings, parts.notCaptured,
    ] where !section.lines.isEmpty || !section.table.isEmpty {
      text += "\n" + (section.title.isEmpty ? "" : style.paint(Terminal.safe(section.title), .bold) + "\n")
      text += section.lines.map { block($0, indent: section.title.isEmpty ? 0 : 2) }.joined()
      if !section.table.isEmpty { text += Terminal.table(section.table, width: max(width, 40), indent: 2, style: style) }
    }
    return text
  }

  /// Labels are as wide as this, so that all sections line up.
  private static let labelWidth = 12

  /// A label and its text, wrapped behind the label; lines of the text stay lines.
  private func block(_ line: ShowParts.Line, indent: Int) -> String {
    let column = line.label.isEmpty ? indent : indent + Self.labelWidth + 2
    let label = Terminal.safe(line.label)
    let room = max(0, column - indent - Terminal.width(label))
    let head =
      String(repeating: " ", count: indent) + style.paint(label, .dim)
      + String(repeating: " ", count: line.label.isEmpty ? room : max(room, 2))
    let body = line.text.split(separator: "\n", omittingEmptySubsequences: false).map { text -> String in
      let wrapped = ChecklistText.paragraph(String(text), indent: column, width: max(width, 40))
      return wrapped.isEmpty ? "\n" : wrapped
    }.joined()
    let painted =
      line.colour == nil
      ? body
      : body.split(separator: "\n").map {
        String(repeating: " ", count: column) + style.paint(String($0.dropFirst(column)), line.colour) + "\n"
      }.joined()
    return head + painted.dropFirst(min(column, painted.count))
  }
}

/// The sections of a page, as labels and texts.
struct ShowParts {
  let report: ExperimentReport

  struct Line {
    var label: String
    var text: String
    var colour: Style.Colour?
    init(_ label: String, _ text: String, _ colour: Style.Colour? = nil) {
      (self.label, self.text, self.colour) = (label, text, colour)
    }
  }

  struct Section {
    var title = ""
    var lines: [Line] = []
    var table: [[Terminal.Cell]] = []
  }

  var head: Section {
    var lines = [Line("model", report.model), Line("title", report.title)]
    if let purpose = report.purpose { lines.append(Line("purpose", purpose)) }
    lines.append(Line("registered", Self.time(report.registeredLocally)))
    if report.rehearsal { lines.append(Line("rehearsal", "the script only pretended to train", .yellow)) }
    if report.imported { lines.append(Line("imported", "made without xp and taken in", .yellow)) }
    if report.archived { lines.append(Line("archived", "lists hide it", .yellow)) }
    if let campaign = report.campaign { lines.append(Line("campaign", campaign)) }
    if !report.tags.isEmpty { lines.append(Line("tags", report.tags.joined(separator: ", "))) }
    if !report.command.isEmpty {
      lines.append(Line("command", report.command.map { ShellWords.quoted($0) }.joined(separator: " ")))
    }
    return Section(lines: lines + [Line("folder", report.folder)])
  }

  var config: Section {
    let config = report.config
    var lines = [
      Line("source", "\(config.source), \(Short.count(config.keys, "key"))"), Line("digest", Short.digest(config.digest)),
    ]
    for override in config.overrides {
      lines.append(Line("set", "\(override.key): \(override.old ?? "(absent)") → \(override.new)"))
    }
    if let problem = config.problem { lines.append(Line("values", "cannot be shown: \(problem)", .yellow)) }
    for group in config.groups {
      let rest = group.keys - group.first.count
      let words = group.first.map { "\($0.name) \($0.text)" } + (rest > 0 ? ["and \(rest) more"] : [])
      lines.append(Line(group.name.isEmpty ? "(no group)" : group.name, words.joined(separator: ", ")))
    }
    return Section(title: "config", lines: lines)
  }

  /// Code, environment, seeds, data.
  var inputs: Section {
    var lines = code
    let wanted = ["host", "cpu", "gpu", "interpreter", "binary", "packages", "environment", "program"]
    lines += report.environment.filter { wanted.contains($0.name) }.map {
      Line($0.name, $0.text, $0.text.hasPrefix("unknown") ? .yellow : nil)
    }
    let seeds = report.seeds.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    lines.append(Line("seeds", seeds.isEmpty ? "none found" : seeds, seeds.isEmpty ? .yellow : nil))
    for input in report.data {
      let size = input.files > 0 ? ", \(Short.count(input.files, "file")), \(ByteCount.text(of: input.size))" : ""
      lines.append(Line("data", "\(input.path), \(input.mode), \(Short.digests(in: input.identity))\(size)"))
    }
    return Section(title: "inputs", lines: lines)
  }

  private var code: [Line] {
    switch report.code {
    case .unknown(let reason): return [Line("code", "unknown: \(reason)", .yellow)]
    case .known(let state):
      let commit = state.commit.value.map { String($0.hex.prefix(10)) } ?? "no commit"
      let place = state.branch.map { "\(commit) on \($0)" } ?? "\(commit), detached"
      let dirt = state.clean ? "clean" : "\(state.changes.count) changed or untracked, captured"
      var lines = [Line("code", "\(place), \(dirt)")]
      switch state.tree {
      case .known(let tree): lines.append(Line("tree", "\(tree.hex.prefix(10))"))
      case .unknown(let reason): lines.append(Line("tree", "unknown: \(reason)", .yellow))
      }
      return lines
    }
  }

  var artifacts: Section {
    let artifacts = report.artifacts
    guard artifacts.count > 0 else { return Section() }
    let title = "artifacts  \(Short.count(artifacts.count, "file")), \(ByteCount.text(of: artifacts.size))"
    return Section(
      title: title,
      lines: artifacts.roles.map { role in
        let rest = role.count - role.paths.count
        let more = rest > 0 ? " and \(rest) more" : ""
        return Line(Self.label(role.role), "\(role.paths.joined(separator: ", "))\(more), \(ByteCount.text(of: role.size))")
      })
  }

  private static func label(_ role: String) -> String { role.replacing(" checkpoint", with: " ckpt") }

  var notes: Section {
    Section(
      title: "notes",
      lines: report.notes.map { Line(Self.day($0.timeLocally), $0.text + ($0.by.map { "\n— \($0)" } ?? "")) })
  }

  var lineage: Section {
    Section(
      title: "lineage",
      lines: report.uses.map { Line("uses", "\($0.artifact) of \($0.experiment) as \($0.input), \(Short.digest($0.digest))") }
        + report.usedBy.map { Line("used by", $0) })
  }

  var judgment: Section {
    guard let judgment = report.judgment else {
      return Section(title: "judgment", lines: [Line("", "not judged yet: xp verify \(report.name)")])
    }
    let (symbol, colour) = ChecklistText.mark(judgment.outcome)
    return Section(
      title: "judgment",
      lines: [Line("\(symbol) \(judgment.outcome.rawValue)", "\(judgment.summary) (\(Self.time(judgment.time.local)))", colour)]
        + judgment.open.map { line in
          let (symbol, colour) = ChecklistText.mark(line.verdict)
          return Line("\(symbol) \(line.verdict.rawValue)", "\(line.title): \(line.reason)", colour)
        })
  }

  var findings: Section {
    Section(
      title: "findings",
      lines: report.findings.map { Line($0.subject, $0.message + ($0.place.map { " (\($0))" } ?? ""), .yellow) })
  }

  var notCaptured: Section {
    Section(
      title: "NOT captured",
      lines: report.notCaptured.map {
        Line("", "\($0.path): \($0.reason.rawValue)" + ($0.detail.map { " (\($0))" } ?? ""), .yellow)
      })
  }

  /// `2026-11-20T22:56:03.120+01:00` → `2026-11-20 22:56 +01:00`.
  static func time(_ local: String) -> String { "\(local.prefix(10)) \(local.dropFirst(11).prefix(5)) \(local.suffix(6))" }

  /// `11-20 22:56`, for a narrow column.
  private static func day(_ local: String) -> String { "\(local.dropFirst(5).prefix(5)) \(local.dropFirst(11).prefix(5))" }
}

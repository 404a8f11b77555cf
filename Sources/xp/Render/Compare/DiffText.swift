import Checklist
import Provenance

/// A difference of inputs for a terminal: what differs, old → new, by group in canonical order.
struct DiffText {
  let difference: InputDifference
  var style = Style.plain
  /// Columns of the terminal; nil on a pipe.
  var width: Int?

  var text: String {
    var text = "\(Terminal.safe(difference.left)) → \(Terminal.safe(difference.right))\n"
    text += style.paint(difference.headline, .bold) + "\n"
    for remark in difference.remarks { text += Terminal.safe(remark) + "\n" }
    if difference.groupsReordered { text += "the groups stand in another order, which is no difference\n" }
    for group in difference.groups { text += block(group) }
    if let reason = difference.onlyConfigs {
      return text + "\nonly configs were compared: " + Terminal.safe(reason) + "\n"
    }
    for (name, aspect) in difference.aspects { text += block(name, aspect) }
    return text
  }

  private func block(_ group: InputDifference.Group) -> String {
    guard !group.keys.isEmpty || group.reordered else { return "" }
    let name = group.name.isEmpty ? "(no group)" : Terminal.safe(group.name)
    var text = "\n" + style.paint(name, .bold) + "  \(Short.count(group.equal, "key")) equal\n"
    let rows = group.keys.map { key in
      let short = group.name.isEmpty ? key.name : String(key.name.dropFirst(group.name.count + 1))
      return row(
        key.kind, short, key.left?.spelling, key.right?.spelling, key.ignored,
        note: key.kind == .typeChanged ? "\(key.left?.typeName ?? "") → \(key.right?.typeName ?? "")" : nil)
    }
    text += Terminal.table(rows, width: width, indent: 2, style: style)
    if group.reordered { text += "  the keys stand in another order, which is no difference\n" }
    return text
  }

  private func block(_ name: String, _ aspect: InputDifference.Aspect) -> String {
    var text = "\n" + style.paint(name, .bold) + "  " + Terminal.safe(words(aspect.state)) + "\n"
    for remark in aspect.remarks { text += "  " + Terminal.safe(remark) + "\n" }
    let rows = aspect.facts.map { fact in
      row(
        fact.kind, fact.subject, fact.left.map(Short.digests), fact.right.map(Short.digests), fact.ignored, note: nil)
    }
    text += Terminal.table(rows, width: width, indent: 2, style: style)
    if name == "code", let distance = difference.distance { text += block(distance) }
    return text
  }

  private func block(_ distance: CodeDistance) -> String {
    var rows: [[Terminal.Cell]] = []
    for (sign, colour, commits) in [("-", Style.Colour.red, distance.left), ("+", .green, distance.right)] {
      for commit in commits {
        rows.append([
          Terminal.Cell(sign, colour), "commit", Terminal.Cell("\(commit.id.hex.prefix(Short.digits)) \(commit.subject)"),
        ])
      }
    }
    for file in distance.files {
      let kind: InputDifference.Kind = file.kind == .added ? .added : file.kind == .deleted ? .removed : .changed
      rows.append([Terminal.Cell(sign(kind), colour(kind)), Terminal.Cell(file.kind.rawValue), Terminal.Cell(file.path)])
    }
    return Terminal.table(rows, width: width, indent: 2, style: style)
  }

  private func row(
    _ kind: InputDifference.Kind, _ name: String, _ left: String?, _ right: String?, _ ignored: Bool, note: String?
  ) -> [Terminal.Cell] {
    let notes = [note, kind == .spellingChanged ? "same value" : nil, ignored ? "ignored" : nil].compactMap { $0 }
    return [
      Terminal.Cell(sign(kind), colour(kind)), Terminal.Cell(name), Terminal.Cell(left ?? "", left == nil ? nil : .red),
      Terminal.Cell(left != nil && right != nil ? "→" : ""), Terminal.Cell(right ?? "", right == nil ? nil : .green),
      Terminal.Cell(notes.isEmpty ? "" : "(\(notes.joined(separator: ", ")))", .dim),
    ]
  }

  private func sign(_ kind: InputDifference.Kind) -> String {
    switch kind {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    case .typeChanged: "!"
    case .spellingChanged: "="
    }
  }

  private func colour(_ kind: InputDifference.Kind) -> Style.Colour {
    switch kind {
    case .added: .green
    case .removed: .red
    case .changed, .typeChanged: .yellow
    case .spellingChanged: .dim
    }
  }

  private func words(_ state: InputDifference.State) -> String {
    switch state {
    case .same: "same"
    case .different: "different"
    case .unknown(let reason): "unknown: \(reason)"
    case .notCompared(let reason): "not compared: \(reason)"
    }
  }
}

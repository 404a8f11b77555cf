import Checklist
import Provenance

/// A difference of inputs as a Markdown page.
struct DiffMarkdown {
  let difference: InputDifference

  var text: String {
    var text = "# \(Markdown.cell(difference.left)) → \(Markdown.cell(difference.right))\n\n**\(difference.headline)**\n"
    for remark in difference.remarks { text += "\n\(Markdown.cell(remark))\n" }
    text += "\n## config\n\n" + config
    if let reason = difference.onlyConfigs { return text + "\nOnly configs were compared: \(Markdown.cell(reason)).\n" }
    for (name, aspect) in difference.aspects { text += "\n## \(name)\n\n" + section(name, aspect) }
    return text
  }

  private var config: String {
    if case .unknown(let reason) = difference.config { return "Unknown: \(Markdown.cell(reason))\n" }
    let rows = difference.groups.flatMap { group in
      group.keys.map { key in
        [
          Markdown.code(key.name), key.kind.rawValue, value(key.left), value(key.right), key.ignored ? "ignored" : "",
        ]
      }
    }
    let equal = difference.groups.reduce(0) { $0 + $1.equal }
    var text = rows.isEmpty ? "" : Markdown.table(["Key", "Change", "Left", "Right", "Remark"], rows) + "\n"
    text += "\(Short.count(equal, "key")) equal.\n"
    let reordered = difference.groups.filter(\.reordered).map { $0.name.isEmpty ? "(no group)" : Markdown.code($0.name) }
    if difference.groupsReordered { text += "\nThe groups stand in another order, which is no difference.\n" }
    if !reordered.isEmpty {
      text += "\nThe keys stand in another order, which is no difference: \(reordered.joined(separator: ", ")).\n"
    }
    return text
  }

  private func section(_ name: String, _ aspect: InputDifference.Aspect) -> String {
    var text =
      switch aspect.state {
      case .same: "Same.\n"
      case .different: "Different.\n"
      case .unknown(let reason): "Unknown: \(Markdown.cell(reason))\n"
      case .notCompared(let reason): "Not compared: \(Markdown.cell(reason))\n"
      }
    for remark in aspect.remarks { text += "\n\(Markdown.cell(remark))\n" }
    let rows = aspect.facts.map { fact in
      [Markdown.cell(fact.subject), fact.kind.rawValue, cell(fact.left), cell(fact.right), fact.ignored ? "ignored" : ""]
    }
    if !rows.isEmpty { text += "\n" + Markdown.table(["Fact", "Change", "Left", "Right", "Remark"], rows) }
    if name == "code", let distance = difference.distance { text += lists(distance) }
    return text
  }

  private func lists(_ distance: CodeDistance) -> String {
    var text = ""
    for (title, commits) in [("left", distance.left), ("right", distance.right)] where !commits.isEmpty {
      text += "\nCommits only on the \(title):\n\n"
      for commit in commits { text += "- `\(commit.id.hex.prefix(Short.digits))` \(Markdown.cell(commit.subject))\n" }
    }
    guard !distance.files.isEmpty else { return text }
    text += "\nFiles:\n\n"
    for file in distance.files { text += "- \(file.kind.rawValue) \(Markdown.code(file.path))\n" }
    return text
  }

  private func value(_ value: Value?) -> String { value.map { Markdown.code($0.spelling) } ?? "" }
  private func cell(_ fact: String?) -> String { fact.map { Markdown.code(Short.digests(in: $0)) } ?? "" }
}

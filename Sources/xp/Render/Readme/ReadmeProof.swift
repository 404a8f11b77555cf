import Checklist
import Provenance

/// The parts of a README that a reader acts on: commands that work as they are printed, from the project's folder.
struct ReadmeProof {
  let report: ReadmeReport

  private var folder: String { ShellWords.quoted(report.reproduction.folder) }

  var reproduction: String {
    let reproduction = report.reproduction
    var text = "## How to Reproduce\n\nAll commands are for the project's folder.\n\n"
    if reproduction.argv.isEmpty {
      text += "No command is recorded.\n"
    } else {
      text += "The command, run in \(Markdown.code(reproduction.directory)):\n\n"
      text += Markdown.block(reproduction.argv.map(ShellWords.quoted).joined(separator: " "), language: "sh")
      for variable in reproduction.secretVariables {
        text += "\nA secret is read from the variable \(Markdown.code(variable)).\n"
      }
    }
    text += origin
    guard let tree = reproduction.tree else {
      let reason = reproduction.treeUnknown ?? "it was not captured"
      text += "\nThe code cannot be restored: \(Markdown.cell(reason))\n"
      return text
        + (reproduction.argv.isEmpty ? "" : "\nWith the code that is here now:\n\n" + Markdown.block(again, language: "sh"))
    }
    text += "\nThe code as it was, in a new folder; nothing here is touched:\n\n"
    text += Markdown.block(restore(tree), language: "sh")
    if !reproduction.argv.isEmpty {
      text += "\nThe run in that folder, with the record beside it:\n\n" + Markdown.block(runThere, language: "sh")
      if !reproduction.data.isEmpty {
        let paths = reproduction.data.map(Markdown.code).joined(separator: ", ")
        text += "\nIt reads \(paths): what git ignores of that must be put there first.\n"
      }
    }
    return text
  }

  /// How many changed files are listed; the rest is counted.
  private static let listedChanges = 20

  /// Where the code came from, and what it had that its commit has not.
  private var origin: String {
    let reproduction = report.reproduction
    guard let commit = reproduction.commit else { return "" }
    var text = "\nCommit `\(commit)`" + (reproduction.branch.map { " on branch \(Markdown.code($0))" } ?? ", detached")
    for remote in reproduction.remotes { text += ", \(Markdown.code(remote.name)) being \(Markdown.code(remote.url))" }
    if let unpushed = reproduction.unpushed, unpushed > 0 { text += "; \(Short.count(unpushed, "commit")) not pushed" }
    guard !reproduction.changes.isEmpty else { return text + ".\n" }
    text += ". The captured tree has \(Short.count(reproduction.changes.count, "change")) to it:\n\n"
    for change in reproduction.changes.prefix(Self.listedChanges) {
      text += "- \(change.kind.rawValue) \(Markdown.code(change.path))\n"
    }
    let rest = reproduction.changes.count - Self.listedChanges
    return text + (rest > 0 ? "- and \(rest) more\n" : "")
  }

  private var again: String { "sh \(folder)/command.sh" }

  private func restore(_ tree: String) -> String {
    """
    NEW="$(mktemp -d)"
    export GIT_INDEX_FILE="$NEW/.restore-index"
    git read-tree \(tree)
    (cd "$(git rev-parse --show-toplevel)" && git checkout-index --all --prefix="$NEW/")
    rm "$GIT_INDEX_FILE"; unset GIT_INDEX_FILE
    """
  }

  private var runThere: String {
    """
    HERE="$NEW/$(git rev-parse --show-prefix)"
    mkdir -p "$HERE/"\(ShellWords.quoted(parent(of: report.reproduction.folder)))
    cp -R \(folder) "$HERE/"\(folder)
    (cd "$HERE" && sh \(folder)/command.sh)
    """
  }

  var record: String {
    let proofs = report.proofs
    var rows = [
      ["config", "`\(proofs.config)`", "`config.jcs`"],
      ["config, semantic", "`\(proofs.semantic)`", "without ignored and volatile keys and seeds"],
      ["seeds", "`\(proofs.seeds)`", seeds(proofs.seedPlaces)],
    ]
    if let environment = proofs.environment { rows.append(["environment", "`\(environment)`", "`environment.json`"]) }
    if let code = proofs.code { rows.append(["code", "`\(code)`", "what the policy calls code"]) }
    if let tree = report.reproduction.tree { rows.append(["tree", "`\(tree)`", "`refs/xp/trees/\(tree)`"]) }
    if let commit = report.reproduction.commit { rows.append(["commit", "`\(commit)`", ""]) }
    for input in proofs.data { rows.append(["data", Markdown.code(input.text), Markdown.code(input.name)]) }
    rows.append(["policy", "`\(report.policy.digest)`", ""])
    rows.append(["registration", "`\(proofs.entry)`", "an entry of \(Markdown.code(proofs.journal))"])
    return "## The Record\n\n" + Markdown.table(["What", "Digest", "Of"], rows) + "\nTo check it by hand:\n\n"
      + Markdown.block(checks, language: "sh")
  }

  private func seeds(_ places: [ReadmeReport.Line]) -> String {
    places.isEmpty ? "none is named" : places.map { Markdown.cell("\($0.name) = \($0.text)") }.joined(separator: ", ")
  }

  private var checks: String {
    var lines = ["echo \"\(report.proofs.config.hex)  \"\(folder)/config.jcs | sha256sum --check"]
    if let environment = report.proofs.environment {
      lines.append("echo \"\(environment.hex)  \"\(folder)/environment.json | sha256sum --check")
    }
    if let tree = report.reproduction.tree { lines.append("git cat-file -t \(tree)   # tree") }
    if let commit = report.reproduction.commit { lines.append("git cat-file -t \(commit)   # commit") }
    return lines.joined(separator: "\n")
  }
}

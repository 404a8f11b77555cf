import Checklist
import Provenance

/// The part of a README that tells the config: its groups, the policy's tables, and what the policy ignores.
struct ReadmeConfiguration {
  let report: ReadmeReport

  var text: String {
    var text = "## Configuration Provenance\n\n"
    text +=
      "The `config.json` groups appear in the following canonical order ensuring reproducibility of parameter resolution:\n\n"
    let rows = report.groups.map { group in
      [
        group.name.isEmpty ? "(no group)" : Markdown.cell(group.name), Markdown.cell(group.highlights),
        group.digest.map { "`\(Short.digest($0))`" } ?? "",
      ]
    }
    text += Markdown.table(["Group", "Key Highlights", "Digest"], rows)
    if !report.overrides.isEmpty { text += overrides }
    for table in report.tables { text += "\n" + section(table) }
    return text + "\n" + policy
  }

  private var overrides: String {
    let rows = report.overrides.map { override in
      [
        Markdown.code(override.key), override.old.map(Markdown.code) ?? "(not there)", Markdown.code(override.new),
        Markdown.cell(override.origin),
      ]
    }
    return "\nSet beside the config file:\n\n" + Markdown.table(["Key", "Before", "After", "Origin"], rows)
  }

  private func section(_ table: ReadmeReport.Table) -> String {
    var text = "### \(Markdown.cell(table.title))\n\n"
    text += Markdown.table([table.heading, "Value"], table.rows.map { [Markdown.cell($0.name), Markdown.cell($0.text)] })
    for digest in table.digests {
      let name = table.digests.count > 1 ? Markdown.code(digest.group) : "Snapshot"
      text += "\n\(name) \(title(digest.digest.algorithm)): `\(digest.digest.hex)`\n"
    }
    return text
  }

  private func title(_ algorithm: Digest.Algorithm) -> String {
    switch algorithm {
    case .pythonMD5: "MD5"
    case .sha256: "SHA-256"
    case .fileSHA256Prefix: "SHA-256, first 16 digits"
    case .gitSHA1, .gitSHA256: algorithm.rawValue
    }
  }

  private var policy: String {
    let policy = report.policy
    var lines = policy.ignored.map {
      "Ignored \($0.name.isEmpty ? "" : Markdown.cell($0.name) + " ")flags: \(Markdown.cell($0.text))"
    }
    if lines.isEmpty { lines = ["Ignored flags: none"] }
    lines.append("Schema version: \(Markdown.cell(policy.schemaVersion))")
    lines.append("Policy last updated: \(policy.updated.isEmpty ? "not dated" : Markdown.cell(policy.updated))")
    lines.append("Policy digest: `\(Short.digest(policy.digest))`")
    return "### Reproducibility Policy\n\n" + lines.map { "- \($0)\n" }.joined()
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

@testable import xp

@Suite struct MarkdownTests {
  @Test(arguments: [
    ("a|b", "a\\|b"), ("<script>", "&lt;script&gt;"), ("\u{1B}[31m", "\\x1b\\[31m"), ("a\nb", "a\\nb"),
    ("training.learning_rate", "training.learning_rate"),
    ("_x_", "\\_x\\_"), ("*x*", "\\*x\\*"), ("[t](u)", "\\[t\\](u)"), ("https://e.org", "https\\://e.org"),
    ("www.e.org", "www\\.e.org"), ("\u{202E}x", "\\u202ex"),
    ("C1 \u{9B}", "C1 \\x9b"), ("a\\|b", "a\\\\\\|b"), ("1e-4", "1e-4"), ("k: v", "k: v"),
  ])
  func aCellShowsItsTextAndNothingElse(_ text: String, _ expected: String) {
    #expect(Markdown.cell(text) == expected)
  }

  @Test(arguments: [
    ("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("``x", "``` ``x ```"), ("a|b", "a\\|b"), ("", ""), (" x ", "`  x  `"),
    ("a\nb", "`a\\nb`"),
  ])
  func codeHasAFenceThatIsLongEnough(_ text: String, _ expected: String) {
    #expect(Markdown.code(text) == expected)
  }

  @Test(arguments: [
    ("a\nb", "> a\n> b\n"), ("# a\r\n- b\n12. c\n1) d\n=\n    e\n", "> \\# a\n> \\- b\n> 12\\. c\n> 1\\) d\n> \\=\n> e\n> \n"),
    ("2.5 x", "> 2\\.5 x\n"),
    ("<b>\u{1B}", "> &lt;b&gt;\\x1b\n"), ("", "> \n"), ("12", "> 12\n"),
  ])
  func aQuotationKeepsLinesAndNothingActs(_ text: String, _ expected: String) {
    #expect(Markdown.quote(text) == expected)
  }

  @Test func aBlockCannotBeClosedByItsContent() {
    #expect(Markdown.block("a\n```\nb", language: "sh") == "````sh\na\n```\nb\n````\n")
    #expect(Markdown.block("\u{1B}x") == "```\n\\x1bx\n```\n")
  }

  @Test func noTextChangesTheCountOfCellsOrLetsAControlThrough() {
    for text in HostileText.all {
      for cell in [Markdown.cell(text), Markdown.code(text)] {
        let line = Markdown.table(["A", "B"], [[cell, "end"]]).split(separator: "\n", omittingEmptySubsequences: false)[2]
        #expect(cells(in: String(line)) == 2, "\(text.debugDescription)")
        #expect(!line.unicodeScalars.contains(where: HostileText.acts), "\(text.debugDescription)")
      }
    }
  }

  /// Counts cells as GitHub's parser does: a backslash escapes any ASCII punctuation behind it.
  private func cells(in line: String) -> Int {
    var pipes = 0
    var bytes = Array(line.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "\\"), let next = bytes.first, ispunct(Int32(next)) != 0 { bytes.removeFirst() }
      if byte == UInt8(ascii: "|") { pipes += 1 }
    }
    return pipes - 1
  }

  // The judge is another Markdown parser; without markdown-it-py (Debian: python3-markdown-it) this test is skipped.
  @Test(.enabled(if: MarkdownPeer.isThere, "skipped: python3 has no markdown_it"))
  func aRealParserSeesTheTextItself() throws {
    let rows = HostileText.all.map { [Markdown.cell($0), Markdown.code($0), "end"] }
    let seen = try MarkdownPeer.cells(of: Markdown.table(["cell", "code", "end"], rows))
    try #require(seen.count == rows.count)
    for (row, text) in zip(seen, HostileText.all) {
      let visible = Terminal.safe(text).trimmingCharacters(in: .whitespaces)
      #expect(row.count == 3)
      #expect(row[0].trimmingCharacters(in: .whitespaces) == visible)
      #expect(row[1].trimmingCharacters(in: .whitespaces) == visible)
    }
  }
}

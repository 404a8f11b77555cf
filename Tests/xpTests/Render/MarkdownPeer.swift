import Foundation
import Provenance

/// Another Markdown parser: Python's markdown-it-py, with GitHub's tables and links that are made of bare addresses.
enum MarkdownPeer {
  static let isThere = (try? run("import markdown_it", "")) != nil

  /// Returns the text of every cell of the table's body; a tag that is not the comment of a broken address is an error.
  static func cells(of table: String) throws -> [[String]] {
    let program = """
      import sys, json, re, html
      from markdown_it import MarkdownIt
      page = MarkdownIt('commonmark').enable(['table', 'strikethrough']).render(sys.stdin.buffer.read().decode())
      body = page.split('<tbody>')[1].split('</tbody>')[0]
      rows = []
      for row in body.split('<tr>')[1:]:
          cells = []
          for cell in re.findall(r'<td>(.*?)</td>', row, re.S):
              cell = cell.replace('<!-- -->', '')
              cell = re.sub(r'^<code>(.*)</code>$', r'\\1', cell, flags=re.S)
              if re.search('<', cell): sys.exit('markup in ' + cell)
              cells.append(html.unescape(cell))
          rows.append(cells)
      print(json.dumps(rows))
      """
    let output = try run(program, table)
    return try JSONDecoder().decode([[String]].self, from: Data(output.utf8))
  }

  private static func run(_ program: String, _ input: String) throws -> String {
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let outcome = try ChildProcess.run(["python3", "-c", program], in: "/", environment: environment, input: Array(input.utf8))
    guard outcome.succeeded else { throw Failure(.environment, "python3: \(outcome.errorText)") }
    return outcome.text
  }
}

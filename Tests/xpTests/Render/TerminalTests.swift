import Testing

@testable import xp

@Suite struct TerminalTests {
  @Test func safeTextCannotActOnATerminal() {
    #expect(Terminal.safe("\u{1B}[2J") == "\\x1b[2J")
    #expect(Terminal.safe("\u{9B}2J") == "\\x9b2J")
    #expect(Terminal.safe("a\u{202E}b") == "a\\u202eb")
    #expect(Terminal.safe("a\nb") == "a\\nb")
    #expect(Terminal.safe("a\nb\u{7}", lines: true) == "a\nb\\x07")
    for text in HostileText.all {
      #expect(!Terminal.safe(text).unicodeScalars.contains(where: HostileText.acts), "\(text.debugDescription)")
    }
  }

  @Test(arguments: [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍🔬", 2), ("🇩🇪", 2), ("한", 2), ("✅", 2), ("ﬁ", 1), ("Ａ", 2), ("", 0)])
  func widthIsThatOfColumns(_ text: String, _ width: Int) {
    #expect(Terminal.width(text) == width)
  }

  @Test func columnsLineUpWhateverTheScript() {
    let table = Terminal.table([["a", "x"], ["日本", "y"], ["e\u{301}", "z"]])
    #expect(table == "a     x\n日本  y\ne\u{301}     z\n")
  }

  @Test func aTableFitsTheWidthAndEveryRowStaysOneLine() {
    for width in [20, 40, 79] {
      let rows = HostileText.all.map { [Terminal.Cell("key"), Terminal.Cell($0), Terminal.Cell($0 + $0)] }
      let lines = Terminal.table(rows, width: width, indent: 2).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
      #expect(lines.count == rows.count)
      for line in lines {
        #expect(Terminal.width(String(line)) <= max(width, 25))
      }
    }
  }

  @Test func colourIsForTerminalsThatWereNotToldOtherwise() {
    #expect(Style.choose(isTerminal: true, environment: ["TERM": "xterm"]).colours)
    #expect(!Style.choose(isTerminal: false, environment: [:]).colours)
    #expect(!Style.choose(isTerminal: true, environment: ["NO_COLOR": "1"]).colours)
    #expect(Style.choose(isTerminal: true, environment: ["NO_COLOR": ""]).colours)
    #expect(!Style.choose(isTerminal: true, environment: ["TERM": "dumb"]).colours)
    #expect(Terminal.table([[Terminal.Cell("a", .red), "b"]], style: .plain) == "a  b\n")
    #expect(Terminal.table([[Terminal.Cell("a", .red), "b"]], style: .coloured) == "\u{1B}[31ma\u{1B}[0m  b\n")
  }
}

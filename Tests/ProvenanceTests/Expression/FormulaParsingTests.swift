import Testing

@testable import Provenance

private func failure(_ text: String, _ mode: Formula.Mode = .formula) -> Failure? {
  do {
    _ = try Formula.parse(text, mode: mode)
    return nil
  } catch { return error }
}

@Suite struct FormulaParsingTests {
  @Test func parsingWhatWasPrintedGivesTheSameExpression() throws {
    var samples = FormulaSamples(seed: 7)
    for _ in 0..<3000 {
      let formula = Formula(samples.any(depth: 4))
      #expect(try Formula.parse(formula.description) == formula, "\(formula)")
    }
  }

  @Test(arguments: [
    ("a or b and not c == d + e * -f ^ g", "a or (b and (not (c == (d + (e * (-(f ^ g)))))))"),
    ("a - b - c", "(a - b) - c"), ("a / b * c", "(a / b) * c"), ("2 ^ 3 ^ 2", "2 ^ (3 ^ 2)"), ("-2 ^ 2", "-(2 ^ 2)"),
    ("2 ^ -1", "2 ^ (-1)"), ("not not a", "not (not a)"), ("+ a", "a"),
  ])
  func operatorsBindAsInMathematics(bare: String, grouped: String) throws {
    #expect(try Formula.parse(bare) == Formula.parse(grouped))
  }

  @Test(arguments: [
    ("", 1, "empty"), ("val_auc >", 10, "expected"), ("a = 3", 3, "'='"), ("(a", 1, "closed"), ("a)", 2, "closes nothing"),
    ("a b", 3, "operator"), ("2x", 2, "unit"), ("meen(a)", 1, "function"), ("min()", 1, "at least one"),
    ("abs(a, b)", 1, "one value"), ("'open", 1, "quote"), ("a && b", 3, "no meaning"), ("2026-13-01", 1, "not a date"),
    ("1e999", 1, "too large"), ("a ** b", 3, "**"), ("`a", 1, "backtick"), ("``", 1, "empty"), ("\"a\\q\"", 3, "escape"),
    ("a == not b", 6, "not"), ("é + ;", 6, "no meaning"), ("a.", 2, "point"),
  ])
  func anErrorSaysItsColumn(text: String, column: Int, word: String) {
    let failure = failure(text)
    #expect(failure?.kind == .input)
    #expect(failure?.position == Position(line: 1, column: column), "\(text): \(failure?.message ?? "parsed")")
    #expect(failure?.message.contains(word) == true, "\(text): \(failure?.message ?? "parsed")")
  }

  @Test func anErrorOnALaterLineSaysItsLine() {
    #expect(failure("a >\n  1 and\n  ;")?.position == Position(line: 3, column: 3))
  }

  @Test func anUnknownFunctionNamesTheNearest() {
    #expect(failure("medain(a)")?.hint == "did you mean median?")
  }

  @Test(arguments: [
    String(repeating: "(", count: 20_000), String(repeating: "not ", count: 10_000) + "a", String(repeating: "-", count: 20_000),
    String(repeating: "2^", count: 20_000) + "2", String(repeating: "min(", count: 10_000),
    String(repeating: "a+", count: 20_000) + "a", String(repeating: "a", count: 70_000),
  ])
  func aHostileTextIsRefused(text: String) {
    #expect(failure(text)?.kind == .input)
  }

  @Test func manyAlternativesAreNotDeep() throws {
    let text = (0..<3000).map { "id == \($0)" }.joined(separator: " or ")
    let names = NameTable([("id", .value(.number(2999)))])
    #expect(try Formula.parse(text).truth(names, now: Moment(milliseconds: 0)) == .yes)
  }

  @Test(arguments: [
    ("model=gainakt2", "model == \"gainakt2\""), ("status = failed and a > 1", "status == \"failed\" and a > 1"),
    ("lr=3e-4", "lr == 0.0003"), ("title=a-b/c.d", "title == \"a-b/c.d\""), ("flag=true", "flag == true"),
    ("a=`b`", "a == b"), ("a=(b*2)", "a == b * 2"), ("a=max(b)", "a == max(b)"), ("a != done", "a != \"done\""),
    ("a == b", "a == \"b\""), ("a > b", "a > b"), ("on=tuesday", "started == tuesday"),
    ("since=2d", "started >= now - 2d"), ("until=2026-11-20", "started <= 2026-11-20"), ("`on`=3", "on == 3"),
    ("digest=5d4c1b", "digest == \"5d4c1b\""),
    ("id=20261120_215603_a-b", "id == \"20261120_215603_a-b\""),
    ("fold=3 and a=3-1", "fold == 3 and a == 3 - 1"), ("at=2026-11-20_x", "at == \"2026-11-20_x\""), ("f=50%", "f == 50 %"),
    ("(tag=paper)", "tag == \"paper\""),
  ])
  func inAFilterABareWordOnTheRightIsAText(filter: String, formula: String) throws {
    #expect(try Formula.parse(filter, mode: .filter) == Formula.parse(formula))
  }

  @Test func aFilterRefusesToReckonWithABareWord() {
    let failure = failure("a = b*2", .filter)
    #expect(failure?.position == Position(line: 1, column: 6))
    #expect(failure?.hint?.contains("parentheses") == true)
  }

  @Test func aFilterKeepsAnImpossibleDateAnError() {
    #expect(failure("on=2026-13-45", .filter)?.position == Position(line: 1, column: 4))
  }

  @Test func aTextOfTwoWordsWantsQuotes() {
    #expect(failure("status = timed out", .filter)?.hint?.contains("quotes") == true)
  }

  @Test func theDeepestThatIsAllowedCanBeWorkedOut() throws {
    let open = String(repeating: "abs(", count: FormulaParser.maximumDepth - 1)
    let close = String(repeating: " + 1 + 1 + 1 + 1 + 1)", count: FormulaParser.maximumDepth - 1)
    let formula = try Formula.parse(open + "1" + close)
    #expect(formula.evaluate(NameTable([]), now: Moment(milliseconds: 0)) == .value(.number(496)))
    #expect(try Formula.parse(formula.description) == formula)
  }

  @Test func noTextMakesItFall() {
    var samples = FormulaSamples(seed: 23)
    let letters = Array("(),.<>=!+-*/^%`'\"\\ 0129aeTdZ:_@\n".utf8) + [0x00, 0xC3, 0xA9, 0xFF]
    for round in 0..<3000 {
      var bytes = Array(Formula(samples.any(depth: 3)).description.utf8)
      for _ in 0...samples.below(4) {
        let place = samples.below(bytes.count)
        switch samples.below(3) {
        case 0: bytes[place] = letters[samples.below(letters.count)]
        case 1: bytes.insert(letters[samples.below(letters.count)], at: place)
        default: bytes = Array(bytes[...place])
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let formula = try? Formula.parse(text, mode: round.isMultiple(of: 2) ? .filter : .formula) else { continue }
      _ = formula.truth(NameTable([("a.val_auc", .value(.number(1)))]), now: Moment(milliseconds: 0))
      #expect((try? Formula.parse(formula.description)) == formula, "\(text)")
    }
  }

  @Test func namesAreListedOnceInTheirOrder() throws {
    #expect(try Formula.parse("b + a > max(b) and `c d`").names == ["b", "a", "c d"])
  }
}

import Foundation
import Provenance
import Testing

/// Friday, 2026-11-20T00:30 in a place one hour east of Greenwich.
private let now = Moment(milliseconds: Moment("2026-11-19T23:30:00Z")!.milliseconds, offset: 3600)

private let names = NameTable([
  ("best.val_auc", .value(.number(0.75))), ("last.val_auc", .value(.number(0.7))), ("training.lr", .value(.number(1e-3))),
  ("model.name", .value(.text("gainakt2"))), ("diverged", .value(.truth(false))), ("loss", .value(.number(.nan))),
  ("gain", .value(.number(.infinity))), ("auc", .values([.number(0.6), .number(0.7), .number(0.8)])),
  ("losses", .values([.number(0.5), .number(.nan)])), ("none", .values([])), ("tag", .set([.text("paper"), .text("good")])),
  ("at_bounds", .values([.truth(true), .truth(false)])), ("started", .value(.time(Moment("2026-11-17T12:00:00Z")!))),
  ("val/auc", .value(.number(0.9))), ("skipped", .missing("not run: gain 0.12 is under 0.5")),
])

private func truth(_ text: String, _ mode: Formula.Mode = .formula) throws -> Truth {
  try Formula.parse(text, mode: mode).truth(names, now: now)
}

private func reason(_ text: String) throws -> String? {
  if case .unknown(let reason) = try truth(text) { reason } else { nil }
}

@Suite struct FormulaEvaluationTests {
  @Test(arguments: [
    "best.val_auc >= 0.7", "3.02 < 3.1 < 3.18", "not (3.02 < 3.2 < 3.18)", "lr == 1e-3", "name == 'gainakt2'", "not diverged",
    "50 % == 0.5", "2d == 48 * 3600", "10m == 600s", "max(auc) == 0.8", "count(auc > 0.65) == 2", "count(auc) == 3",
    "mean(auc) > 0.69 and mean(auc) < 0.71", "median(auc) == 0.7", "min(auc, 0.1) == 0.1", "count(at_bounds) <= 1",
    "max(auc - 0.1) < 0.71", "`val/auc` == 0.9", "diverged or best.val_auc > 0.7", "round(2.5) == 3", "2 ^ 3 ^ 2 == 512",
    "-2 ^ 2 == -4", "count(none) == 0", "tag == 'paper'", "not (tag == 'bad')", "tag != 'bad'", "not (tag != 'good')",
    "diverged == false", "abs(log(exp(2)) - 2) < 1e-12", "stdev(1, 2, 3, 4) > 1.29", "true",
  ])
  func theseHold(text: String) throws { #expect(try truth(text) == .yes) }

  @Test(arguments: ["best.val_auc > 0.8", "diverged", "diverged and loss > 1", "tag == 'bad'", "name == 'é'", "1 < 2 < 2"])
  func theseDoNotHold(text: String) throws { #expect(try truth(text) == .no) }

  @Test(arguments: [
    ("loss < 0.1", "NaN"), ("not (loss < 0.1)", "NaN"), ("loss != loss", "NaN"), ("gain > 3", "infinite"),
    ("1 / 0 > 5", "infinite"),
    ("max(losses) > 0.4", "NaN"), ("count(losses > 0.4) <= 1", "1 of 2"), ("val_auc > 0.5", "`last.val_auc`"),
    ("vla_auc > 0.5", "did you mean"), ("auc > 0.5", "3 values"), ("name > 3", "a text"), ("best.val_auc", "not a condition"),
    ("skipped > 3", "under 0.5"), ("not best.val_auc", "not a condition"), ("none > 1", "no values"),
    ("mean(none) > 1", "no values"),
    ("stdev(3) > 1", "two"), ("max(auc - losses) > 1", "pairs"), ("started > 2", "a time"), ("loss < 1 and true", "NaN"),
    ("`gain` + name > 1", "a text"), ("sqrt(name) > 1", "a text"), ("started - 1e300 < now", "far away"),
  ])
  func theseAreUnknownAndSayWhy(text: String, word: String) throws {
    let reason = try reason(text)
    #expect(reason?.contains(word) == true, "\(text): \(reason ?? "known")")
  }

  /// F2: a comparison over nothing is unknown, never pass.
  @Test func aComparisonOverNothingIsUnknown() throws {
    #expect(try truth("max(none) < 1") != .yes && truth("max(none) < 1") != .no)
    #expect(try truth("none == none") != .yes)
  }

  /// F8: what was not run is unknown with its reason, not false.
  @Test func aSkippedValueKeepsItsReason() throws {
    #expect(try truth("not (skipped > 1)") == .unknown("`skipped` has no value: not run: gain 0.12 is under 0.5"))
  }

  @Test func noSumOfDurationsOverflows() throws {
    let text = "now" + String(repeating: " + 99999999999d", count: 400) + " > now"
    #expect(try reason(text)?.contains("far away") == true)
  }

  @Test func whatDecidesWinsOverWhatIsUnknown() throws {
    #expect(try truth("loss < 0.1 or best.val_auc > 0.7") == .yes)
    #expect(try truth("loss < 0.1 and best.val_auc > 0.8") == .no)
  }

  @Test(arguments: [
    "on=tuesday", "started == 2026-11-17", "started < wednesday", "not (started > tuesday)", "started >= tuesday", "since=3d",
    "not (started >= now - 2d)", "on=2026-11-17", "started == 2026-11-17T13:00", "started == 2026-11-17T12:00:00Z",
    "friday == today", "thursday == yesterday", "now == today", "today - 3d == tuesday", "now - started > 2d",
    "`started` < saturday + 7d", "saturday == 2026-11-14", "until=tuesday", "2026-11-20T00:30 == now",
  ])
  func datesAreLocalDays(text: String) throws {
    // The run started on Tuesday at 13:00 local time; by UTC it is still Thursday.
    #expect(try truth(text, .filter) == .yes, "\(text)")
  }

  @Test func aNameThatIsThereWholeIsItself() {
    let names = NameTable([("lr", .value(.number(1))), ("a.lr", .value(.number(2)))])
    #expect(names.lookup("lr") == .value(.number(1)))
    #expect(names.lookup("a.lr") == .value(.number(2)))
    #expect(names.lookup("r") == .missing("there is no `r`: did you mean `a.lr` or `lr`?"))
  }

  @Test func namesDifferWhenTheirBytesDo() {
    let names = NameTable([("\u{E9}", .value(.number(1))), ("e\u{301}", .value(.number(2)))])
    #expect(names.lookup("\u{E9}") == .value(.number(1)))
    #expect(names.lookup("e\u{301}") == .value(.number(2)))
  }

  @Test func configValuesBecomeValues() {
    #expect(NameResult(Value.array([1, 2])) == .values([.number(1), .number(2)]))
    #expect(NameResult(Value.null) == .missing("it is null"))
    #expect(NameResult(["a": 1] as Value) == .missing("it is an object, not one value"))
  }

  /// F11: the metric was asked for by a name that no source has.
  @Test func aMetricThatIsNotThereListsNearNames() {
    #expect(nearNames(to: "mastery_corr", in: ["val_auc", "mastery_correlation", "loss"]) == ["mastery_correlation"])
    #expect(nearNames(to: "val_acu", in: ["val_auc", "val_loss", "x"]).first == "val_auc")
    #expect(nearNames(to: "q", in: ["loss"]) == [])
  }

  /// Python is the judge of arithmetic.
  @Test(.enabled(if: ProcessInfo.processInfo.hasPython, "skipped: python3 is not installed"))
  func arithmeticAgreesWithPython() throws {
    var samples = FormulaSamples(seed: 11)
    let cases = (0..<400).map { _ in samples.arithmetic(depth: 4) }
    let script =
      """
      import math, statistics
      def guard(f):
        def g(*a):
          try: return f(*a)
          except OverflowError: return math.inf
          except (ValueError, ZeroDivisionError): return math.nan
        return g
      def divide(a, b): return a / b if b else math.nan
      def power(a, b):
        try: return a ** b
        except OverflowError: return math.inf if a > 0 or b % 2 == 0 else -math.inf
      f_abs, f_log, f_sqrt, f_exp = abs, guard(math.log), guard(math.sqrt), guard(math.exp)
      f_round = guard(lambda x: math.copysign(math.floor(abs(x) + 0.5), x))
      def bad(v): return any(math.isnan(x) or math.isinf(x) for x in v)
      f_min = lambda v: math.nan if bad(v) else min(v)
      f_max = lambda v: math.nan if bad(v) else max(v)
      f_mean = lambda v: math.nan if bad(v) else math.fsum(v) / len(v)
      f_median = lambda v: math.nan if bad(v) else statistics.median(v)
      f_stdev = lambda v: math.nan if bad(v) else guard(statistics.stdev)(v)

      """ + cases.map { "print(repr(float(\($0.python))))" }.joined(separator: "\n")
    let outcome = try ChildProcess.run(
      ["python3", "-I", "-"], in: "/", environment: ["PATH=\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"],
      input: Array(script.utf8))
    #expect(outcome.succeeded, "\(outcome.errorText.suffix(400))")
    let expected = outcome.text.split(separator: "\n").map { Double($0) ?? .nan }
    try #require(expected.count == cases.count)
    var judged = 0
    for (sample, expected) in zip(cases, expected) where expected.isFinite {
      let formula = try Formula.parse(Formula(sample.node).description)
      guard case .value(.number(let number)) = formula.evaluate(names, now: now) else {
        Issue.record("no value: \(formula)")
        continue
      }
      judged += 1
      #expect(abs(number - expected) <= 1e-9 * max(1, abs(expected)), "\(formula)")
    }
    #expect(judged > 100)
  }
}

extension ProcessInfo {
  fileprivate var hasPython: Bool {
    (environment["PATH"] ?? "").split(separator: ":").contains { FileStatus.of("\($0)/python3", followingLinks: true) != nil }
  }
}

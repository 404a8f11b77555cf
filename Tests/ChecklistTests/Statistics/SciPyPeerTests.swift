import Foundation
import Provenance
import Testing

@testable import Checklist

/// The same numbers given to SciPy and to us.
@Suite struct SciPyPeerTests {
  private static let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }

  private static let hasSciPy =
    (try? ChildProcess.run(["python3", "-c", "import scipy.stats as s; s.permutation_test"], in: "/", environment: environment)
      .succeeded) ?? false

  private static let script = """
    import json, sys, numpy as np
    from scipy import stats
    def known(x): return None if not np.isfinite(x) else float(x)
    for line in sys.stdin:
      a, b = [np.array(v) for v in json.loads(line)]
      out = []
      for x in (a, b):
        with np.errstate(all="ignore"):
          sd = x.std(ddof=1) if len(x) > 1 else float("nan")
          low, high = stats.t.interval(0.95, len(x) - 1, loc=x.mean(), scale=sd / np.sqrt(len(x))) if len(x) > 1 else (np.nan, np.nan)
        out += [x.mean(), sd, low, high, np.median(x)]
      if len(a) > 1 and len(b) > 1:
        r = stats.ttest_ind(b, a, equal_var=False)
        difference = lambda x, y: np.mean(x) - np.mean(y)
        test = stats.permutation_test((b, a), difference, n_resamples=np.inf, vectorized=False)
        out += [r.statistic, r.pvalue, test.pvalue]
      # SciPy refuses groups of one.
      else: out += [np.nan] * 3
      print(json.dumps([known(x) for x in out]))
    """

  /// skipped: without SciPy the stored figures of StatisticsTests are the only judge.
  @Test(.enabled(if: hasSciPy, "skipped: SciPy is not installed"))
  func sciPySaysTheSameOfRandomGroups() throws {
    var dice = SplitMix(seed: 20_261_124)
    let samples = (0..<60).map { round -> ([Double], [Double]) in
      let scale = [1e-6, 1, 1e6][round % 3]
      func group(_ size: Int) -> [Double] { (0..<size).map { _ in Double.random(in: -1...1, using: &dice) * scale } }
      // Ties are where a permutation test is easily wrong.
      let ties = round % 7 == 0
      let left = group(Int.random(in: 1...7, using: &dice))
      return (left, ties ? left.map { _ in left[0] } + group(1) : group(Int.random(in: 1...6, using: &dice)))
    }
    let input = samples.map { "[\($0.0), \($0.1)]" }.joined(separator: "\n") + "\n"
    let outcome = try ChildProcess.run(
      ["python3", "-c", Self.script], in: "/", environment: Self.environment, input: Array(input.utf8))
    try #require(outcome.succeeded, "\(outcome.errorText.suffix(600))")
    let lines = outcome.text.split(separator: "\n")
    try #require(lines.count == samples.count)
    for (line, sample) in zip(lines, samples) {
      let peer = try JSONReader.read(String(line)).array!.map { $0.double ?? .nan }
      let (left, right) = (SampleSummary(sample.0), SampleSummary(sample.1))
      let found = try #require(MeanDifference(left, right))
      let own = [left, right].flatMap { [$0.mean, $0.deviation, $0.interval?.lowerBound, $0.interval?.upperBound, $0.median] }
      for (own, peer) in zip(own, peer) { #expect(Self.agree(own, peer, sample), "\(sample)") }
      if found.welch != nil {
        #expect(Self.agree(found.welch?.t, peer[10], sample) && Self.agree(found.welch?.p, peer[11], sample), "\(sample)")
      }
      if left.count > 1, right.count > 1 { #expect(Self.agree(found.permutation?.p, peer[12], sample), "\(sample)") }
    }
  }

  /// To ten digits of the largest number that went in: sums of both signs cancel.
  private static func agree(_ own: Double?, _ peer: Double, _ sample: ([Double], [Double])) -> Bool {
    guard let own, !peer.isNaN else { return own == nil && peer.isNaN }
    let scale = (sample.0 + sample.1).reduce(abs(peer)) { max($0, min(abs($1), 1)) }
    return abs(own - peer) <= 1e-10 * max(abs(own), abs(peer), min(scale, 1e-3))
  }
}

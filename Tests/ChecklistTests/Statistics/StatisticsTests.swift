import Testing

@testable import Checklist

/// Whether two numbers agree to about twelve digits.
func agree(_ own: Double?, _ peer: Double, to part: Double = 1e-12) -> Bool {
  guard let own else { return peer.isNaN }
  return own == peer || abs(own - peer) <= part * max(abs(own), abs(peer))
}

/// The figures are SciPy 1.17.1's, made by the functions that are named.
@Suite struct StatisticsTests {
  private let left = SampleSummary([0.7211, 0.7302, 0.7188, 0.7254, 0.7299])
  private let right = SampleSummary([0.7344, 0.7401, 0.7290, 0.7388])

  @Test func whereNoNumberHoldsTheSpreadOnlyThePermutationsTell() throws {
    let (left, right) = (SampleSummary([1e200, 3e200]), SampleSummary([-2e200, 8e200]))
    let found = try #require(MeanDifference(left, right))
    #expect(found.welch == nil && found.effect == nil && found.permutation?.isExact == true)
    #expect(agree(found.difference, 1e200))
  }

  @Test func theTDistributionIsSciPys() {
    // 2 * scipy.stats.t.sf(t, df)
    for (degrees, t, p) in [
      (1, 12.7, 0.050024327689344165), (3, 2.5, 0.08770664700806556), (4.7, 0.3, 0.7769884759339971),
      (30, 2, 0.054625044962983094), (250.5, 1.96, 0.05110439971582831), (7, 50, 3.35125259555004e-10),
    ] { #expect(agree(StudentT(degrees: degrees).twoSided(t), p), "\(degrees) \(t)") }
    // scipy.stats.t.ppf(0.975, df)
    for (degrees, t) in [
      (1, 12.706204736174694), (2, 4.302652729749462), (3.5, 2.9400886379827282), (4, 2.7764451051977934),
      (9, 2.262157162798205), (29, 2.045229642132703), (1000, 1.9623390808264083),
    ] { #expect(agree(StudentT(degrees: degrees).factor(leaving: 0.05), t), "\(degrees)") }
  }

  @Test func aSampleIsSummedUpAsSciPyDoes() {
    // numpy.mean, numpy.std(ddof=1), scipy.stats.t.interval(0.95, n − 1, mean, sd / √n), numpy.median
    #expect(agree(left.mean, 0.72508) && agree(left.deviation, 0.005119277292743574) && left.median == 0.7254)
    #expect(agree(left.interval?.lowerBound, 0.7187235776887783) && agree(left.interval?.upperBound, 0.7314364223112216))
    #expect(agree(right.mean, 0.735575) && agree(right.deviation, 0.005016223679223246) && agree(right.median, 0.7366))
    #expect(agree(right.interval?.lowerBound, 0.7275930687427896) && agree(right.interval?.upperBound, 0.7435569312572103))
  }

  @Test func welchAndTheEffectAreSciPys() throws {
    let found = try #require(MeanDifference(left, right))
    let welch = try #require(found.welch)
    // scipy.stats.ttest_ind(right, left, equal_var=False) and its confidence_interval(0.95)
    #expect(agree(welch.t, 3.090506457075442) && agree(welch.p, 0.018803214903087444) && agree(welch.degrees, 6.6299136796308185))
    #expect(
      agree(welch.interval.lowerBound, 0.002373245395391719, to: 1e-11)
        && agree(welch.interval.upperBound, 0.018616754604608345, to: 1e-11))
    // By its definition, with scipy.special.gammaln
    #expect(agree(found.effect, 1.836653045391384))
    // scipy.stats.permutation_test((right, left), difference of means, n_resamples=inf)
    #expect(found.permutation?.isExact == true && found.permutation?.ways == 126)
    #expect(agree(found.permutation?.p, 0.047619047619047616))
  }

  @Test func oneValueHasAMeanAndNoSpread() throws {
    let one = SampleSummary([0.5])
    #expect(one.mean == 0.5 && one.median == 0.5 && one.deviation == nil && one.interval == nil)
    let found = try #require(MeanDifference(one, left))
    #expect(found.welch == nil && found.effect == nil && found.permutation?.ways == 6)
    #expect(MeanDifference(SampleSummary([]), left) == nil)
  }

  @Test func whatIsNotFiniteIsLeftOutAndCounted() {
    let odd = SampleSummary([1, .nan, 3, .infinity])
    #expect(odd.count == 2 && odd.notFinite == 2 && odd.mean == 2 && odd.maximum == 3)
    let nothing = SampleSummary([.nan])
    #expect(nothing.mean == nil && nothing.median == nil && nothing.notFinite == 1)
  }

  @Test func valuesWithoutAnySpreadHaveNoTest() throws {
    let same = SampleSummary([0.5, 0.5, 0.5])
    #expect(same.interval == 0.5...0.5)
    let found = try #require(MeanDifference(same, SampleSummary([0.6, 0.6, 0.6])))
    #expect(found.welch == nil && found.effect == nil && agree(found.permutation?.p, 0.1))
  }

  @Test func largeGroupsAreDrawnTheSameWayEveryTime() throws {
    let many = (0..<30).map { Double($0) }
    let first = try #require(PermutationTest(many, many.map { $0 + 10 }))
    #expect(!first.isExact && first.ways == PermutationTest.drawn + 1)
    #expect(first == PermutationTest(many, many.map { $0 + 10 }))
    #expect(first.p < 0.001 && PermutationTest(many, many)!.p == 1)
  }

  @Test func theExactWaysAreThoseOfChoosingAGroup() throws {
    for (left, right, ways) in [(1, 1, 2), (2, 3, 10), (9, 9, 48_620), (10, 1, 11)] {
      let test = try #require(PermutationTest((0..<left).map(Double.init), (0..<right).map { Double($0) * 1.5 }))
      #expect(test.isExact && test.ways == ways)
    }
  }
}

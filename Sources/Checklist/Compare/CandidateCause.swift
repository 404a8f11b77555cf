import Provenance

/// An input that differs between two runs, and so may be why their results do. Which one it is, nobody has shown.
public struct CandidateCause: Sendable, Equatable {
  /// What kind of input, from the likeliest on.
  public enum Aspect: String, Sendable, CaseIterable { case command, config, code, data, seeds, environment }

  public var aspect: Aspect
  /// A dotted key, a seed's place, an input's path, or a fact of the environment.
  public var subject: String
  /// Nil: that side does not have it.
  public var left, right: String?

  public init(_ aspect: Aspect, _ subject: String, left: String?, right: String?) {
    (self.aspect, self.subject, self.left, self.right) = (aspect, subject, left, right)
  }
}

extension CandidateCause {
  /// Two commands, if they differ in more than the experiments' names. Words that both have stand as `…`.
  public static func command(of left: ExperimentRecord, _ right: ExperimentRecord) -> CandidateCause? {
    func words(_ record: ExperimentRecord) -> [String] {
      (record.registration.command?.argv ?? []).map { $0.replacing(record.registered.experiment, with: "{experiment}") }
    }
    let (first, second) = (words(left), words(right))
    guard first.map(ExactString.init) != second.map(ExactString.init) else { return nil }
    func shown(_ words: [String], besides others: [String]) -> String? {
      guard !words.isEmpty else { return nil }
      let kept = words.indices.map { $0 < others.count && words[$0].isExactly(others[$0]) ? "…" : words[$0] }
      // Several in a row are one.
      return kept.indices.filter { kept[$0] != "…" || $0 == 0 || kept[$0 - 1] != "…" }.map { kept[$0] }.joined(separator: " ")
    }
    return CandidateCause(
      .command, "command", left: shown(first, besides: second), right: shown(second, besides: first))
  }
}

extension InputDifference {
  /// Everything that differs and is not known to be of no matter.
  public var causes: [CandidateCause] {
    let config = groups.flatMap(\.keys).filter(\.matters).map { key in
      CandidateCause(.config, key.name, left: key.left?.spelling, right: key.right?.spelling)
    }
    func facts(_ aspect: CandidateCause.Aspect, _ found: Aspect) -> [CandidateCause] {
      found.facts.filter { !$0.ignored }.map { CandidateCause(aspect, $0.subject, left: $0.left, right: $0.right) }
    }
    // Commit, tree and what the policy does not call code follow from the code, or are of no matter.
    let code = self.code.state == .different ? self.code.facts.filter { $0.subject == "code digest" } : []
    let changes = code.map { CandidateCause(.code, "code", left: $0.left, right: $0.right) }
    return config + changes + facts(.data, data) + seedCauses(besides: config) + facts(.environment, environment)
  }

  /// A seed in the config is told with the config.
  private func seedCauses(besides config: [CandidateCause]) -> [CandidateCause] {
    seeds.facts.filter { fact in !fact.ignored && !config.contains { $0.subject.isExactly(fact.subject) } }
      .map { CandidateCause(.seeds, $0.subject, left: $0.left, right: $0.right) }
  }
}

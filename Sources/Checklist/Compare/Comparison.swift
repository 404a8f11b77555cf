import Provenance

/// Compares the inputs of two sides; looks at nothing but its values.
public struct Comparison: Sendable {
  /// What is compared; what is only here is `removed`.
  public var left: ComparisonSide
  /// What it is compared with; what is only here is `added`.
  public var right: ComparisonSide
  /// Says which keys do not matter, and the order of groups.
  public var rules: Policy.ConfigRules
  /// Only the configs are asked about.
  public var configOnly: Bool
  /// What lies between the two states of the code; nil if no repository could tell.
  public var distance: CodeDistance?

  public init(
    left: ComparisonSide, right: ComparisonSide, rules: Policy.ConfigRules, configOnly: Bool = false,
    distance: CodeDistance? = nil
  ) {
    self.left = left
    self.right = right
    self.rules = rules
    self.configOnly = configOnly
    self.distance = distance
  }

  /// Returns what differs. What cannot be told is unknown, never the same.
  public func difference() -> InputDifference {
    let (state, groups, groupsReordered) = configDifference()
    return InputDifference(
      left: left.label, right: right.label, config: state, groups: groups, groupsReordered: groupsReordered,
      seeds: aspect { SeedComparison(left: $0.seeds, right: $1.seeds).aspect },
      code: aspect { CodeComparison(left: $0.code, right: $1.code, sameConfig: state == .same).aspect },
      distance: configOnly ? nil : distance,
      environment: aspect { leftRegistration, rightRegistration in
        EnvironmentComparison(
          left: left.environment, right: right.environment, leftDigest: leftRegistration.environment,
          rightDigest: rightRegistration.environment
        ).aspect
      }, data: aspect { DataComparison(left: $0.data, right: $1.data).aspect }, remarks: left.remarks + right.remarks)
  }

  private func aspect(_ compare: (Registration, Registration) -> InputDifference.Aspect) -> InputDifference.Aspect {
    if configOnly { return InputDifference.Aspect(.notCompared("as asked")) }
    if let left = left.registration, let right = right.registration { return compare(left, right) }
    let file = left.registration == nil ? left.label : right.label
    return InputDifference.Aspect(.notCompared("\(file) is a config file, not an experiment"))
  }

  private func configDifference() -> (InputDifference.State, [InputDifference.Group], Bool) {
    guard let leftConfig = left.config, let rightConfig = right.config else {
      let missing = left.config == nil ? left : right
      return (.unknown(missing.remarks.first ?? "\(missing.label) has no config that can be read"), [], false)
    }
    let keys = ConfigComparison(left: leftConfig, right: rightConfig, rules: rules)
    let groups = keys.groups
    let differs = groups.contains { $0.keys.contains(where: \.matters) }
    return (differs ? .different : .same, groups, keys.groupsReordered)
  }
}

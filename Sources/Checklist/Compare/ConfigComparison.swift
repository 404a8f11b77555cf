import Provenance

/// Compares two configs key by key, in the policy's order of groups.
struct ConfigComparison {
  let left: Config
  let right: Config
  let rules: Policy.ConfigRules

  var groups: [InputDifference.Group] {
    let ignored = (rules.ignored + rules.volatile).map(Glob.key)
    let (leftGroups, rightGroups) = (left.groups(in: rules.groups), right.groups(in: rules.groups))
    let leftKeys = Dictionary(leftGroups.map { (ExactString($0.name), $0.keys) }, uniquingKeysWith: +)
    let rightKeys = Dictionary(rightGroups.map { (ExactString($0.name), $0.keys) }, uniquingKeysWith: +)
    return order(leftGroups.map(\.name), rightGroups.map(\.name)).map { name in
      compare(name, leftKeys[ExactString(name)] ?? [], rightKeys[ExactString(name)] ?? []) { key in
        ignored.contains { $0.matches(key) }
      }
    }
  }

  var groupsReordered: Bool {
    let (leftNames, rightNames) = (left.groups(in: []).map(\.name), right.groups(in: []).map(\.name))
    return isReordered(leftNames.map(ExactString.init), rightNames.map(ExactString.init))
  }

  /// The policy's groups first, then the left side's, then what only the right side has.
  private func order(_ left: [String], _ right: [String]) -> [String] {
    let present = Set((left + right).map(ExactString.init))
    var seen: Set<ExactString> = []
    return (rules.groups + left + right).filter {
      present.contains(ExactString($0)) && seen.insert(ExactString($0)).inserted
    }
  }

  private func compare(
    _ group: String, _ left: [ConfigKey], _ right: [ConfigKey], isIgnored: (String) -> Bool
  ) -> InputDifference.Group {
    let leftValues = values(left)
    let rightValues = values(right)
    var result = InputDifference.Group(name: group, keys: [], equal: 0, reordered: false)
    for key in left {
      let other = rightValues[ExactString(key.name)]
      if let kind = kind(key.value, other) {
        result.keys.append(
          InputDifference.Key(name: key.name, kind: kind, left: key.value, right: other, ignored: isIgnored(key.name)))
      } else {
        result.equal += 1
      }
    }
    for key in right where leftValues[ExactString(key.name)] == nil {
      result.keys.append(
        InputDifference.Key(name: key.name, kind: .added, left: nil, right: key.value, ignored: isIgnored(key.name)))
    }
    result.reordered = isReordered(left.map { ExactString($0.name) }, right.map { ExactString($0.name) })
    return result
  }

  private func values(_ keys: [ConfigKey]) -> [ExactString: Value] {
    Dictionary(keys.map { (ExactString($0.name), $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// Nil: the same value in the same spelling.
  private func kind(_ left: Value, _ right: Value?) -> InputDifference.Kind? {
    guard let right else { return .removed }
    if left == right { return left.spelling.isExactly(right.spelling) ? nil : .spellingChanged }
    let bothNumbers = left.number != nil && right.number != nil
    return bothNumbers || left.typeName == right.typeName ? .changed : .typeChanged
  }

  private func isReordered(_ left: [ExactString], _ right: [ExactString]) -> Bool {
    let (inLeft, inRight) = (Set(left), Set(right))
    return left.filter(inRight.contains) != right.filter(inLeft.contains)
  }
}

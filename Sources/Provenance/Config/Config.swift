/// A config: groups → keys → typed values. Top-level objects are groups; what stands beside them is in the group "".
public struct Config: Sendable {
  /// Groups and what stands beside them, in file order.
  public let root: Object

  /// Any object is a config.
  public init(_ root: Object) { self.root = root }

  /// The groups in canonical order: those that `order` names, then the others in their file's order. The group "" comes first unless
  /// it is named.
  public func groups(in order: [String]) -> [ConfigGroup] {
    let loose = root.members.filter { $0.value.object == nil }
    var rest = root.members.compactMap { member in
      member.value.object.map {
        ConfigGroup(name: member.key, object: $0, keyPosition: member.keyPosition, valuePosition: member.valuePosition)
      }
    }
    if !loose.isEmpty { rest.insert(ConfigGroup(loose: Object(members: loose)), at: 0) }
    return ranked(rest, order)
  }

  private func ranked(_ groups: [ConfigGroup], _ order: [String]) -> [ConfigGroup] {
    var ranks: [ExactString: Int] = [:]
    for (rank, name) in order.enumerated() where ranks[ExactString(name)] == nil { ranks[ExactString(name)] = rank }
    let isNamed = ranks[ExactString("")] != nil
    func rank(_ group: ConfigGroup) -> Int {
      group.isLoose && !isNamed ? -1 : ranks[ExactString(group.name)] ?? order.count
    }
    return groups.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
  }

  /// The root with its groups in canonical order.
  public func ordered(by order: [String]) -> Object {
    Object(
      members: groups(in: order).flatMap { group in
        group.isLoose
          ? group.object.members
          : [
            Object.Member(
              group.name, .object(group.object), keyPosition: group.keyPosition, valuePosition: group.valuePosition)
          ]
      })
  }

  /// All leaves in file order: scalars, arrays, empty objects.
  public var flattened: [ConfigKey] {
    var keys: [ConfigKey] = []
    for member in root.members {
      if let group = member.value.object {
        flatten(group, group: member.key, prefix: "", into: &keys)
      } else {
        keys.append(ConfigKey(group: "", key: member.key, value: member.value, position: member.valuePosition))
      }
    }
    return keys
  }

  private func flatten(_ object: Object, group: String, prefix: String, into keys: inout [ConfigKey]) {
    for member in object.members {
      if let inner = member.value.object, !inner.isEmpty {
        flatten(inner, group: group, prefix: prefix + member.key + ".", into: &keys)
      } else {
        keys.append(
          ConfigKey(group: group, key: prefix + member.key, value: member.value, position: member.valuePosition))
      }
    }
  }
}

/// A group of a config.
public struct ConfigGroup: Sendable {
  /// Empty for what stands outside any group.
  public let name: String
  /// Its members; of the group "", only those that stand outside any group.
  public let object: Object
  /// Where the group's key stands; nil for the group "" and for what was not read from a text.
  public let keyPosition: Position?
  /// Where the group's value begins; nil likewise.
  public let valuePosition: Position?
  /// Whether this is what stands outside any group; an object whose key is empty is not.
  let isLoose: Bool

  init(name: String, object: Object, keyPosition: Position?, valuePosition: Position?) {
    (self.name, self.object, self.keyPosition, self.valuePosition) = (name, object, keyPosition, valuePosition)
    isLoose = false
  }

  /// What stands outside any group.
  init(loose object: Object) {
    (name, self.object, keyPosition, valuePosition) = ("", object, nil, nil)
    isLoose = true
  }

  /// The group's leaves.
  public var keys: [ConfigKey] {
    isLoose
      ? Config(object).flattened
      : Config(Object(members: [Object.Member(name, .object(object))])).flattened
  }
}

/// A leaf of a config.
public struct ConfigKey: Sendable {
  /// Empty outside any group.
  public let group: String
  /// Dotted below the group.
  public let key: String
  /// A scalar, an array or an empty object.
  public let value: Value
  /// Where the value stands in its file.
  public let position: Position?

  /// `group.key`, or the key alone outside any group.
  public var name: String { group.isEmpty ? key : group + "." + key }
}

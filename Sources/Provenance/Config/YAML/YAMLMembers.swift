/// The members of a mapping in the making.
struct YAMLMembers {
  private(set) var own: [Object.Member] = []
  private var keys: [ExactString: Position] = [:]
  /// What `<<` takes in, and before which own member it stands.
  private var merged: (members: [Object.Member], place: Int)?

  mutating func add(_ member: Object.Member, at place: Position) throws(Failure) {
    if let first = keys.updateValue(place, forKey: ExactString(member.key)) {
      throw Failure(
        .input, "duplicate key \"\(member.key)\"", at: place, hint: "it is first at \(first.line):\(first.column)")
    }
    own.append(member)
  }

  /// Takes in a mapping or a list of mappings, of which an earlier one wins.
  mutating func merge(_ value: Value, keyAt place: Position, valueAt valuePlace: Position) throws(Failure) {
    guard merged == nil else {
      throw Failure(.input, "duplicate key \"<<\"", at: place, hint: "write <<: [*one, *other]")
    }
    var members: [Object.Member] = []
    var seen: Set<ExactString> = []
    for source in value.array ?? [value] {
      guard let object = source.object else {
        throw Failure(.input, "<< takes a mapping or a list of mappings, not \(source.typeName)", at: valuePlace)
      }
      for member in object.members where seen.insert(ExactString(member.key)).inserted { members.append(member) }
    }
    merged = (members, own.count)
  }

  var all: [Object.Member] {
    guard let merged else { return own }
    return own[..<merged.place] + merged.members.filter { keys[ExactString($0.key)] == nil } + own[merged.place...]
  }
}

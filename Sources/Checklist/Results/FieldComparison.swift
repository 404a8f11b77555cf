import Provenance

/// One field of two files: a column, a dotted key, or the numbers of an array.
public struct FieldComparison: Sendable, Equatable {
  /// Empty for the numbers of an array.
  public var name: String
  /// Numbers that both have; counted from 1, or for an array from 0.
  public var points: PointComparison
  /// Texts, truth values and others that both have.
  public var others = 0
  /// Of these: not the same. Also what one side lacks, and what is of another type.
  public var otherDifferences = 0
  /// The first of these, in words.
  public var firstOther: String?
  /// Of its file's rule or its own.
  public var ignored: String?

  init(_ name: String, _ rule: ToleranceRules.Rule) {
    self.name = name
    switch rule {
    case .bitwise: points = PointComparison(tolerance: nil)
    case .tolerance(let tolerance): points = PointComparison(tolerance: tolerance)
    case .ignored(let pattern): (points, ignored) = (PointComparison(tolerance: nil), pattern)
    }
  }

  public var agreement: Agreement {
    if otherDifferences > 0 { return .drift }
    // Where neither side has a value, both have the same.
    return points.compared == 0 ? .bitwise : points.agreement
  }

  mutating func differ(_ words: @autoclosure () -> String) {
    if firstOther == nil { firstOther = words() }
    otherDifferences += 1
  }
}

/// The contents of two files of one kind, field by field.
struct ContentComparison {
  let rules: ToleranceRules
  /// What the policy's patterns call the file.
  let path: String

  /// - Returns: every field, and what is wrong with the whole; nil fields if the contents are of two kinds.
  func compare(_ left: ResultFile.Content, _ right: ResultFile.Content) -> (fields: [FieldComparison], reason: String?)? {
    switch (left, right) {
    case (.table(let left), .table(let right)): tables(left, right)
    case (.tree(let left), .tree(let right)): (trees(left, right), nil)
    case (.array(let left), .array(let right)): arrays(left, right)
    default: nil
    }
  }

  // MARK: Tables

  private func tables(_ left: MetricTable, _ right: MetricTable) -> ([FieldComparison], String?) {
    let reason = left.rowCount == right.rowCount ? nil : "\(left.rowCount) rows on the left, \(right.rowCount) on the right"
    var fields = left.columns.map { column -> FieldComparison in
      var field = FieldComparison(column.name, rules.rule(ofField: column.name, inFile: path))
      guard let other = right.column(column.name) else {
        field.differ("only on the left")
        return field
      }
      columns(column, other, rows: min(left.rowCount, right.rowCount), &field)
      return field
    }
    for column in right.columns where left.column(column.name) == nil {
      var field = FieldComparison(column.name, rules.rule(ofField: column.name, inFile: path))
      field.differ("only on the right")
      fields.append(field)
    }
    return (fields, reason)
  }

  private func columns(_ left: MetricColumn, _ right: MetricColumn, rows: Int, _ field: inout FieldComparison) {
    if left.kind != right.kind, left.count > 0, right.count > 0 {
      let (here, there) = left.kind == .number ? ("numbers", "text") : ("text", "numbers")
      return field.differ("\(here) on the left, \(there) on the right")
    }
    for row in 0..<rows {
      if let first = left.number(at: row), let second = right.number(at: row) {
        field.points.add(step: Double(row + 1), left: first, right: second)
      } else if let first = left.text(at: row), let second = right.text(at: row) {
        field.others += 1
        if !first.isExactly(second) { field.differ("row \(row + 1): \(first) → \(second)") }
      } else if left.isPresent(at: row) != right.isPresent(at: row) {
        field.differ("row \(row + 1): nothing on the \(left.isPresent(at: row) ? "right" : "left")")
      }
    }
  }

  // MARK: Trees

  private struct Leaf {
    /// Without numbers of elements: what patterns are held against.
    let name: ExactString
    let place: ExactString
    let value: Value
  }

  private func trees(_ left: Value, _ right: Value) -> [FieldComparison] {
    let (leftLeaves, rightLeaves) = (Self.leaves(left), Self.leaves(right))
    let rightValues = Dictionary(rightLeaves.map { ($0.place, $0.value) }, uniquingKeysWith: { first, _ in first })
    let leftPlaces = Set(leftLeaves.map(\.place))
    var (order, fields) = ([ExactString](), [ExactString: FieldComparison]())
    func change(_ leaf: Leaf, _ body: (inout FieldComparison) -> Void) {
      if fields[leaf.name] == nil {
        order.append(leaf.name)
        fields[leaf.name] = FieldComparison(leaf.name.string, rules.rule(ofField: leaf.name.string, inFile: path))
      }
      body(&fields[leaf.name]!)
    }
    for leaf in leftLeaves {
      change(leaf) { field in
        guard let other = rightValues[leaf.place] else { return field.differ("\(leaf.place.string): only on the left") }
        compare(leaf, other, &field)
      }
    }
    for leaf in rightLeaves where !leftPlaces.contains(leaf.place) {
      change(leaf) { $0.differ("\(leaf.place.string): only on the right") }
    }
    return order.compactMap { fields[$0] }
  }

  private func compare(_ leaf: Leaf, _ other: Value, _ field: inout FieldComparison) {
    if let first = leaf.value.number, let second = other.number {
      let number = Double(field.points.compared + 1)
      field.points.add(step: number, left: first.double, right: second.double)
      // Beyond 2^53 two integers may be one binary64 value.
      if let digits = first.integerDigits, let others = second.integerDigits, first.double == second.double, digits != others {
        field.differ("\(leaf.place.string): \(digits) → \(others)")
      }
      return
    }
    field.others += 1
    if leaf.value != other { field.differ("\(leaf.place.string): \(leaf.value.spelling) → \(other.spelling)") }
  }

  private static func leaves(_ value: Value) -> [Leaf] {
    var leaves: [Leaf] = []
    collect(value, name: "", place: "", &leaves)
    return leaves
  }

  private static func collect(_ value: Value, name: String, place: String, _ leaves: inout [Leaf]) {
    switch value {
    case .object(let object) where !object.isEmpty:
      for member in object.members {
        let dot = name.isEmpty ? "" : "."
        collect(member.value, name: name + dot + member.key, place: place + (place.isEmpty ? "" : ".") + member.key, &leaves)
      }
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() { collect(element, name: name, place: "\(place)[\(index)]", &leaves) }
    default: leaves.append(Leaf(name: ExactString(name), place: ExactString(place), value: value))
    }
  }

  // MARK: Arrays

  private func arrays(_ left: NumPyArray, _ right: NumPyArray) -> ([FieldComparison], String?) {
    var field = FieldComparison("", rules.rule(ofFile: path))
    guard left.shape == right.shape else { return ([field], "shape \(left.shape) on the left, \(right.shape) on the right") }
    let (leftType, rightType) = (left.type, right.type)
    let sameType = leftType.kind == rightType.kind && leftType.size == rightType.size
    guard sameType || left.count == right.count && field.points.tolerance != nil else {
      return ([field], "\(leftType.name) on the left, \(rightType.name) on the right")
    }
    NumPyArray.forEachPair(left, right) { number, first, second in
      field.points.count()
      if sameType && first == second { return }
      let pair = PointPair(step: Double(number), left: leftType.value(of: first), right: rightType.value(of: second))
      if !sameType && pair.left.bitPattern == pair.right.bitPattern { return }
      field.points.add(pair, sameType ? Deviation(first, second, leftType) : pair.deviation)
    }
    return ([field], nil)
  }
}

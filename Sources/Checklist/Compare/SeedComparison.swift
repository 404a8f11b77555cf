import Provenance

struct SeedComparison {
  let left: Seeds
  let right: Seeds

  var aspect: InputDifference.Aspect {
    if left.places.isEmpty && right.places.isEmpty {
      return InputDifference.Aspect(.unknown("neither names a seed"))
    }
    let facts = FactList.compare(
      left.places.map { ($0.name, $0.value) }, right.places.map { ($0.name, $0.value) })
    return InputDifference.Aspect(left.digest == right.digest && facts.isEmpty ? .same : .different, facts: facts)
  }
}

/// Facts by name on two sides.
enum FactList {
  /// Returns what is not the same, in the left side's order, then what only the right side has.
  static func compare(
    _ left: [(String, String)], _ right: [(String, String)], prefix: String = "", ignored: (String) -> Bool = { _ in false }
  ) -> [InputDifference.Fact] {
    let leftValues = Dictionary(left.map { (ExactString($0.0), $0.1) }, uniquingKeysWith: { first, _ in first })
    let rightValues = Dictionary(right.map { (ExactString($0.0), $0.1) }, uniquingKeysWith: { first, _ in first })
    let names = left.map(\.0) + right.map(\.0).filter { leftValues[ExactString($0)] == nil }
    return names.compactMap { name in
      let (old, new) = (leftValues[ExactString(name)], rightValues[ExactString(name)])
      if let old, let new, old.isExactly(new) { return nil }
      return InputDifference.Fact(prefix + name, left: old, right: new, ignored: ignored(name))
    }
  }
}

/// How a list of digests differs from the list that it should be.
struct SequenceDifference {
  /// Places are indices from 0: `expected` in the list that should be, `found` in the one that is.
  enum Change: Equatable {
    /// Another stands where this one should.
    case altered(expected: Int, found: Int)
    /// It is nowhere.
    case missing(expected: Int)
    /// Nobody expects it.
    case added(found: Int)
    /// Once more than it should be.
    case duplicated(expected: Int, found: Int)
    /// It stands before or behind another than it should.
    case reordered(expected: Int, found: Int)
  }

  /// Sorted by the place in the expected list, then by that in the other.
  private(set) var changes: [Change] = []

  init(expected: [MerkleHash], found: [MerkleHash]) {
    var start = 0
    while start < min(expected.count, found.count), expected[start] == found[start] { start += 1 }
    var (end, foundEnd) = (expected.count, found.count)
    while end > start, foundEnd > start, expected[end - 1] == found[foundEnd - 1] { (end, foundEnd) = (end - 1, foundEnd - 1) }
    guard start < end || start < foundEnd else { return }

    var places: [MerkleHash: [Int]] = [:]
    for index in (start..<end).reversed() { places[expected[index], default: []].append(index) }
    // The outer parts are equal, so that an element of them can only be there once more.
    var known = Self.outside(expected, start, end, wanted: found[start..<foundEnd])
    var matches: [(expected: Int, found: Int)] = []
    var added: [(found: Int, rank: Int)] = []
    for index in start..<foundEnd {
      let hash = found[index]
      if let place = places[hash]?.popLast() {
        matches.append((place, index))
        known[hash] = place
      } else if let first = known[hash] {
        changes.append(.duplicated(expected: first, found: index))
      } else {
        added.append((index, matches.count))
      }
    }
    tell(matches, added, missing: places.values.flatMap { $0 }.sorted(), start: start)
    changes.sort { Self.key($0) < Self.key($1) }
  }

  private mutating func tell(
    _ matches: [(expected: Int, found: Int)], _ added: [(found: Int, rank: Int)], missing: [Int], start: Int
  ) {
    let sorted = matches.map(\.expected).sorted()
    for (place, match) in zip(sorted, matches) where place != match.expected {
      changes.append(.reordered(expected: match.expected, found: match.found))
    }
    // A missing one and an added one behind equally many others stand for each other.
    var rest = added[...]
    for (order, place) in missing.enumerated() {
      let rank = place - start - order
      while let first = rest.first, first.rank < rank {
        changes.append(.added(found: first.found))
        rest.removeFirst()
      }
      if let first = rest.first, first.rank == rank {
        changes.append(.altered(expected: place, found: first.found))
        rest.removeFirst()
      } else {
        changes.append(.missing(expected: place))
      }
    }
    changes += rest.map { .added(found: $0.found) }
  }

  private static func outside(
    _ expected: [MerkleHash], _ start: Int, _ end: Int, wanted: ArraySlice<MerkleHash>
  ) -> [MerkleHash: Int] {
    let wanted = Set(wanted)
    var places: [MerkleHash: Int] = [:]
    for index in expected.indices where (index < start || index >= end) && wanted.contains(expected[index]) {
      places[expected[index]] = index
    }
    return places
  }

  private static func key(_ change: Change) -> (Int, Int) {
    switch change {
    case .altered(let expected, let found), .duplicated(let expected, let found), .reordered(let expected, let found):
      (expected, found)
    case .missing(let expected): (expected, -1)
    case .added(let found): (found, found)
    }
  }
}

/// Returns the names that somebody may have meant, best first: those that a few slips apart, or of which one holds the other.
///
/// - Complexity: names × length²; names and candidates of more than 100 bytes are not looked at.
public func nearNames(to name: String, among candidates: some Sequence<String>, limit: Int = 3) -> [String] {
  let wanted = Array(name.lowercased().utf8)
  guard !wanted.isEmpty, wanted.count <= 100 else { return [] }
  var scored: [(name: String, score: Int)] = []
  for candidate in candidates where candidate.utf8.count <= 100 {
    let bytes = Array(candidate.lowercased().utf8)
    let last = Array(bytes.split(separator: UInt8(ascii: ".")).last ?? [])
    let distance = min(editDistance(wanted, bytes), editDistance(wanted, last))
    if distance <= max(1, wanted.count / 3) {
      scored.append((candidate, distance))
    } else if wanted.count >= 3, holds(bytes, wanted) || (last.count >= 3 && holds(wanted, last)) {
      scored.append((candidate, 50 + distance))
    }
  }
  return scored.sorted { ($0.score, $0.name) < ($1.score, $1.name) }.prefix(limit).map(\.name)
}

private func holds(_ long: [UInt8], _ short: [UInt8]) -> Bool {
  guard short.count <= long.count else { return false }
  return (0...(long.count - short.count)).contains { long[$0...].starts(with: short) }
}

/// Insertions, deletions, replacements and swaps of neighbours.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for (row, byte) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
      if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
        best = min(best, beforeLast[column - 1] + 1)
      }
      current.append(best)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}

/// Returns the known names that a mistyped one may have meant, nearest first.
///
/// Near is: few slips of a finger (insertions, deletions, substitutions, swaps of neighbours; up to a third of the length), or one
/// name being the beginning or the dotted end of the other. Case does not count.
public func nearNames(to name: String, in known: [String], limit: Int = 3) -> [String] {
  let wanted = Array(name.lowercased().utf8)
  let allowed = min(4, max(1, wanted.count / 3))
  var found: [(name: String, distance: Int)] = []
  for candidate in known where !candidate.isExactly(name) {
    let bytes = Array(candidate.lowercased().utf8)
    if isPart(wanted, of: bytes) || isPart(bytes, of: wanted) {
      found.append((candidate, min(allowed, abs(bytes.count - wanted.count))))
    } else if abs(bytes.count - wanted.count) <= allowed {
      let distance = editDistance(wanted, bytes)
      if distance <= allowed { found.append((candidate, distance)) }
    }
  }
  // Ties keep the order in which names are known.
  let ranked = found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
  return ranked.prefix(limit).map(\.element.name)
}

/// Whether a name of at least three bytes is the other's beginning, or its end after a dot.
private func isPart(_ part: [UInt8], of whole: [UInt8]) -> Bool {
  guard part.count >= 3, part.count < whole.count else { return false }
  return whole.starts(with: part)
    || (whole[whole.count - part.count - 1] == UInt8(ascii: ".") && whole.suffix(part.count).elementsEqual(part))
}

/// The Damerau-Levenshtein distance (optimal string alignment).
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1] + [Int](repeating: 0, count: right.count)
    for column in 0..<right.count {
      let cost = left[row] == right[column] ? 0 : 1
      var best = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforeLast[column - 1] + 1)
      }
      current[column + 1] = best
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}

/// Returns the known names that a mistyped one may have meant, nearest first, then by name.
///
/// Near is: few slips of a finger (insertions, deletions, substitutions, swaps of neighbours; up to a third of the length), or one
/// name being the beginning of the other. A name without dots is also held against the last parts of dotted ones. Case does not count.
public func nearNames(to name: String, in known: [String], limit: Int = 3) -> [String] {
  let wanted = Array(name.lowercased().utf8)
  let isDotted = wanted.contains(UInt8(ascii: "."))
  var found: [(name: String, distance: Int)] = []
  for candidate in known where !candidate.isExactly(name) {
    let whole = Array(candidate.lowercased().utf8)
    let last = isDotted ? nil : whole.lastIndex(of: UInt8(ascii: ".")).map { Array(whole[($0 + 1)...]) }
    let distances = [slips(wanted, whole), last.flatMap { slips(wanted, $0) }].compactMap(\.self)
    if let least = distances.min() { found.append((candidate, least)) }
  }
  let ranked = found.sorted { left, right in
    left.distance == right.distance
      ? ExactString(left.name) < ExactString(right.name) : left.distance < right.distance
  }
  return ranked.prefix(limit).map(\.name)
}

/// How far a name is from another; nil if too far.
private func slips(_ wanted: [UInt8], _ other: [UInt8]) -> Int? {
  let allowed = min(4, max(1, wanted.count / 3))
  let difference = abs(other.count - wanted.count)
  if isPart(wanted, of: other) || isPart(other, of: wanted) { return min(allowed, difference) }
  guard difference <= allowed else { return nil }
  let distance = editDistance(wanted, other)
  return distance <= allowed ? distance : nil
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

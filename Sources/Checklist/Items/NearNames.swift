/// Names that were perhaps meant, nearest first (F11): one begins or ends with the other, or few letters differ.
func nearNames(to name: String, among names: [String], limit: Int = 3) -> [String] {
  let wanted = Array(name.lowercased().utf8)
  let ranked = names.enumerated().compactMap { index, candidate -> (distance: Int, index: Int)? in
    let other = Array(candidate.lowercased().utf8)
    guard !other.isEmpty, !wanted.isEmpty else { return nil }
    let contained = min(other.count, wanted.count) >= 3 && (contains(other, wanted) || contains(wanted, other))
    let distance = contained ? abs(other.count - wanted.count) : editDistance(wanted, other)
    // Half the letters may differ at most, or there is nothing near about it.
    guard contained || distance * 2 <= max(wanted.count, other.count) else { return nil }
    return (distance, index)
  }
  return ranked.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(limit).map { names[$0.index] }
}

/// ` (did you mean …?)`, or nothing.
func suggestion(for name: String, among names: [String]) -> String {
  let near = nearNames(to: name, among: names)
  return near.isEmpty ? "" : " (did you mean \(near.joined(separator: ", "))?)"
}

private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
  guard part.count <= text.count else { return false }
  return (0...(text.count - part.count)).contains { text[$0..<($0 + part.count)].elementsEqual(part) }
}

/// Levenshtein's distance, one row at a time.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var row = Array(0...right.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in right.enumerated() {
      let changed = diagonal + (a == b ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}

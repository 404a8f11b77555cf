/// Returns what a reader needs to see of two texts that differ: `-` expected, `+` actual, with some lines around; empty if equal.
public func lineDifference(_ expected: String, _ actual: String, around context: Int = 2) -> String {
  let old = lines(of: expected)
  let new = lines(of: actual)
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in new.difference(from: old, by: { $0.isExactly($1) }) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var rows: [(mark: String, line: String)] = []
  var (left, right) = (0, 0)
  while left < old.count || right < new.count {
    if removed.contains(left) {
      rows.append(("-", old[left]))
      left += 1
    } else if inserted.contains(right) {
      rows.append(("+", new[right]))
      right += 1
    } else {
      rows.append((" ", old[left]))
      (left, right) = (left + 1, right + 1)
    }
  }
  return excerpt(rows, context)
}

private func excerpt(_ rows: [(mark: String, line: String)], _ context: Int) -> String {
  var shown = [Bool](repeating: false, count: rows.count)
  for index in rows.indices where rows[index].mark != " " {
    for near in max(0, index - context)...min(rows.count - 1, index + context) { shown[near] = true }
  }
  var text = ""
  for index in rows.indices where shown[index] {
    if index > 0 && !shown[index - 1] { text += "@@ line \(index + 1)\n" }
    text += rows[index].mark + rows[index].line + "\n"
  }
  return text
}

/// Splits at LF alone, so that a CR is seen; a last LF opens no line.
func lines(of text: String) -> [String] {
  var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
  if lines.last == "" { lines.removeLast() }
  return lines
}

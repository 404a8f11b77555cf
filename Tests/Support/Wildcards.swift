import Provenance

/// The words of a transcript's output that stand for what differs from run to run.
///
/// `...` alone is any number of lines, `[..]` any text within a line, and each of ``names`` what its pattern says.
public struct Wildcards: Sendable {
  static let names: [(name: String, pattern: String)] = [
    ("[..]", ".*"),
    ("[TIME]", #"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?"#),
    ("[STAMP]", #"\d{8}_\d{6}"#),
    ("[DATE]", #"\d{4}-\d\d-\d\d"#),
    ("[DIGEST]", "[0-9a-f]{64}"),
    ("[OID]", "[0-9a-f]{40}"),
    ("[SHORT]", "[0-9a-f]{7,16}"),
    ("[SIZE]", #"\d+(\.\d+)? ?(B|kB|MB|GB|KiB|MiB|GiB|bytes)"#),
    ("[DURATION]", #"\d+(\.\d+)? ?(ms|s|min|h)"#),
    ("[NUMBER]", #"-?\d+(\.\d+)?"#),
    ("[VERSION]", #"\d+(\.\d+)+[0-9A-Za-z.+~-]*"#),
    ("[HOST]", "[A-Za-z0-9._-]+"),
    ("[NAME]", #"\S+"#),
  ]

  /// What recording makes into wildcards by itself: the long and unmistakable.
  private static let recorded = ["[DIGEST]", "[OID]", "[TIME]", "[STAMP]"]

  /// The session's folder, which `[ROOT]` stands for.
  let root: String

  public init(root: String) { self.root = root }

  /// True if a line of output is what an expected line allows.
  public func matches(_ expected: String, _ line: String) -> Bool {
    guard expected.utf8.contains(UInt8(ascii: "[")) else { return expected.isExactly(line) }
    let regex = try! Regex(pattern(of: expected)).matchingSemantics(.unicodeScalar)
    return line.wholeMatch(of: regex) != nil
  }

  /// True if the output is what the expected lines allow.
  public func matches(_ expected: [String], _ output: [String]) -> Bool {
    // reachable[n]: the expected lines so far can stand for the first n lines of output.
    var reachable = [Bool](repeating: false, count: output.count + 1)
    reachable[0] = true
    for pattern in expected {
      var next = [Bool](repeating: false, count: output.count + 1)
      for index in 0...output.count {
        if pattern == "..." {
          next[index] = reachable[index] || (index > 0 && next[index - 1])
        } else if index > 0 && reachable[index - 1] {
          next[index] = matches(pattern, output[index - 1])
        }
      }
      reachable = next
    }
    return reachable[output.count]
  }

  /// Returns output as it is to be expected: lines that an old expectation allows keep its words, others get wildcards for what
  /// surely differs from run to run.
  public func expectation(for output: [String], keeping old: [String]) -> [String] {
    if matches(old, output) { return old }
    var kept: [String] = []
    var (left, right) = (0, 0)
    for (i, j) in alignment(old, output) + [(old.count, output.count)] {
      if old[left..<i].allSatisfy({ $0 == "..." }) && left < i {
        kept.append("...")
      } else {
        kept += output[right..<j].map(redact)
      }
      if i < old.count { kept.append(old[i]) }
      (left, right) = (i + 1, j + 1)
    }
    return kept
  }

  /// The longest common subsequence of expected and real lines, as pairs of places.
  private func alignment(_ old: [String], _ output: [String]) -> [(Int, Int)] {
    var length = [[Int]](repeating: [Int](repeating: 0, count: output.count + 1), count: old.count + 1)
    var same = [[Bool]](repeating: [Bool](repeating: false, count: output.count), count: old.count)
    for i in old.indices.reversed() {
      for j in output.indices.reversed() {
        same[i][j] = old[i] != "..." && matches(old[i], output[j])
        length[i][j] = same[i][j] ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
      }
    }
    var pairs: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < old.count && j < output.count {
      if same[i][j] {
        pairs.append((i, j))
        (i, j) = (i + 1, j + 1)
      } else if length[i + 1][j] >= length[i][j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }

  private func redact(_ line: String) -> String {
    var line = line.split(separator: root, omittingEmptySubsequences: false).joined(separator: "[ROOT]")
    for (name, pattern) in Self.names where Self.recorded.contains(name) {
      let regex = try! Regex("(^|[^0-9A-Za-z])" + pattern + "(?![0-9A-Za-z])")
      line.replace(regex) { ($0.output[1].substring ?? "") + name }
    }
    return line
  }

  private func pattern(of expected: String) -> String {
    var pattern = ""
    var rest = expected[...]
    while !rest.isEmpty {
      if rest.hasPrefix("[ROOT]") {
        pattern += escaped(root[...])
        rest = rest.dropFirst("[ROOT]".count)
      } else if let wildcard = Self.names.first(where: { rest.hasPrefix($0.name) }) {
        pattern += "(?:" + wildcard.pattern + ")"
        rest = rest.dropFirst(wildcard.name.count)
      } else {
        pattern += escaped(rest[..<rest.index(after: rest.startIndex)])
        rest = rest.dropFirst()
      }
    }
    return pattern
  }

  private func escaped(_ text: Substring) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      if #"\^$.|?*+()[]{}"#.unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
  }
}

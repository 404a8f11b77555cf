import Provenance

/// Runs that differ in their seeds alone, or share what they are grouped by.
public struct RunGroup: Sendable {
  /// A run that does not count, and why.
  public struct LeftOut: Sendable, Equatable {
    public var name: String
    public var reason: String
  }

  /// By what it differs from the other groups.
  public var label: String
  /// Those that count, newest first.
  public var runs: [SampledRun]
  public var leftOut: [LeftOut]
  /// What a reader should know of it: other code, no seed.
  public var remarks: [String]

  /// Puts runs into groups, in the order in which each first appears.
  ///
  /// - Parameter keys: config keys whose values make a group; nil: the whole config.
  public static func groups(of runs: [SampledRun], by keys: [String]?) -> [RunGroup] {
    var (order, members) = ([Value](), [Value: [SampledRun]]())
    for run in runs {
      let key = identity(of: run, keys)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(run)
    }
    let labels = GroupLabels(order.map { members[$0]![0] }, keys)
    return order.enumerated().map { index, key in RunGroup(labels[index], members[key]!) }
  }

  private static func identity(of run: SampledRun, _ keys: [String]?) -> Value {
    if let keys { return .array(keys.map { run.value(of: $0) ?? ["$absent": true] }) }
    return .object(Object(run.parameters.map { ($0.key, $0.value) }))
  }

  /// Of runs with one config, code and seed the newest counts: the others would only repeat it.
  private init(_ label: String, _ all: [SampledRun]) {
    self.label = label
    var (seen, kept, leftOut) = (Set<Value>(), [SampledRun](), [LeftOut]())
    for run in all {
      if let seeds = run.seeds, !seen.insert([.string(seeds), .string(run.code ?? ""), Self.identity(of: run, nil)]).inserted {
        leftOut.append(LeftOut(name: run.name, reason: "a newer run has the same seeds"))
      } else {
        kept.append(run)
      }
    }
    (runs, self.leftOut, remarks) = (kept, leftOut, [])
    if Set(kept.map(\.code)).count > 1 { remarks.append("its runs have different code") }
    if Set(kept.map(\.data)).count > 1 { remarks.append("its runs have different data") }
    if kept.contains(where: { $0.seeds == nil }) { remarks.append("some runs record no seed: they may repeat each other") }
    let varying = Self.varyingKeys(kept)
    if !varying.isEmpty { remarks.append("its runs also differ in \(varying.joined(separator: ", "))") }
  }

  private static func varyingKeys(_ runs: [SampledRun]) -> [String] {
    var (order, values) = ([ExactString](), [ExactString: Set<Value>]())
    for run in runs {
      for parameter in run.parameters {
        let key = ExactString(parameter.key)
        if values[key] == nil { order.append(key) }
        values[key, default: []].insert(parameter.value)
      }
    }
    return order.filter { key in
      values[key]!.count > 1 || runs.contains { run in !run.parameters.contains { ExactString($0.key) == key } }
    }.map(\.string)
  }

  /// The values of one metric, runs without any left out.
  public func values(_ metric: Int) -> [Double] { runs.compactMap { $0.values[metric] } }
}

/// Short names of groups: the keys in which they differ, by their ends where these are unique.
private struct GroupLabels {
  private let texts: [String]

  init(_ representatives: [SampledRun], _ keys: [String]?) {
    let names = keys ?? Self.varying(representatives)
    let ends = names.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
    texts = representatives.map { run in
      let parts = names.indices.map { index in
        let isUnique = ends.filter { $0.isExactly(ends[index]) }.count == 1
        let value = run.value(of: names[index])
        return "\(isUnique ? ends[index] : names[index]) \(value?.string ?? value?.spelling ?? "(none)")"
      }
      let more = parts.count > Self.shown ? ", …" : ""
      return parts.isEmpty ? "one config" : parts.prefix(Self.shown).joined(separator: ", ") + more
    }
  }

  private static let shown = 4

  subscript(index: Int) -> String { texts[index] }

  private static func varying(_ runs: [SampledRun]) -> [String] {
    var (seen, names) = (Set<ExactString>(), [String]())
    for key in runs.flatMap({ $0.parameters.map(\.key) }) where seen.insert(ExactString(key)).inserted {
      let values = runs.map { run in run.parameters.first { $0.key.isExactly(key) }?.value }
      if values.contains(where: { $0 != values[0] }) { names.append(key) }
    }
    return names
  }
}

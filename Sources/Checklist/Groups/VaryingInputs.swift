import Provenance

/// Over many runs: which inputs differ at all, and which results moved with them.
public struct VaryingInputs: Sendable {
  /// A value of an input, and how many runs have it.
  public struct Level: Sendable, Equatable {
    public var text: String
    public var runs: Int
  }

  /// How one metric moved with one input.
  public struct Effect: Sendable {
    /// What the numbers say.
    public enum Reading: String, Sendable {
      /// Rarer than one in twenty by chance.
      case moves = "moves with it"
      case chance = "no more than chance"
      /// So few that chance cannot be told from anything.
      case tooFew = "too few runs to tell"
    }
    public var metric: String
    /// Runs with a finite value.
    public var count: Int
    /// The level with the lowest and the highest mean, and these.
    public var lowest, highest: (level: String, mean: Double)?
    public var association: Association?
    public var reading: Reading
  }

  /// An input that has several values, and others that always change together with it.
  public struct Input: Sendable {
    public var names: [String]
    /// Those of the first name, the most frequent first.
    public var levels: [Level]
    /// One a metric.
    public var effects: [Effect]
  }

  /// The likeliest first.
  public var inputs: [Input]
  /// Config keys that are the same in all runs.
  public var same: Int
  public var runs: Int
  public var metrics: [String]
  /// Not empty: across classes, as somebody asked.
  public var across: Comparability
  /// Runs that did not end well, by status.
  public var leftOut: [(status: String, count: Int)]

  public init(
    _ runs: [SampledRun], metrics: [String], across: Comparability, leftOut: [(status: String, count: Int)]
  ) {
    (self.runs, self.metrics, self.across, self.leftOut) = (runs.count, metrics, across, leftOut)
    let columns = InputColumn.all(of: runs)
    same = columns.filter { $0.isConfig && $0.levels == 1 }.count
    var (order, merged) = ([[Int]](), [[Int]: [InputColumn]]())
    for column in columns where column.levels > 1 {
      if merged[column.groups] == nil { order.append(column.groups) }
      merged[column.groups, default: []].append(column)
    }
    inputs = order.map { Self.input(merged[$0]!, runs, metrics) }.enumerated().sorted { left, right in
      (Self.rank(left.element), left.offset) < (Self.rank(right.element), right.offset)
    }.map(\.element)
  }

  private static func rank(_ input: Input) -> Double { input.effects.compactMap { $0.association?.p }.min() ?? 1 }

  private static func input(_ columns: [InputColumn], _ runs: [SampledRun], _ metrics: [String]) -> Input {
    let column = columns[0]
    var counts = [Int](repeating: 0, count: column.levels)
    for group in column.groups { counts[group] += 1 }
    let levels = counts.indices.map { Level(text: column.texts[$0], runs: counts[$0]) }
    return Input(
      names: columns.map(\.name),
      levels: levels.enumerated().sorted { ($1.element.runs, $0.offset) < ($0.element.runs, $1.offset) }
        .map(\.element),
      effects: metrics.indices.map { effect(metrics[$0], $0, column, runs) })
  }

  private static func effect(_ metric: String, _ index: Int, _ column: InputColumn, _ runs: [SampledRun]) -> Effect {
    let present = runs.indices.filter { runs[$0].values[index]?.isFinite == true }
    let (values, groups) = (present.map { runs[$0].values[index]! }, present.map { column.groups[$0] })
    var effect = Effect(metric: metric, count: values.count, lowest: nil, highest: nil, association: nil, reading: .tooFew)
    let byGroup = Dictionary(grouping: values.indices, by: { groups[$0] })
    guard byGroup.count > 1 else { return effect }
    let means = byGroup.map { group, members in
      (group: group, mean: members.reduce(0) { $0 + values[$1] } / Double(members.count))
    }.sorted { ($0.mean, $0.group) < ($1.mean, $1.group) }
    effect.lowest = (column.texts[means[0].group], means[0].mean)
    effect.highest = (column.texts[means[means.count - 1].group], means[means.count - 1].mean)
    let association = Association(values, groups: groups, levels: column.numbers.map { numbers in groups.map { numbers[$0] } })
    effect.association = association
    guard let p = association.p, canBeRare(byGroup.values.map(\.count)) else { return effect }
    effect.reading = p < 0.05 ? .moves : .chance
    return effect
  }

  /// Whether there are ways enough of dealing the runs out that one in twenty can be rare: n! / (k₁! k₂! …), halved for mirrors.
  private static func canBeRare(_ sizes: [Int]) -> Bool {
    var (ways, used) = (1.0, 0)
    for size in sizes {
      for place in 0..<size { ways *= Double(used + place + 1) / Double(place + 1) }
      used += size
    }
    return ways / 2 >= 20
  }
}

/// One input over many runs.
private struct InputColumn {
  let name: String
  let isConfig: Bool
  /// The level of each run, counted from 0 in the order of appearance.
  let groups: [Int]
  /// What each level is called.
  let texts: [String]
  /// What each level is as a number, if all are.
  let numbers: [Double]?

  var levels: Int { texts.count }

  static func all(of runs: [SampledRun]) -> [InputColumn] {
    var (seen, columns) = (Set<ExactString>(), [InputColumn]())
    for key in runs.flatMap({ $0.parameters.map(\.key) }) where seen.insert(ExactString(key)).inserted {
      columns.append(InputColumn(key, isConfig: true, runs.map { run in run.parameters.first { $0.key.isExactly(key) }?.value }))
    }
    let facts: [(String, (SampledRun) -> String?)] = [
      ("code", \.code), ("data", \.data), ("seeds", \.seeds), ("host", \.host),
    ]
    let words = seedWords(runs)
    return columns
      + facts.map { name, fact in
        InputColumn(name, isConfig: false, runs.map { fact($0).map(Value.string) }, shown: name == "seeds" ? words : [:])
      }
  }

  /// What seeds are called by their digests: the values of those seeds in the config that are not the same in all runs.
  private static func seedWords(_ runs: [SampledRun]) -> [String: String] {
    var (seen, keys) = (Set<ExactString>(), [String]())
    for key in runs.flatMap({ $0.seedParameters.map(\.key) }) where seen.insert(ExactString(key)).inserted {
      let values = runs.map { run in run.seedParameters.first { $0.key.isExactly(key) }?.value }
      if values.contains(where: { $0 != values[0] }) { keys.append(key) }
    }
    var words: [String: String] = [:]
    for run in runs {
      let parts = keys.compactMap { key in
        run.seedParameters.first { $0.key.isExactly(key) }.map {
          keys.count == 1 ? $0.value.spelling : "\(key) \($0.value.spelling)"
        }
      }
      if let seeds = run.seeds, !parts.isEmpty { words[seeds] = parts.joined(separator: " ") }
    }
    return words
  }

  private init(_ name: String, isConfig: Bool, _ values: [Value?], shown: [String: String] = [:]) {
    (self.name, self.isConfig) = (name, isConfig)
    var (levels, groups) = ([Value?](), [Int]())
    var places: [Value?: Int] = [:]
    for value in values {
      if places[value] == nil {
        places[value] = levels.count
        levels.append(value)
      }
      groups.append(places[value]!)
    }
    self.groups = groups
    texts = levels.map { level in
      if isConfig { return level?.string ?? level?.spelling ?? "(none)" }
      return level?.string.map { shown[$0] ?? $0 } ?? "(unknown)"
    }
    let known = levels.compactMap { $0?.double }.filter(\.isFinite)
    numbers = known.count == levels.count ? known : nil
  }
}

/// How a config key or a metric moved over experiments, in the order in which they were registered.
public struct History: Sendable {
  /// What was asked for.
  public var name: String
  /// Oldest first.
  public var points: [Point]
  /// Experiments that have no value: they are no points.
  public var absent: Int

  /// One experiment's value.
  public struct Point: Sendable, Equatable {
    /// The experiment.
    public var experiment: String
    /// When it was registered.
    public var time: Moment
    public var status: String
    public var value: ListValue
    /// Nil for the first.
    public var change: Change?
    /// Whether its code differs from that of the experiment before.
    public var hasNewCode: Bool
  }

  /// How a value stands to the one before.
  public enum Change: Sendable, Equatable {
    case same
    /// Another one; for two finite numbers, by how much.
    case changed(by: Double?)
  }

  /// - Parameter rows: oldest first, with the columns `registered`, `status`, and the name asked for.
  init(name: String, rows: [ListedExperiment]) {
    self.name = name
    points = []
    absent = 0
    var (previous, code): (ListValue?, String?) = (nil, nil)
    for row in rows {
      guard let value = row.cells[2], case .time(let time)? = row.cells[0], case .text(let status)? = row.cells[1] else {
        absent += 1
        continue
      }
      let own = row.facts?.code
      points.append(
        Point(
          experiment: row.name, time: time, status: status, value: value,
          change: previous.map { Self.change(from: $0, to: value) },
          hasNewCode: code != nil && own != nil && own != code))
      (previous, code) = (value, own ?? code)
    }
  }

  private static func change(from old: ListValue, to new: ListValue) -> Change {
    if case .number(let old, _) = old, case .number(let new, _) = new {
      if old == new || old.isNaN && new.isNaN { return .same }
      return .changed(by: old.isFinite && new.isFinite ? new - old : nil)
    }
    return old == new ? .same : .changed(by: nil)
  }
}

extension Ledger {
  /// Returns how a name's value moved over the experiments that a query finds; its order, columns and limit do not matter.
  ///
  /// - Throws: as ``list(_:)``.
  public func history(of name: String, _ query: ListQuery) throws(Failure) -> (history: History, listing: Listing) {
    var query = query
    (query.order, query.limit, query.withFacts) = (.oldest, nil, true)
    query.columns = ["registered", "status", name]
    let listing = try list(query)
    return (History(name: name, rows: listing.rows), listing)
  }
}

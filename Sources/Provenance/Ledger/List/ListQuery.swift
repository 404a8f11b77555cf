/// A question to the ledger: which experiments, in what order, and what of each.
public struct ListQuery: Sendable {
  /// All must hold. What cannot be told is not listed, and counted in ``Listing/unknown``.
  public var filters: [Formula] = []
  /// How rows follow each other. Unknown values come last, equal ones newest first.
  public var order = Order.newest
  /// Names of what ``ListedExperiment/cells`` hold: facts, config keys, metrics.
  public var columns: [String] = []
  /// Rows at most; nil: all.
  public var limit: Int?
  /// Archived experiments and rehearsals, too.
  public var includesHidden = false
  /// Whether ``ListedExperiment/facts``, tags and every metric are wanted.
  public var withFacts = false
  /// Which metric is judged by its best value, and which keys make a class.
  public let policy: Policy
  /// What dates in filters are relative to.
  public let now: Moment

  public init(policy: Policy, now: Moment) { (self.policy, self.now) = (policy, now) }

  /// The order of rows.
  public enum Order: Sendable, Equatable {
    /// By the time of registration.
    case newest, oldest
    /// By a fact, metric or config key. Without a direction: the primary metric's best first, texts from A, else the largest first.
    case by(String, isAscending: Bool?)

    /// Reads `NAME`, `NAME:asc` or `NAME:desc`.
    public init(word: String) {
      if word.hasSuffix(":asc") {
        self = .by(String(word.dropLast(4)), isAscending: true)
      } else if word.hasSuffix(":desc") {
        self = .by(String(word.dropLast(5)), isAscending: false)
      } else {
        self = .by(word, isAscending: nil)
      }
    }
  }

  /// The names that filters, order and columns ask for.
  var names: [String] {
    var names = filters.flatMap(\.names) + columns + policy.classKeys
    if case .by(let name, _) = order { names.append(name) }
    return names
  }
}

/// The answer to a ``ListQuery``.
public struct Listing: Sendable {
  /// In the order that was asked for.
  public var rows: [ListedExperiment]
  /// Whether there are more than the limit.
  public var isCut: Bool
  /// Experiments that are not listed because a filter could not be told of them: how many, for which reason.
  public var unknown: [Unknown]
  /// Names in filters that no experiment has, with near ones.
  public var unheardOf: [String]
  /// How many experiments there are, hidden ones too.
  public var total: Int

  /// Why filters could not be told of some experiments.
  public struct Unknown: Sendable, Equatable {
    /// The filter's own reason.
    public let reason: String
    /// How many experiments; at least this many, if not all were looked at.
    public let count: Int
    /// Whether more may share the reason.
    public let isLeast: Bool
  }

  /// How many experiments filters could not be told of.
  public var unknownCount: Int

  /// Of a project without a ledger.
  public static let none = Listing(rows: [], isCut: false, unknown: [], unheardOf: [], total: 0, unknownCount: 0)
}

/// An experiment as a list shows it, without its folder or its entries having been opened.
public struct ListedExperiment: Sendable {
  /// The folder's name.
  public var name: String
  /// What ``ListQuery/columns`` ask for, nil where it is unknown or not there.
  public var cells: [ListValue?]
  /// The values of the policy's `class.keys`: experiments are comparable where these agree.
  public var classValues: [ListValue?]
  /// Whether another experiment has the same config and different code (F7).
  public var hasOtherCode: Bool
  /// What ``ListQuery/withFacts`` asks for.
  public var facts: Facts?
  /// The ledger's own numbers.
  let number: Int64
  let snapshot: Int64

  /// What is known of an experiment beside its config.
  public struct Facts: Sendable {
    /// As it was registered.
    public var model, title: String
    /// In its author's words.
    public var purpose: String?
    /// `registered`, or the state of the attempt that counts.
    public var status: String
    /// The time of the `registered` entry.
    public var registered: Moment
    /// Of the attempt that counts; nil where it is unknown.
    public var started, ended: Moment?
    /// Seconds.
    public var duration: Double?
    /// The command's exit status.
    public var exitStatus: Int?
    /// The machine of the attempt that counts.
    public var host: String?
    /// How many there are.
    public var attempts: Int
    /// The campaign's folder name.
    public var campaign: String?
    /// Sorted.
    public var tags: [String]
    public var archived, rehearsal, imported: Bool
    /// As they were recorded, with their algorithm.
    public var config, semantic, seeds: String
    /// Nil where it is unknown.
    public var code, data: String?
    /// Of the attempt that counts, sorted by name.
    public var metrics: [Metric]
  }

  /// A metric of the attempt that counts, over all its sources.
  public struct Metric: Sendable, Equatable {
    public var name: String
    /// Nil where no value is finite.
    public var minimum, maximum: MetricSummary.Point?
    /// Nil if the sources end in different values.
    public var last: MetricSummary.Point?
  }
}

/// A value in a list.
public enum ListValue: Sendable, Hashable {
  /// With its author's spelling, or the shortest one; equal by value alone, NaN to NaN.
  case number(Double, spelling: String)
  case text(String)
  case truth(Bool)
  case time(Moment)
  /// Such as tags.
  case set([String])
  /// A config's null, array or object, as JSON.
  case json(String)

  public static func == (left: ListValue, right: ListValue) -> Bool {
    switch (left, right) {
    case (.number(let left, _), .number(let right, _)): left == right || left.isNaN && right.isNaN
    case (.text(let left), .text(let right)), (.json(let left), .json(let right)): left.isExactly(right)
    case (.truth(let left), .truth(let right)): left == right
    case (.time(let left), .time(let right)): left == right
    case (.set(let left), .set(let right)): left == right
    default: false
    }
  }

  public func hash(into hasher: inout Hasher) {
    switch self {
    case .number(let number, _): hasher.combine(number.isNaN ? 0 : number)
    case .text(let text), .json(let text): hasher.combine(ExactString(text))
    case .truth(let truth): hasher.combine(truth)
    case .time(let moment): hasher.combine(moment)
    case .set(let texts): hasher.combine(texts)
    }
  }

  /// A number that no author spelled.
  static func number(_ value: Double) -> ListValue {
    .number(value, spelling: value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : Number(value).spelling)
  }

  /// What it is to an expression.
  var result: NameResult {
    switch self {
    case .number(let number, _): .value(.number(number))
    case .text(let text): .value(.text(text))
    case .truth(let truth): .value(.truth(truth))
    case .time(let moment): .value(.time(moment))
    case .set(let texts): .set(texts.map(Scalar.text))
    case .json(let text): (try? JSONReader.read(text).untagged).map { NameResult($0) } ?? .missing("it cannot be read")
    }
  }
}

public import Provenance

/// What doing an experiment again came to: the body of a `reproduced` entry, which stands in the original's journal and in the rerun's.
public struct ReproductionReport: Codable, Sendable, Equatable {
  /// The format of the body.
  public static let format = "reproduction.v1"

  /// ``format``.
  public var format = ReproductionReport.format
  public var verdict: ReproductionVerdict
  /// The original's folder name.
  public var original: String
  /// The rerun's; nil: nothing was run.
  public var rerun: String?
  /// What the rerun's code was made from; nil: nothing was run.
  public var code: Origin.Code?
  /// The seed that took the original's place; nil: none.
  public var seed: String?
  /// Why it is no better, the gravest first; empty where it is bitwise.
  public var reasons: [String] = []
  /// What was in doubt beforehand and passed over because somebody asked for it.
  public var doubts: [String] = []
  /// The machines' own names; nil where nobody knows.
  public var originalHost, rerunHost: String?
  /// What was recorded of the two and differs: candidates for the cause of another result, and no more than that.
  public var differences: [Difference] = []
  /// Metrics that both have, in the original's order.
  public var metrics: [Metric] = []
  /// Files that both have and that are no metrics, logs or configs: how many, and how many of them differ.
  public var files = 0, filesThatDiffer = 0
  /// The first value that no tolerance allows or, where all are allowed, that has not the same bits; nil if every one has.
  public var first: Point?
  /// The value that lies furthest apart, by the relative measure.
  public var worst: Point?

  /// Something that the two records say otherwise.
  public struct Difference: Codable, Sendable, Equatable {
    /// Such as `package numpy`.
    public var subject: String
    /// Nil where that side has none.
    public var original, rerun: String?
    public init(subject: String, original: String?, rerun: String?) {
      (self.subject, self.original, self.rerun) = (subject, original, rerun)
    }
  }

  /// One metric of both.
  public struct Metric: Codable, Sendable, Equatable {
    public var name: String
    /// Empty: there is none.
    public var split: String
    /// What it comes to: `bitwise`, `within tolerance`, `drift` or `unverifiable`.
    public var agreement: String
    /// Points at steps that both have; of these: not the same bits but allowed; not allowed.
    public var points, within, outside: Int
    /// The largest deviation in the metric's own unit, and in parts of the larger magnitude; infinite where a value is no finite number.
    public var absolute, relative: Double

    public init(
      name: String, split: String, agreement: String, points: Int, within: Int, outside: Int, absolute: Double, relative: Double
    ) {
      (self.name, self.split, self.agreement) = (name, split, agreement)
      (self.points, self.within, self.outside) = (points, within, outside)
      (self.absolute, self.relative) = (absolute, relative)
    }
  }

  /// One value of both.
  public struct Point: Codable, Sendable, Equatable {
    public var metric: String
    /// Empty: there is none.
    public var split: String
    /// Nil where the source tells none.
    public var step: Double?
    public var original, rerun: Double

    public init(metric: String, split: String, step: Double?, original: Double, rerun: Double) {
      (self.metric, self.split, self.step, self.original, self.rerun) = (metric, split, step, original, rerun)
    }

    /// Two NaN are the same value here.
    public static func == (left: Point, right: Point) -> Bool {
      func same(_ a: Double, _ b: Double) -> Bool { a == b || a.isNaN && b.isNaN }
      return left.metric == right.metric && left.split == right.split && left.step == right.step
        && same(left.original, right.original) && same(left.rerun, right.rerun)
    }
  }

  /// One that says no more than that it could not be told.
  public init(_ verdict: ReproductionVerdict, of original: String, reasons: [String]) {
    (self.verdict, self.original, self.reasons) = (verdict, original, reasons)
  }

  /// As it is recorded.
  ///
  /// - Throws: kind `defect` if it has no canonical form, which none should come to.
  public func body() throws(Failure) -> Value {
    do { return try ValueEncoder.encode(self) } catch { throw Failure(.defect, "the report has no canonical form: \(error)") }
  }

  /// Reads the body of a `reproduced` entry.
  ///
  /// - Throws: kind `input` if it is none of this format.
  public init(body: Value) throws(Failure) {
    guard let format = body["format"]?.string, format == Self.format else {
      throw Failure(.input, "is not a reproduction that this xp knows", hint: "a newer xp may have written it: update xp")
    }
    self = try ValueDecoder.decode(ReproductionReport.self, from: body)
  }
}

extension ExperimentRecord {
  /// What doing it again came to, or what it came to as a rerun, with the time; in the order of time. What cannot be read is passed over.
  public var reproductions: [(time: Moment, report: ReproductionReport)] {
    entries.filter { $0.kind == .reproduced }.compactMap { entry in
      (try? ReproductionReport(body: entry.body)).map { (entry.time, $0) }
    }
  }
}

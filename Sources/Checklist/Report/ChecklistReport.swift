public import Provenance

/// A judged checklist: what is rendered, and what a `judged` entry holds.
public struct ChecklistReport: Sendable, Equatable {
  /// The experiment's folder name.
  public var experiment: String
  /// The policy that made the record (F5).
  public var policy: PolicyRecord
  /// In the checklist's order.
  public var judgments: [Judgment]

  public init(experiment: String, policy: PolicyRecord, judgments: [Judgment]) {
    (self.experiment, self.policy, self.judgments) = (experiment, policy, judgments)
  }

  /// The format of a `judged` entry's body, as `schemas/checklist.v1.schema.json` describes it.
  public static let format = "checklist.v1"

  /// How many judgments have that verdict.
  public func count(_ verdict: Verdict) -> Int { judgments.filter { $0.verdict == verdict }.count }

  /// Any fail is a fail, else any unknown is unknown. A list in which nothing passed is unknown, too: nothing was shown.
  public var outcome: Verdict {
    if count(.fail) > 0 { return .fail }
    return count(.unknown) > 0 || count(.pass) == 0 ? .unknown : .pass
  }

  /// `12 pass, 1 fail, 1 unknown, 1 not applicable`.
  public var summary: String { Verdict.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ") }

  /// What a `judged` entry holds: all but how it was looked at and who answered for it, which is another entry, so that an unchanged judgment has the same bytes.
  public var body: Value {
    [
      "checklist": .string(Self.format), "experiment": .string(experiment),
      "judgments": .array(judgments.map { $0.value(withNote: false) }), "outcome": .string(outcome.rawValue),
      "policy": policy.value,
    ]
  }

  /// Whether a recorded body says the same.
  public func sameJudgment(as body: Value) -> Bool { self.body == body }

  /// Reads the body of a `judged` entry.
  ///
  /// - Throws: kind `input` if it is not a checklist of this format.
  public init(body: Value) throws(Failure) {
    let recorded = try ValueDecoder.decode(Recorded.self, from: body)
    guard recorded.checklist == Self.format else {
      throw Failure(.input, "is not a checklist that this xp knows (\(recorded.checklist))", hint: "verify it again: xp verify")
    }
    self.init(experiment: recorded.experiment, policy: recorded.policy, judgments: recorded.judgments)
  }

  private struct Recorded: Decodable {
    var checklist: String
    var experiment: String
    var policy: PolicyRecord
    var judgments: [Judgment]
  }
}

extension Judgment {
  /// As the schema `checklist.v1` has it; what is not there is left out. With its note goes who answered for it.
  public func value(withNote: Bool) -> Value {
    var object = Object([
      ("id", .string(id)), ("title", .string(title)), ("verdict", .string(verdict.rawValue)), ("reason", .string(reason)),
      ("evidence", .array(evidence.map(\.value))),
    ])
    object["remedy"] = remedy.map { .string($0) }
    if withNote {
      object["note"] = note.map { .string($0) }
      object["attested"] = attested.map {
        ["by": .string($0.by), "because": .string($0.because), "time": .string($0.time.description)]
      }
    }
    return .object(object)
  }
}

extension EvidencePlace {
  fileprivate var value: Value {
    var object = Object()
    object["file"] = file.map { .string($0) }
    object["line"] = line.map { .number(Number($0)) }
    object["entry"] = entry.map { .string($0.description) }
    return .object(object)
  }
}

extension PolicyRecord {
  /// As it stands in a registration.
  public var value: Value {
    [
      "digest": .string(digest.description), "schema_version": .string(schemaVersion), "updated": .string(updated),
    ]
  }
}

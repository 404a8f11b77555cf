/// Every combination of values that a person names: `--set lr=1e-3,3e-4 --seeds 0-4` are ten members.
public struct SweepPlan: Sendable, Equatable {
  /// The most members that one sweep may have.
  public static let limit = 10_000

  /// One of its experiments.
  public struct Member: Sendable, Equatable {
    /// `group.key=value`, each with one value.
    public var overrides: [String]
    /// Nil: what config and command say.
    public var seed: String?
  }

  /// What varies, in the order in which it was given, seeds last. Empty if nothing does.
  public let axes: [Campaign.Axis]
  /// What is the same for all.
  public let fixed: [String]

  /// Reads what was typed.
  ///
  /// Commas separate values, unless they stand within quotes, brackets or braces: `layers=[64,64],[128,128]` are two.
  /// - Parameters:
  ///   - sets: `group.key=value,value`.
  ///   - seeds: `0-4`, `1,2,3` or both together; nil: none.
  /// - Throws: kind `usage` for what is no such text, for a value that is named twice, and for more members than ``limit``.
  public init(sets: [String], seeds: String?) throws(Failure) {
    var (axes, fixed) = ([Campaign.Axis](), [String]())
    for text in sets {
      guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals > text.startIndex else {
        throw Failure(.usage, "\"\(text)\" does not set anything", hint: "write group.key=value")
      }
      let values = Self.values(in: String(text[text.utf8.index(after: equals)...]))
      if values.count == 1 {
        fixed.append(text)
      } else {
        axes.append(Campaign.Axis(key: String(text[..<equals]), values: values))
      }
    }
    if let seeds { axes.append(Campaign.Axis(key: "seed", values: try Self.seeds(seeds))) }
    for axis in axes { try Self.check(axis) }
    (self.axes, self.fixed) = (axes, fixed)
    guard size <= Self.limit else {
      throw Failure(.usage, "these are \(size) experiments, at most \(Self.limit)", hint: "leave out some values")
    }
  }

  /// How many members it has.
  public var size: Int {
    axes.reduce(1) { $0.multipliedReportingOverflow(by: $1.values.count).overflow ? .max : $0 * $1.values.count }
  }

  /// In the order of the axes: the last one varies fastest.
  public var members: [Member] {
    var members = [Member(overrides: fixed, seed: nil)]
    for axis in axes {
      members = members.flatMap { member in
        axis.values.map { value in
          var next = member
          if axis.key == "seed" { next.seed = value } else { next.overrides.append("\(axis.key)=\(value)") }
          return next
        }
      }
    }
    return members
  }

  private static func check(_ axis: Campaign.Axis) throws(Failure) {
    if let empty = axis.values.first(where: \.isEmpty) {
      throw Failure(
        .usage, "a value of \(axis.key) is empty\(empty)",
        hint: "write \(axis.key)=value,value; a comma of a text goes within quotes")
    }
    var seen: Set<ExactString> = []
    for value in axis.values where !seen.insert(ExactString(value)).inserted {
      throw Failure(.usage, "\(axis.key) has the value \(value) twice", hint: "name each value once")
    }
  }

  static func values(in text: String) -> [String] {
    var (values, current) = ([String](), [UInt8]())
    var (depth, quote) = (0, UInt8?.none)
    var isEscaped = false
    for byte in text.utf8 {
      if let open = quote {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == open {
          quote = nil
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): quote = byte
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "("): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ")"): depth -= 1
        case UInt8(ascii: ",") where depth <= 0:
          values.append(String(decoding: current, as: UTF8.self))
          current = []
          continue
        default: break
        }
      }
      current.append(byte)
    }
    return values + [String(decoding: current, as: UTF8.self)]
  }

  /// Reads seeds: `0-4`, `1,2,3` or both together.
  ///
  /// - Throws: kind `usage` for anything else, or for too many.
  public static func seeds(_ text: String) throws(Failure) -> [String] {
    var seeds: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = ends.first.flatMap({ UInt32($0) }), ends.count <= 2, let last = ends.last.flatMap({ UInt32($0) }),
        first <= last
      else { throw Failure(.usage, "\"\(part)\" names no seeds", hint: "write --seeds 0-4, or --seeds 1,2,3") }
      guard Int(last - first) < limit else { throw Failure(.usage, "\"\(part)\" names over \(limit) seeds", hint: "name fewer") }
      seeds += (first...last).map(String.init)
    }
    return seeds
  }
}

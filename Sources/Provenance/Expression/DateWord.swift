/// A date as it is written in an expression.
///
/// A day is the whole day in local time, by the offset of `now`: `started == tuesday` holds all day, `started > tuesday` from the
/// following midnight, `started >= tuesday` from its first moment. A weekday is its latest one, today included.
public enum DateWord: Sendable, Hashable, CustomStringConvertible {
  /// This moment; this day; the day before. Days are local.
  case now, today, yesterday
  /// 0 is Sunday.
  case weekday(Int)
  /// `2026-11-20`, or with a time to the minute, second or finer, and then maybe a zone.
  case calendar(String)

  private static let weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

  init?(word: String) {
    switch word {
    case "now": self = .now
    case "today": self = .today
    case "yesterday": self = .yesterday
    default:
      guard let day = Self.weekdays.firstIndex(where: { $0.isExactly(word.lowercased()) }) else { return nil }
      self = .weekday(day)
    }
  }

  init?(calendar text: String) {
    guard Self.span(text, offset: 0) != nil else { return nil }
    self = .calendar(text)
  }

  /// As it is written in an expression.
  public var description: String {
    switch self {
    case .now: "now"
    case .today: "today"
    case .yesterday: "yesterday"
    case .weekday(let day): Self.weekdays[day]
    case .calendar(let text): text
    }
  }

  /// The time it covers, seen from a moment.
  func span(now: Moment) -> TimeSpan {
    let day = (now.milliseconds + Int64(now.offset) * 1000).floored(by: TimeSpan.day)
    func dayBefore(_ count: Int64) -> TimeSpan {
      TimeSpan(start: (day - count) * TimeSpan.day - Int64(now.offset) * 1000, length: TimeSpan.day)
    }
    switch self {
    case .now: return TimeSpan(now)
    case .today: return dayBefore(0)
    case .yesterday: return dayBefore(1)
    // 1970-01-01 was a Thursday.
    case .weekday(let wanted): return dayBefore((day + 4 - Int64(wanted)) - (day + 4 - Int64(wanted)).floored(by: 7) * 7)
    case .calendar(let text): return Self.span(text, offset: now.offset) ?? TimeSpan(now)
    }
  }

  private static func span(_ text: String, offset: Int) -> TimeSpan? {
    let (fill, length): (String, Int64) =
      switch text.utf8.count {
      case 10: ("T00:00:00Z", TimeSpan.day)
      case 16: (":00Z", 60_000)
      case 19: ("Z", 1000)
      default: ("", 1)
      }
    guard let moment = Moment(text + fill) else { return nil }
    let shift = fill.isEmpty ? 0 : Int64(offset) * 1000
    return TimeSpan(start: moment.milliseconds - shift, length: length)
  }
}

/// A stretch of time in milliseconds since 1970, its end not included. A moment is one millisecond long.
public struct TimeSpan: Sendable, Hashable {
  static let day: Int64 = 86_400_000

  /// Milliseconds since 1970, UTC.
  public let start: Int64
  /// Milliseconds.
  public let length: Int64

  public init(start: Int64, length: Int64) { (self.start, self.length) = (start, length) }

  /// The millisecond of a moment.
  public init(_ moment: Moment) { self.init(start: moment.milliseconds, length: 1) }

  /// Exactly one of before, overlapping and after holds for two spans.
  func isBefore(_ other: TimeSpan) -> Bool { start + length <= other.start }

  /// - Returns: nil beyond some three million years from 1970, where sums could overflow.
  func shifted(seconds: Double) -> TimeSpan? {
    let shifted = Double(start) + seconds * 1000
    guard shifted.magnitude < 1e17 else { return nil }
    return TimeSpan(start: start + Int64((seconds * 1000).rounded()), length: length)
  }
}

extension Int64 {
  /// Division that rounds down also below zero.
  fileprivate func floored(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point in time: UTC milliseconds since 1970, with the local offset where it was taken beside it.
public struct Moment: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64
  /// Seconds east of UTC where and when the moment was taken.
  public let offset: Int

  public init(milliseconds: Int64, offset: Int = 0) {
    self.milliseconds = milliseconds
    self.offset = offset
  }

  /// The system clock's time, with the local offset of now. Pure code takes a moment as a parameter instead.
  public static func now() -> Moment {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moment(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
  }

  /// The moment in this machine's local time zone.
  public init(seconds: Int, nanoseconds: Int) {
    var (clock, local) = (time_t(seconds), tm())
    localtime_r(&clock, &local)
    self.init(milliseconds: Int64(seconds) * 1000 + Int64(nanoseconds / 1_000_000), offset: local.tm_gmtoff)
  }

  /// Two moments are one if they are the same instant, wherever they were taken.
  public static func == (left: Moment, right: Moment) -> Bool { left.milliseconds == right.milliseconds }
  public func hash(into hasher: inout Hasher) { hasher.combine(milliseconds) }

  /// By the instant; offsets do not matter.
  public static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

  /// RFC 3339 in UTC with milliseconds: `2026-11-20T21:56:03.120Z`.
  public var description: String { Self.text(milliseconds) + "Z" }

  /// RFC 3339 in the local time where it was taken: `2026-11-20T22:56:03.120+01:00`.
  public var local: String { Self.text(milliseconds + Int64(offset) * 1000) + offsetText }

  /// `+01:00`, `-08:00`, `+00:00`.
  public var offsetText: String {
    let minutes = abs(offset) / 60
    return (offset < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
  }

  /// `20261120_215603`, UTC: the beginning of an experiment's folder name.
  public var stamp: String {
    String(description.prefix(19).compactMap { $0 == "T" ? "_" : $0 == "-" || $0 == ":" ? nil : $0 })
  }

  private static func text(_ milliseconds: Int64) -> String {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    var (clock, utc) = (time_t(seconds), tm())
    gmtime_r(&clock, &utc)
    let fraction = String(milliseconds - seconds * 1000)
    let year = String(Int(utc.tm_year) + 1900)
    return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-" + twoDigits(Int(utc.tm_mon) + 1) + "-"
      + twoDigits(Int(utc.tm_mday)) + "T" + twoDigits(Int(utc.tm_hour)) + ":" + twoDigits(Int(utc.tm_min)) + ":"
      + twoDigits(Int(utc.tm_sec)) + "." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }

  /// Reads RFC 3339 with `Z` or an offset; fractions beyond milliseconds are cut. Nil for anything else or an impossible date.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      return bytes[range].reduce(0) { total, byte in
        guard let total, byte >= 0x30, byte <= 0x39 else { return nil }
        return total * 10 + Int(byte - 0x30)
      }
    }
    guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54 || bytes[10] == 0x20,
      bytes[13] == 0x3A, bytes[16] == 0x3A,
      let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10),
      let hour = digits(11..<13), let minute = digits(14..<16), let second = digits(17..<19)
    else { return nil }
    var index = 19
    var fraction = 0
    if bytes[index] == 0x2E {
      let start = index + 1
      index = start
      while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 { index += 1 }
      guard index > start else { return nil }
      for place in 0..<3 { fraction = fraction * 10 + (start + place < index ? Int(bytes[start + place] - 0x30) : 0) }
    }
    guard index < bytes.count else { return nil }
    var offset = 0
    if bytes[index] == 0x5A {
      guard index + 1 == bytes.count else { return nil }
    } else {
      guard bytes[index] == 0x2B || bytes[index] == 0x2D, index + 6 == bytes.count, bytes[index + 3] == 0x3A,
        let hours = digits((index + 1)..<(index + 3)), let minutes = digits((index + 4)..<(index + 6))
      else { return nil }
      offset = (hours * 3600 + minutes * 60) * (bytes[index] == 0x2D ? -1 : 1)
    }
    guard let seconds = Self.seconds(year, month, day, hour, minute, second) else { return nil }
    self.init(milliseconds: (seconds - Int64(offset)) * 1000 + Int64(fraction), offset: offset)
  }

  /// Reads ``stamp``; nil if it is not a real UTC time.
  public init?(stamp: String) {
    let d = Array(stamp.utf8)
    guard d.count == 15, d[8] == 0x5F, let date = Int(stamp.prefix(8)), let time = Int(stamp.suffix(6)),
      (d[0..<8] + d[9...]).allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      let seconds = Self.seconds(
        date / 10000, date / 100 % 100, date % 100, time / 10000, time / 100 % 100, time % 100)
    else { return nil }
    self.init(milliseconds: seconds * 1000)
  }

  private static func seconds(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
  ) -> Int64? {
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(year - 1900), Int32(month - 1), Int32(day))
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
    let seconds = timegm(&parts)
    guard parts.tm_mon == Int32(month - 1), parts.tm_mday == Int32(day), hour < 24, minute < 60, second < 60 else {
      return nil
    }
    return Int64(seconds)
  }

  /// Reads RFC 3339, as records have it.
  ///
  /// - Throws: ``Failure`` of kind `input` for anything else.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let moment = Moment(text) else { throw Failure(.input, "\"\(text)\" is not a time") }
    self = moment
  }

  /// In UTC; where the offset matters it stands beside.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

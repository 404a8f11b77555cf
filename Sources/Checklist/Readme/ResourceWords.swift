import Provenance

/// How long an attempt took and what it used, for people.
enum ResourceWords {
  /// By the clock that never steps back where there was one, else from start to end.
  static func duration(of attempt: Attempt) -> String {
    if let process = attempt.process { return seconds(process.duration) }
    guard let started = attempt.started.value, let ended = attempt.ended.value else { return "unknown" }
    let milliseconds = ended.milliseconds - started.milliseconds
    return milliseconds < 0 ? "unknown: the clock was set back" : seconds(Double(milliseconds) / 1000)
  }

  /// Nil where nobody waited for the process.
  static func line(_ attempt: Attempt) -> ReadmeReport.ResourceLine? {
    guard let process = attempt.process else { return nil }
    let accelerators = process.accelerators.map { use in
      let facts = [use.peakMemory.map { bytes(Int64($0) << 20) }, use.peakUtilisation.map { "\($0) %" }].compactMap { $0 }
      return "\(use.index): " + (facts.isEmpty ? "not seen in use" : facts.joined(separator: ", "))
    }
    return ReadmeReport.ResourceLine(
      attempt: attempt.number, processor: "\(seconds(process.user)) user, \(seconds(process.system)) system",
      memory: bytes(process.peakMemory), read: bytes(process.read), written: bytes(process.written),
      accelerators: accelerators.joined(separator: "; "))
  }

  /// `83.3 s`, `12 min 5 s`, `3 h 7 min`.
  static func seconds(_ seconds: Double) -> String {
    guard seconds >= 0, seconds < 1e12 else { return "unknown" }
    if seconds < 120 {
      let tenths = Int((seconds * (seconds < 1 ? 1000 : 10)).rounded())
      return seconds < 1 ? "\(tenths) ms" : "\(tenths / 10).\(tenths % 10) s"
    }
    let whole = Int(seconds.rounded())
    return whole < 7200 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  private static func bytes(_ count: Known<Int64>) -> String {
    switch count {
    case .known(let count): bytes(count)
    case .unknown(let reason): "unknown: \(reason)"
    }
  }

  /// `812 B`, `1.3 MiB`.
  static func bytes(_ count: Int64) -> String {
    var (value, unit) = (Double(count), 0)
    while value >= 1024, unit < 4 { (value, unit) = (value / 1024, unit + 1) }
    guard unit > 0 else { return "\(count) B" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) " + ["B", "KiB", "MiB", "GiB", "TiB"][unit]
  }
}

import Provenance

/// How long an attempt took and what it used, for people.
enum ResourceWords {
  static func duration(of attempt: Attempt) -> String {
    if let duration = attempt.duration { return seconds(duration) }
    return attempt.started.value != nil && attempt.ended.value != nil ? "unknown: the clock was set back" : "unknown"
  }

  /// Nil where nobody waited for the process.
  static func line(_ attempt: Attempt) -> ReadmeReport.ResourceLine? {
    guard let process = attempt.process else { return nil }
    let accelerators = process.accelerators.map { use in
      let facts = [use.peakMemory.map { ByteCount.text(of: Int64($0) << 20) }, use.peakUtilisation.map { "\($0) %" }].compactMap {
        $0
      }
      return "\(use.index): " + (facts.isEmpty ? "not seen in use" : facts.joined(separator: ", "))
    }
    return ReadmeReport.ResourceLine(
      attempt: attempt.number, processor: "\(seconds(process.user)) user, \(seconds(process.system)) system",
      memory: ByteCount.text(of: process.peakMemory), read: bytes(process.read), written: bytes(process.written),
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
    case .known(let count): ByteCount.text(of: count)
    case .unknown(let reason): "unknown: \(reason)"
    }
  }
}

import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line on stderr that tells how far something long has come; on a pipe nothing is told. Shown by whichever thread has news.
final class ProgressLine: @unchecked Sendable {
  private let isShown: Bool
  private var shown = ""
  private let began = SteadyClock.seconds()
  private var last = 0.0

  init(_ console: Console) { isShown = console.errorsAreTerminal }

  /// Shows a bar of bytes, at most ten times a second, and not at all in the first third of one: what is quick needs no telling.
  func show(_ what: String, _ done: Int64, of total: Int64) {
    let now = SteadyClock.seconds()
    guard isShown, total > 0, now - began > 0.3, now - last > 0.1 else { return }
    last = now
    let part = Double(done) / Double(total)
    let filled = Int((part * 20).rounded())
    put(
      "xp: \(what) \(String(repeating: "━", count: filled))\(String(repeating: "╌", count: 20 - filled)) \(Int(part * 100)) % of \(ByteCount.text(of: total))"
    )
  }

  /// Takes the line back.
  func clear() { if !shown.isEmpty { put("") } }

  private func put(_ text: String) {
    shown = text
    let bytes = Array("\r\u{1B}[K\(text)".utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}

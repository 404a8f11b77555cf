/// What `command.sh` wrote about one attempt: its `attempt.txt`.
public struct SelfRecord: Sendable, Equatable {
  /// From 1.
  public let number: Int
  /// The attempt's folder relative to the experiment's: empty for the first, `attempt_2` for the second.
  public let folder: String
  /// Nil where the script was stopped before it wrote it, or the line cannot be read.
  public let started: Moment?
  /// Nil while it runs, where the script was stopped first, or where the line cannot be read.
  public let ended: Moment?
  /// The command's exit status, 0 to 255; nil likewise.
  public let exit: Int?
  /// The machine's name; nil if the script could not tell.
  public let host: String?
  /// The script's process id on ``host``; nil if it is not told.
  public let pid: Int?
  /// The signal that the script was told, such as `TERM`.
  public let signal: String?

  /// Nobody wrote an end: the command still runs, or it died with its script.
  public var isOpen: Bool { exit == nil }

  /// Reads the attempts in an experiment's folder, by number. Lines that say nothing are findings.
  ///
  /// - Throws: only if the folder cannot be listed.
  public static func read(_ folder: String) throws(Failure) -> (records: [SelfRecord], findings: [Finding]) {
    var (records, findings) = ([SelfRecord](), [Finding]())
    for name in try [""] + FileReading.names(in: folder) {
      guard let number = number(ofFolder: name) else { continue }
      let file = name.isEmpty ? "attempt.txt" : name + "/attempt.txt"
      guard FileStatus.of(folder + "/" + file)?.kind == .file else { continue }
      do throws(Failure) {
        let bytes = try FileReading.bytes(of: folder + "/" + file, limit: 65_536)
        let (record, odd) = parse(bytes, number: number, folder: name, file: file)
        records.append(record)
        findings += odd
      } catch {
        findings.append(Finding(subject: "attempt \(number)", message: error.message, place: file))
      }
    }
    return (records.sorted { $0.number < $1.number }, findings)
  }

  /// `attempt_2` → 2, the experiment's folder itself → 1.
  static func number(ofFolder name: String) -> Int? {
    if name.isEmpty { return 1 }
    guard name.hasPrefix("attempt_"), let number = Int(name.dropFirst(8)), number > 1, name == "attempt_\(number)" else {
      return nil
    }
    return number
  }

  static func parse(
    _ bytes: [UInt8], number: Int, folder: String, file: String
  ) -> (record: SelfRecord, findings: [Finding]) {
    var values: [String: String] = [:]
    var findings: [Finding] = []
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if line.isEmpty { continue }
      func note(_ message: String) {
        findings.append(Finding(subject: "attempt \(number)", message: message, place: "\(file):\(index + 1)"))
      }
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 1)
      guard words.count == 2, let key = String(validating: words[0], as: UTF8.self),
        let value = String(validating: words[1], as: UTF8.self), known.contains(key)
      else {
        note("the line says nothing known")
        continue
      }
      if values[key] != nil { note("\(key) is told twice: the first holds") } else { values[key] = value }
      if !isReadable(key, value) { note("\(key) cannot be read: \"\(value.prefix(80))\"") }
    }
    if let told = values["number"].flatMap({ Int($0) }), told != number {
      findings.append(Finding(subject: "attempt \(number)", message: "calls itself attempt \(told)", place: file))
    }
    let record = SelfRecord(
      number: number, folder: folder, started: values["started"].flatMap { Moment($0) },
      ended: values["ended"].flatMap { Moment($0) }, exit: values["exit"].flatMap(status), host: values["host"],
      pid: values["pid"].flatMap { Int($0) }, signal: values["signal"])
    return (record, findings)
  }

  private static let known = ["number", "started", "ended", "exit", "host", "pid", "signal"]

  private static func status(_ text: String) -> Int? { Int(text).flatMap { (0...255).contains($0) ? $0 : nil } }

  private static func isReadable(_ key: String, _ value: String) -> Bool {
    switch key {
    case "started", "ended": Moment(value) != nil
    case "exit": status(value) != nil
    case "number", "pid": Int(value).map { $0 > 0 } ?? false
    default: true
    }
  }
}

/// What `command.sh`, or the process that holds a command for `xp run`, wrote about one attempt: its `attempt.txt`.
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
  /// What a holder saw of the command; nil if a script wrote the record, or while the command runs.
  public var process: ProcessFacts?
  /// Why it was ended from outside; nil if it was not.
  public var reason: EndReason?
  /// The command's own process id, as a holder wrote it; nil in a script's record.
  public var child: Int?
  /// When that process began, in the system's ticks since the boot: a later process of its number is another one.
  public var ticks: Int?

  /// Nobody wrote an end: the command still runs, or it died with its script.
  public var isOpen: Bool { exit == nil }

  /// Reads what a holder told its recorder; oddities are none of its lines.
  public static func read(held text: String, number: Int, folder: String) -> SelfRecord {
    parse(Array(text.utf8), number: number, folder: folder, file: ExperimentFiles.attempt).record
  }

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
      pid: values["pid"].flatMap { Int($0) }, signal: values["signal"], process: process(values),
      reason: values["reason"].flatMap { EndReason(rawValue: $0) }, child: values["child"].flatMap { Int($0) },
      ticks: values["ticks"].flatMap { Int($0) })
    return (record, findings)
  }

  private static func process(_ values: [String: String]) -> ProcessFacts? {
    func number(_ key: String) -> Double { values[key].flatMap { Double($0) } ?? 0 }
    func bytes(_ key: String) -> Known<Int64> {
      values[key].flatMap { Int64($0) }.map(Known.known) ?? .unknown("the system does not count it")
    }
    guard let pid = values["child"].flatMap({ Int($0) }), values["duration"] != nil else { return nil }
    return ProcessFacts(
      pid: pid, duration: number("duration"), user: number("user"), system: number("system"),
      peakMemory: values["memory"].flatMap { Int64($0) } ?? 0, read: bytes("read"), written: bytes("written"),
      signal: values["killed"], because: values["because"])
  }

  private static let known = [
    "number", "started", "ended", "exit", "host", "pid", "signal", "child", "ticks", "reason", "because", "killed", "duration",
    "user", "system", "memory",
    "read", "written",
  ]

  private static func status(_ text: String) -> Int? { Int(text).flatMap { (0...255).contains($0) ? $0 : nil } }

  private static func isReadable(_ key: String, _ value: String) -> Bool {
    switch key {
    case "started", "ended": Moment(value) != nil
    case "exit": status(value) != nil
    case "number", "pid", "child", "ticks": Int(value).map { $0 > 0 } ?? false
    case "duration", "user", "system", "memory", "read", "written": Double(value).map { $0 >= 0 } ?? false
    default: true
    }
  }
}

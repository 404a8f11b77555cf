/// An experiment as its journals tell it.
public struct ExperimentRecord: Sendable {
  /// The folder's name as it is now.
  public let name: String
  /// Absolute.
  public let folder: String
  /// Of all journals in the folder, in the order of time; entries of one journal stay in theirs.
  public let entries: [Entry]
  /// The body of ``registered``.
  public let registration: Registration
  /// The first entry that registers it: the earliest in time.
  public let registered: Entry
  /// By number, the latest statement about each.
  public let attempts: [Attempt]
  /// What is wrong with the journals themselves.
  public let findings: [Finding]

  /// The attempt that counts: the last one that ended well, or else the last.
  public var attempt: Attempt? { attempts.last { $0.state == .completed } ?? attempts.last }

  /// The latest recorded judgment, if there is one.
  public var judged: Entry? { entries.last { $0.kind == .judged } }

  /// Returns the folder of an attempt's files: the experiment's own for the first, `attempt_N` below it for the others.
  public func folder(of attempt: Attempt) -> String {
    attempt.number <= 1 ? folder : folder + "/attempt_\(attempt.number)"
  }

  /// Returns where an artifact lies: in this experiment's folder, or elsewhere in the project.
  ///
  /// - Returns: absolute; nil for a path that would lead out of the one or the other, which no scan of ours writes.
  public func path(of artifact: Artifact, in project: Project) -> String? {
    project.path(of: artifact, inFolder: folder)
  }

  /// Reads the journals in a folder.
  ///
  /// - Throws: kind `missing` if no journal there registers an experiment.
  public static func load(_ folder: String) throws(Failure) -> ExperimentRecord {
    let name = lastComponent(of: folder)
    guard FileStatus.of(folder)?.kind == .folder else {
      let isLink = FileStatus.of(folder)?.kind == .link
      throw Failure(.missing, isLink ? "is a link, not an experiment's folder" : "there is no such experiment", file: folder)
    }
    let (journals, findings) = try read(folder)
    let ordered = Journal.merged(journals)
    guard let registered = ordered.first(where: { $0.kind == .registered }) else {
      if let damage = findings.first {
        throw Failure(
          .input, "its journal cannot be read: \(damage.message)", file: folder + (damage.place.map { "/" + $0 } ?? ""),
          hint: "restore the journal from a copy")
      }
      throw Failure(.missing, "no journal here registers an experiment", file: folder, hint: "take it in: xp adopt \(folder)")
    }
    let registration: Registration
    var attempts: [Int: Attempt] = [:]
    do {
      registration = try ValueDecoder.decode(Registration.self, from: registered.body)
      for entry in ordered where entry.kind == .finished {
        let attempt = try ValueDecoder.decode(Attempt.self, from: entry.body)
        attempts[attempt.number] = attempt
      }
    } catch {
      throw error.inFile(folder)
    }
    return ExperimentRecord(
      name: name, folder: folder, entries: ordered, registration: registration, registered: registered,
      attempts: attempts.values.sorted { $0.number < $1.number }, findings: findings)
  }

  /// The entries of each journal of a folder, and what is wrong with them.
  private static func read(_ folder: String) throws(Failure) -> ([[Entry]], [Finding]) {
    var journals: [[Entry]] = []
    var findings: [Finding] = []
    for journal in try Journal.all(in: folder) {
      let content = try journal.read()
      journals.append(content.entries)
      findings += content.findings
      if !content.torn.isEmpty {
        findings.append(
          Finding(
            subject: "journal", message: "its last line is cut after \(content.torn.count) bytes",
            place: lastComponent(of: journal.path)))
      }
    }
    return (journals, findings)
  }
}

extension ExperimentRecord {
  /// Reads `config.json`.
  ///
  /// - Throws: kind `missing` if it is not there, kind `input` with the place if it is no config, kind `environment` if it cannot
  ///   be read.
  public func config() throws(Failure) -> Config {
    let path = folder + "/config.json"
    do throws(Failure) {
      let value = try JSONReader.read(try FileReading.bytes(of: path, limit: ConfigReader.maximumSize)).untagged
      guard let root = value.object else { throw Failure(.input, "is not a config: it is \(value.typeName)") }
      return Config(root)
    } catch {
      throw error.inFile(path)
    }
  }

  /// Reads `environment.json`.
  ///
  /// - Throws: kind `missing` if it is not there, kind `input` if it is no record of an environment, kind `environment` if it
  ///   cannot be read.
  public func environment() throws(Failure) -> EnvironmentState {
    let path = folder + "/environment.json"
    do throws(Failure) {
      return try ValueDecoder.decode(
        EnvironmentState.self, from: try JSONReader.read(try FileReading.bytes(of: path, limit: 1 << 28)))
    } catch {
      throw error.inFile(path)
    }
  }
}

import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a command may know of the world it was called in: read at the edge, handed on as values.
struct Session {
  let console: Console

  /// Where the command was called, absolute.
  var folder: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// All variables, `NAME=value`.
  var environment: [String] {
    var variables: [String] = []
    var next = environ
    while let entry = next.pointee {
      variables.append(String(cString: entry))
      next += 1
    }
    return variables
  }

  /// The value of one variable; nil if it is not set.
  func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  var now: Moment { .now() }

  /// Columns of the terminal; 80 where there is none.
  var width: Int {
    var size = winsize()
    guard console.outputIsTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Columns that a table may take: those of the terminal; nil, as on a pipe: as many as it needs.
  var tableWidth: Int? { console.outputIsTerminal ? width : nil }

  /// Lines of the terminal; 24 where there is none.
  var height: Int {
    var size = winsize()
    guard console.outputIsTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
    return Int(size.ws_row)
  }

  var style: Style {
    var variables: [String: String] = [:]
    for name in ["NO_COLOR", "TERM"] { variables[name] = getenv(name).map { String(cString: $0) } }
    return .choose(isTerminal: console.outputIsTerminal, environment: variables)
  }

  /// Returns the project that the folder belongs to, after what was left half done in it has been brought together.
  func project() throws(Failure) -> Project {
    let project = try unsettledProject()
    if let place = project.network {
      console.note("\(place.name) counts as shared by machines: records stay in journals until xp sync takes them in")
    }
    let reconciliation = Reconciliation(project: project, now: now, environment: environment)
    guard reconciliation.isNeeded, project.isWritable else { return project }
    console.note(try reconciliation.settleOpen())
    console.note(try SelfRecordAdoption(project: project, now: now).adoptAll())
    console.note(try RunSettlement(project: project, now: now, environment: environment).settleAll())
    return project
  }

  /// Returns the project that the folder belongs to, as it was left.
  func unsettledProject() throws(Failure) -> Project {
    guard let path = PolicyFile.find(from: folder) else {
      throw Failure(.missing, "there is no xp.toml here or above", hint: "make this folder a project: xp init")
    }
    return try Project.load(parent(of: path))
  }

  /// Returns the project's ledger: where there is none, or nothing can be written (not even on a full disk), only to read.
  func ledger(of project: Project) throws(Failure) -> Ledger? {
    let isThere = FileStatus.of(project.ledgerPath) != nil
    guard project.isWritable && isThere && project.network == nil else { return try Ledger.openForReading(project) }
    do throws(Failure) {
      let ledger = try Ledger.open(project)
      try ledger.catchUp()
      return ledger
    } catch {
      guard let readable = try? Ledger.openForReading(project, asItLies: true) else { throw error }
      return readable
    }
  }

  /// Returns the one experiment that a word means.
  func experiment(_ word: String, in project: Project, ledger: Ledger?) throws(Failure) -> ExperimentRecord {
    try ExperimentFinder(project: project, ledger: ledger, folder: folder).find(word)
  }
}

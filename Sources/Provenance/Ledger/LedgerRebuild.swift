#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes the ledger anew from the journals, in the order that `.xp/order/` keeps.
public struct LedgerRebuild: Sendable {
  let project: Project
  let now: Moment
  let environment: [String]

  /// `environment` is all variables, `NAME=value`: `PATH` tells where git is.
  public init(project: Project, now: Moment, environment: [String]) {
    (self.project, self.now, self.environment) = (project, now, environment)
  }

  /// - Returns: what was found, and where the old file lies now, relative to the project.
  /// - Throws: kind `environment` if `.xp/` cannot be written; the journals are only read.
  public func rebuild() throws(Failure) -> (findings: [Finding], kept: String?) {
    try project.prepare()
    // Not that of `.xp/` itself: what settles its journal waits for that one.
    let lock = try project.lock(on: project.scratchFolder)
    let kept = try setAside()
    try LedgerPublication.forget(project, environment: environment)
    var findings = try Reconciliation(project: project, now: now, environment: environment).settleAll()
    findings.removeAll { $0.subject == "ledger" }
    _ = consume lock
    return (findings, kept)
  }

  /// The damaged file is evidence: it is moved, never removed.
  private func setAside() throws(Failure) -> String? {
    let path = project.ledgerPath
    let aside = "ledger.\(now.stamp).old.sqlite"
    // Also where the file itself is gone: a log that stays would be taken for the new file's.
    for suffix in ["-wal", "-shm"] where FileStatus.of(path + suffix) != nil {
      guard rename(path + suffix, project.hidden + "/" + aside + suffix) == 0 else { throw .system("move", path + suffix) }
    }
    guard FileStatus.of(path) != nil else { return nil }
    guard rename(path, project.hidden + "/" + aside) == 0 else { throw .system("move", path) }
    return ".xp/" + aside
  }
}

/// The room that many experiments take.
public struct StorageSurvey: Sendable {
  let project: Project
  let ledger: Ledger?
  let now: Moment

  public init(project: Project, ledger: Ledger?, now: Moment) {
    (self.project, self.ledger, self.now) = (project, ledger, now)
  }

  /// Returns what each takes, the largest first, and what could not be looked at.
  ///
  /// - Throws: kind `environment` if the ledger cannot be read.
  public func uses(of names: [String]) throws(Failure) -> (uses: [StorageUse], findings: [Finding]) {
    var (uses, findings) = ([StorageUse](), [Finding]())
    for name in names {
      let users = try ledger?.users(of: name) ?? []
      do throws(Failure) {
        let record = try ExperimentRecord.load(project.folder(of: name))
        let plan = ReleasePlan(
          record, policy: project.policy, users: users, isRunning: project.isRunning(name), now: now)
        uses.append(StorageUse(of: record, policy: project.policy, freeable: plan.size))
      } catch {
        findings.append(Finding(subject: name, message: error.message))
      }
    }
    return (uses.sorted { ($1.total, $0.experiment) < ($0.total, $1.experiment) }, findings)
  }
}

/// Makes a campaign's own folder with a journal that begins with its `campaign` entry: whole or not at all.
public struct CampaignRegistrar: Sendable {
  let project: Project
  let now: Moment
  let environment: [String]

  /// `environment` is all variables, `NAME=value`.
  public init(project: Project, now: Moment, environment: [String]) {
    (self.project, self.now, self.environment) = (project, now, environment)
  }

  /// Records a campaign.
  ///
  /// - Returns: its folder's name.
  /// - Throws: kind `input` if no folder's name can be made of model and title, kind `environment` if the project cannot be written.
  public func register(_ campaign: Campaign, ledger: Ledger) throws(Failure) -> String {
    let name = ExperimentName(
      time: now, model: try ExperimentName.part(campaign.model, what: "model"),
      shortTitle: try ExperimentName.part("\(campaign.kind.rawValue) \(campaign.title)", what: "title"))
    return try Registrar(project: project, now: now).inWorkPlaces(of: ledger, environment: environment) {
      (work, marker) throws(Failure) in try record(campaign, name, work, marker, ledger)
    }
  }

  private func record(
    _ campaign: Campaign, _ name: ExperimentName, _ work: WorkPlaces, _ marker: borrowing OpenMarker, _ ledger: Ledger
  ) throws(Failure) -> String {
    try FileWriting.makeFolders(project.experimentsFolder)
    let folder = try NewFolder.claim(
      name, in: project, marker: marker, intent: .init(experiment: "", staging: work.relative), staging: work.staging)
    let entry = Entry(
      .campaign, experiment: folder.name.text, ledger: ledger.id, time: now, previous: nil,
      body: try Recorder.value(of: campaign))
    try Journal(folder: folder.staging, ledger: ledger.id).append(entry)
    try FileWriting.sync(folder.staging)
    try folder.publish()
    try ledger.append([entry])
    return folder.name.text
  }
}

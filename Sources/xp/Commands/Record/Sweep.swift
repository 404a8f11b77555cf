import Provenance

extension RunCommand {
  /// Whether several experiments are meant: a key with several values, or seeds.
  func sweep() throws(Failure) -> SweepPlan? {
    guard seedOfMember == nil, !command.isEmpty else { return nil }
    let plan = try SweepPlan(sets: options.set, seeds: seeds)
    return plan.axes.isEmpty ? nil : plan
  }

  /// Registers the campaign, runs its members, and says what became of each.
  func run(_ plan: SweepPlan, in project: Project, _ ledger: Ledger, _ session: Session) throws(Failure) -> Outcome {
    // Whatever is wrong with the request is wrong with its first member: nothing is launched then.
    var first = try options.request(config: subject, command: command, in: project, session)
    first.overrides = plan.members[0].overrides
    if let seed = plan.members[0].seed { first.give(seed: seed) }
    let draft = try Registrar(project: project, now: session.now).rehearse(first)
    let title =
      options.title
      ?? plan.axes.map { "\($0.key.split(separator: ".").last ?? "") \($0.values.joined(separator: " "))" }.joined(separator: " ")
    let campaign = Campaign(
      kind: .sweep, model: draft.registration.model, title: title, config: subject, command: command, axes: plan.axes,
      size: plan.size)
    let name = try CampaignRegistrar(project: project, now: session.now, environment: session.environment)
      .register(campaign, ledger: ledger)
    session.console.note("\(name): \(Short.count(plan.size, "experiment")), \(jobs) at a time")
    let drive = SweepDrive(
      plan, words: memberWords(of: name), command: command, metrics: project.policy.metrics, session: session)
    let outcomes = try drive.run(jobs: jobs)
    let text =
      json
      ? SweepRendering.json(name, plan, outcomes)
      : SweepRendering.text(
        name, plan, outcomes, metric: project.policy.metrics.primary,
        width: session.tableWidth,
        style: session.style)
    try session.console.write(rendered: text)
    if outcomes.contains(where: { $0.status == Outcome.recordingFailed.rawValue }) { return .recordingFailed }
    return outcomes.allSatisfy { $0.status == 0 } ? .yes : .no
  }

  /// What every member is called with.
  private func memberWords(of campaign: String) -> [String] {
    func option(_ name: String, _ value: String?) -> [String] { value.map { [name, $0] } ?? [] }
    var words = ["run"] + (subject.map { [$0] } ?? []) + ["--json", "--campaign", campaign]
    words += option("--model", options.model) + option("--title", options.title) + option("--purpose", options.purpose)
    words += options.tag.flatMap { ["--tag", $0] } + options.data.flatMap { ["--data", $0] }
    words += option("--timeout", timeout) + option("--gpus", gpus.map(String.init)) + option("--collect", collect?.rawValue)
    return words + (options.rehearsal ? ["--rehearsal"] : []) + (noWait ? ["--no-wait"] : []) + (ifNew ? ["--if-new"] : [])
  }
}

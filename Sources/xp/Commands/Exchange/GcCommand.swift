import ArgumentParser
import Provenance

struct GcCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Let go of artifacts that the policy does not keep; without --apply only say which",
    discussion: """
      Only files go whose content is the recorded one. Their record stays: path, size and digest, and from then on they are \
      shown as released. Metrics, logs and configs never go. What goes is said in xp.toml, [gc].
      """)

  @Argument(help: "Experiments; none: all")
  var experiments: [String] = []
  @Flag(help: "Remove the files")
  var apply = false
  @Flag(help: "Let go even what another experiment uses as input")
  var evenUsed = false
  @Flag(help: "Print JSON")
  var json = false

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let ledger = try Ledger.open(project)
    let selection = ExperimentSelection(project: project, ledger: ledger, folder: session.folder)
    let release = ArtifactRelease(project: project, ledger: ledger, now: session.now)
    var results = ReleaseResults(applied: apply)
    for name in try selection.names(experiments.isEmpty ? nil : experiments) {
      do throws(Failure) {
        let plan = try release.plan(for: name, evenUsed: evenUsed)
        results.add(plan, outcomes: apply ? try release.apply(plan) : [])
      } catch {
        // What cannot be read does not stop what can; a full disk does.
        guard error.kind != .environment else { throw error }
        session.console.note("\(name): \(error.message)")
      }
    }
    let text =
      json ? StorageRendering.json(results) : StorageRendering.text(results, width: session.tableWidth, style: session.style)
    try session.console.write(rendered: text)
    return .yes
  }
}

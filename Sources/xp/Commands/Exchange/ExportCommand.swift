import ArgumentParser
import Provenance

struct ExportCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Put experiments in one file that goes elsewhere",
    usage: "xp export --bundle <experiment or filter> ... --output <file> [<options>]",
    discussion: """
      A bundle is a tar archive: journals, snapshots, orders, checkpoints, the captured code as a git bundle, and artifacts by \
      role. Its first file names all others with their SHA-256. Secrets and keys are never in it. xp import takes it in. A filter is \
      one as xp list takes it, such as tag=paper or 'val_auc >= 0.7'.
      """)

  @Flag(help: "Make a bundle")
  var bundle = false
  @Argument(help: "Experiments; or filters, which must all hold")
  var experiments: [String] = []
  @Flag(help: "All experiments")
  var all = false
  @Option(name: [.short, .long], help: ArgumentHelp("The file, or - for standard output", valueName: "file"))
  var output: String
  @Option(
    help: ArgumentHelp(
      "Which artifacts go along: none, all, or roles between commas, such as best,metrics", valueName: "roles"))
  var artifacts = "metrics,log,result,config"
  @Option(help: ArgumentHelp("Leave larger artifacts here", valueName: "size"))
  var maxSize: ByteSize?
  @Flag(help: "Leave the captured code here")
  var noCode = false

  func validate() throws {
    guard bundle else { throw ValidationError("say in which form: --bundle") }
    if all && !experiments.isEmpty { throw ValidationError("--all goes without names") }
    if !all && experiments.isEmpty { throw ValidationError("name experiments, or a filter, or --all") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let roles = try ExportRequest.roles(artifacts)
    let ledger = try session.ledger(of: project)
    let request = ExportRequest(
      experiments: try names(project, ledger, session), roles: roles, maximumSize: maxSize?.bytes, code: !noCode)
    let exporter = Exporter(project: project, now: session.now, environment: session.environment)
    let manifest =
      output == "-"
      ? try exporter.export(request, to: 1, shownAs: "standard output")
      : try exporter.export(request, to: absolutePath(output, from: session.folder), shownAs: output)
    for left in manifest.leftOut { session.console.note("left out: \(left.path): \(left.reason)") }
    if output == "-" {
      session.console.note(ExchangeRendering.summary(of: manifest))
    } else {
      try session.console.write(rendered: "wrote \(Terminal.safe(output)): \(ExchangeRendering.summary(of: manifest))\n")
    }
    return .yes
  }

  /// The experiments that the words name, or those that filters leave, oldest first.
  private func names(_ project: Project, _ ledger: Ledger?, _ session: Session) throws(Failure) -> [String] {
    guard let ledger, experiments.contains(where: FilterWords.isFilter) else {
      return try ExperimentSelection(project: project, ledger: ledger, folder: session.folder).names(all ? nil : experiments)
    }
    var query = ListQuery(policy: project.policy, now: session.now)
    query.filters = try FilterWords(experiments).formulas()
    let listing = try ledger.list(query)
    session.console.note(ListRemarks(listing: listing, query: query, isLimited: true).lines)
    guard !listing.rows.isEmpty else {
      throw Failure(.missing, "no experiment fits", hint: "see what there is: xp list")
    }
    return listing.rows.reversed().map(\.name)
  }
}

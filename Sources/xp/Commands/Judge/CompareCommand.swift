import ArgumentParser
import Checklist
import Provenance

struct CompareCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare results: of two experiments, of groups over seeds, of many by what varies",
    discussion: """
      Two experiments: every metric at every step and every file, by the policy's tolerances, with what may be why. Exit 0 when \
      all is bitwise the same or within tolerance, 1 when something drifts, 2 when it could not be told.

      With --group-by, runs that fit the filters (those of xp list) and share a config become one row: mean, deviation, 95 % \
      interval over seeds, and what lies between two rows. With --varying: which inputs differ among the runs that fit, and which \
      metrics moved with them.
      """)

  @Argument(help: "Two experiments; with --group-by or --varying, what must hold")
  var words: [String] = []
  @Option(help: ArgumentHelp("config, or config keys with commas between: their values make a group", valueName: "what"))
  var groupBy: String?
  @Option(help: ArgumentHelp("In what runs of a group differ: seeds", valueName: "what"))
  var over = "seeds"
  @Flag(help: "Tell which inputs differ among many runs, and which metrics moved with them")
  var varying = false
  @Option(help: ArgumentHelp("A metric, as xp list takes it; without it the primary one. May be repeated", valueName: "name"))
  var metric: [String] = []
  @Option(help: ArgumentHelp("Write a picture: of two runs their curves, of groups intervals and bands", valueName: "file.svg"))
  var figure: String?
  @Flag(help: "Compare although the policy's class keys differ, and say so everywhere")
  var across = false
  @Flag(help: "Print JSON")
  var json = false
  @Flag(help: "Print Markdown")
  var markdown = false

  func validate() throws {
    if json && markdown { throw ValidationError("--json and --markdown exclude each other") }
    if over != "seeds" { throw ValidationError("--over takes seeds: nothing else is left to chance") }
    if let figure, !figure.hasSuffix(".svg") { throw ValidationError("--figure takes the name of an .svg file") }
    if figure != nil && (varying || metric.count > 1) {
      throw ValidationError("--figure shows two runs, or groups by one metric")
    }
    if varying && groupBy != nil { throw ValidationError("--varying and --group-by exclude each other") }
    guard groupBy == nil && !varying else { return }
    if words.count != 2 { throw ValidationError("two experiments are compared; many with --group-by or --varying") }
    if !metric.isEmpty { throw ValidationError("--metric goes with --group-by and --varying: of two runs all are compared") }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    if varying { return try compareVarying(in: session) }
    return groupBy == nil ? try compareTwo(in: session) : try compareGroups(in: session)
  }

  private func compareTwo(in session: Session) throws(Failure) -> Outcome {
    let (comparison, left, right) = try ComparedRuns(session: session, across: across).compare(words[0], words[1])
    try show(
      json: CompareJSON(comparison: comparison).text, markdown: CompareMarkdown(comparison: comparison).text,
      text: CompareText(comparison: comparison, style: session.style, width: session.tableWidth).text, in: session)
    if let figure {
      let picture = CompareFigures.figure(of: comparison, left, right)
      try write(picture.map { FigureSVG($0).text }, to: figure, in: session, otherwise: "no metric has a curve on both sides")
    }
    if let advice = comparison.advice { session.console.note(advice) }
    switch comparison.results.agreement {
    case .bitwise, .withinTolerance: return .yes
    case .drift: return .no
    case .unverifiable: return .couldNotTell
    }
  }

  private func compareGroups(in session: Session) throws(Failure) -> Outcome {
    let many = try ComparedMany(session: session, across: across)
    let names = try many.metrics(asked: metric)
    let found = try many.runs(words, metrics: names)
    let metrics = many.project.policy.metrics
    let comparison = GroupComparison(
      found.runs, by: keys, metrics: names, primary: metrics.primary, direction: metrics.direction, across: found.classes,
      leftOut: found.leftOut)
    try show(
      json: GroupJSON(comparison: comparison).text, markdown: GroupMarkdown(comparison: comparison).text,
      text: GroupText(comparison: comparison, style: session.style, width: session.tableWidth).text, in: session)
    if let figure, let report = comparison.reports.first {
      let title = "\(report.metric) by \(comparison.grouping), over seeds"
      let picture = GroupFigure(
        report, title: comparison.across.differences.isEmpty ? title : title + " · ACROSS CLASSES",
        curves: CompareFigures.curves(of: report, in: many))
      try write(picture.map { GroupFigureSVG($0).text }, to: figure, in: session, otherwise: "no group has a value")
    }
    return .yes
  }

  /// Writes the one form that was asked for; only that is made.
  private func show(
    json inJSON: @autoclosure () -> String, markdown inMarkdown: @autoclosure () -> String, text: @autoclosure () -> String,
    in session: Session
  ) throws(Failure) {
    try session.console.write(rendered: json ? inJSON() : markdown ? inMarkdown() : text())
  }

  private func write(
    _ text: String?, to path: String, in session: Session, otherwise reason: String
  ) throws(Failure) {
    guard let text else { return session.console.note("no picture: \(reason)") }
    try FileWriting.replace(absolutePath(path, from: session.folder), with: text)
    session.console.note("wrote \(path)")
  }

  private func compareVarying(in session: Session) throws(Failure) -> Outcome {
    let many = try ComparedMany(session: session, across: across)
    let names = try many.metrics(asked: metric)
    let found = try many.runs(words, metrics: names)
    let varying = VaryingInputs(found.runs, metrics: names, across: found.classes, leftOut: found.leftOut)
    try show(
      json: VaryingJSON(varying: varying).text, markdown: VaryingMarkdown(varying: varying).text,
      text: VaryingText(varying: varying, style: session.style, width: session.tableWidth).text, in: session)
    return .yes
  }

  /// Nil: the whole config.
  private var keys: [String]? {
    groupBy == "config" ? nil : groupBy?.split(separator: ",").map { String($0).withoutBlankEnds }
  }
}

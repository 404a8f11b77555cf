import ArgumentParser
import Provenance

struct LogCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Log values of metrics from inside a run",
    discussion: """
      Appends one line to the file that XP_METRICS names, durably. The last = of a word ends the metric's name. A value is a \
      number, nan, inf or -inf. With - alone, JSON records are read from standard input, one a line: {"step": 3, "loss": 0.25}.
      """)

  @Argument(help: ArgumentHelp("Metrics and their values, or - for records on standard input", valueName: "name=value"))
  var values: [String]
  @Option(help: ArgumentHelp("The step that they belong to", valueName: "number"))
  var step: String?
  @Option(help: ArgumentHelp("The epoch that they belong to", valueName: "number"))
  var epoch: String?
  @Option(help: ArgumentHelp("The data that they are about", valueName: "word"))
  var split: String?
  @Option(name: .customLong("in"), help: ArgumentHelp("An experiment, from outside its run", valueName: "experiment"))
  var experiment: String?

  func validate() throws {
    if values == ["-"], step ?? epoch ?? split != nil {
      throw ValidationError("records on standard input tell step, epoch and split themselves")
    }
  }

  func perform(in session: Session) throws(Failure) -> Outcome {
    let point = values == ["-"] ? nil : try LoggedPoint(values, step: step, epoch: epoch, split: split)
    let log = PointLog(path: try path(session))
    if let point { try log.append(point.line) } else { _ = try log.append(from: 0, named: "standard input") }
    return .yes
  }

  private func path(_ session: Session) throws(Failure) -> String {
    if let experiment {
      let project = try session.project()
      return try session.experiment(experiment, in: project, ledger: try session.ledger(of: project)).openPointLog()
    }
    guard let path = session.variable(PointLog.variable), !path.isEmpty else {
      throw Failure(
        .missing, "this is not inside a run: \(PointLog.variable) is not set",
        hint: "name the experiment: xp log \(values.joined(separator: " ")) --in @last")
    }
    return path
  }
}

import Provenance

/// What `xp run` says beside its command: one line before, one after.
enum RunRendering {
  static func beginning(_ result: Registrar.Result) -> String {
    var parts = [result.name]
    if let code = result.registration.code.value {
      let commit = code.commit.value.map { String($0.hex.prefix(10)) } ?? "no commit"
      parts.append(code.clean ? "code \(commit)" : "code \(commit) and \(Short.count(code.changes.count, "change"))")
    } else {
      parts.append("code unknown")
    }
    let left = (result.registration.code.value?.notCaptured ?? []) + result.registration.data.flatMap(\.notCaptured)
    if let first = left.first {
      parts.append("NOT captured: \(first.path)" + (left.count > 1 ? " and \(left.count - 1) more" : ""))
    }
    return parts.joined(separator: ", ")
  }

  static func end(of result: RunDrive.Result, _ record: ExperimentRecord, _ rules: Policy.MetricRules) -> String {
    let attempt = result.attempt
    var text = record.name + (attempt.number > 1 ? ", attempt \(attempt.number)" : "") + ": \(attempt.state.rawValue)"
    if let exit = attempt.exitStatus.value, exit != 0 { text += " (exit \(exit))" }
    if let process = attempt.process { text += " in \(Short.duration(process.duration))" }
    if let primary = attempt.results.first(where: { $0.name.isExactly(rules.primary) }),
      let best = rules.direction == .max ? primary.maximum : primary.minimum
    {
      text += ", best \(primary.name) \(Short.number(best.value))"
      if let step = best.step { text += " at \(Short.number(step))" }
    }
    return text + (result.incomplete == nil ? "" : "; its record is NOT complete")
  }

  /// `run.v1`.
  static func json(_ result: RunDrive.Result, of record: ExperimentRecord, in project: Project) -> String {
    var object = (try? ValueEncoder.encode(result.attempt))?.object ?? Object()
    object["format"] = "run.v1"
    object["name"] = .string(record.name)
    object["folder"] = .string(relativePath(record.folder, to: project.root) ?? record.folder)
    object["status"] = .number(Number(Int(result.status)))
    object["incomplete"] = result.incomplete.map { .string($0.message) } ?? .null
    return JSONWriter.pretty(.object(object))
  }
}

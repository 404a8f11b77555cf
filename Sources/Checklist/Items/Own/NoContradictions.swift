internal import Provenance

extension Items {
  static let noContradictions: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    var weighing = Weighing()
    for finding in evidence.findings { weighing.fail("\(finding.subject): \(finding.message)", place(finding, evidence)) }
    weighing.weighMetrics(evidence)
    weighing.weighFlags(evidence.config.parameters)
    weighing.weighDevices(evidence)
    weighing.weighAttempts(evidence)
    if weighing.evidence.isEmpty { weighing.evidence = evidence.entryPlaces }
    for file in evidence.metrics + evidence.results {
      guard case .unreadable(let failure) = file.table else { continue }
      let place = failure.position
      weighing.doubt(
        "\(file.path) breaks off or cannot be read: \(failure.message)\(place.map { " (line \($0.line), column \($0.column))" } ?? "")",
        .file(file.path, line: place?.line))
    }
    let files = evidence.allTables.map(\.source)
    return weighing.ruling(
      pass: files.isEmpty ? "none in config and entries" : "none in config, entries and \(listed(files, limit: 4))",
      remedy: "find out which is right, and keep only that")
  }

  private static func place(_ finding: Finding, _ evidence: Evidence) -> EvidencePlace {
    guard let place = finding.place else { return .entry(evidence.registeredEntry) }
    return EvidencePlace(place: place)
  }
}

extension EvidencePlace {
  /// Reads `file:line` or `file:line:column`.
  init(place: String) {
    let parts = place.split(separator: ":")
    if parts.count > 2, let line = Int(parts[parts.count - 2]), Int(parts[parts.count - 1]) != nil {
      self = .file(parts.dropLast(2).joined(separator: ":"), line: line)
    } else if parts.count > 1, let line = Int(parts[parts.count - 1]) {
      self = .file(parts.dropLast().joined(separator: ":"), line: line)
    } else {
      self = .file(place)
    }
  }
}

extension Weighing {
  /// The same metric, split and step with different values (F12).
  fileprivate mutating func weighMetrics(_ evidence: Evidence) {
    for conflict in MetricConflict.find(in: evidence.allTables) {
      let step = conflict.step.map { " at \(Number($0).spelledShort)" } ?? ""
      let split = conflict.split.map { " (\($0))" } ?? ""
      let values = conflict.readings.map { "\(Number($0.value).spelledShort) in \($0.place)" }
      fail(
        "\(conflict.metric)\(split)\(step) is \(values.joined(separator: " and "))",
        conflict.readings.first.map { EvidencePlace(place: $0.place) })
    }
  }

  /// Words before a flag's name that only say whose flag it is: `cudnn_deterministic` beside `deterministic` (F23).
  private static let prefixes = ["cudnn", "torch", "cuda", "tf", "numpy", "use", "enable", "is", "force", "set"]

  fileprivate mutating func weighFlags(_ parameters: [Parameter]) {
    var groups: [ExactString: [(parameter: Parameter, value: Bool)]] = [:]
    var order: [ExactString] = []
    for parameter in parameters {
      guard let value = parameter.value.bool else { continue }
      let name = parameter.key.split(separator: ".").last.map(String.init) ?? parameter.key
      var words = name.lowercased().split(separator: "_").map(String.init)
      while words.count > 1, Self.prefixes.contains(words[0]) { words.removeFirst() }
      let core = words.joined(separator: "_")
      let group = parameter.key.split(separator: ".").dropLast().joined(separator: ".")
      // `data.shuffle` and `test.shuffle` are two things; determinism is one for the whole run.
      let scope = ExactString(core.hasPrefix("determinis") ? core : group + "." + core)
      if groups[scope] == nil { order.append(scope) }
      groups[scope, default: []].append((parameter, value))
    }
    for flags in order.compactMap({ groups[$0] }) {
      guard let other = flags.first(where: { $0.value != flags[0].value }) else { continue }
      fail(
        "\(flags[0].parameter.key) is \(flags[0].value), \(other.parameter.key) is \(other.value)",
        .file("config.json", line: other.parameter.line))
    }
  }

  /// More devices selected than could be seen (F23).
  fileprivate mutating func weighDevices(_ evidence: Evidence) {
    guard let visible = evidence.visibleDevices else { return }
    let names = ["devices", "device_ids", "gpus", "gpu_ids", "num_gpus", "num_devices"]
    for parameter in evidence.config.parameters {
      guard let name = parameter.key.split(separator: ".").last, names.contains(name.lowercased()) else { continue }
      guard let selected = parameter.value.array?.count ?? parameter.value.int, selected > visible.count else { continue }
      fail(
        "\(parameter.key) selects \(selected), \(visible.count) visible (\(visible.source))",
        .file("config.json", line: parameter.line))
    }
  }

  fileprivate mutating func weighAttempts(_ evidence: Evidence) {
    let entry = evidence.entryPlaces.first
    for attempt in evidence.attempts where attempt.state == .completed {
      if let status = attempt.exitStatus.value, status != 0 {
        fail("attempt \(attempt.number) is called completed, with exit status \(status)", entry)
      }
    }
    for attempt in evidence.attempts {
      guard let started = attempt.started.value, let ended = attempt.ended.value, ended < started else { continue }
      fail("attempt \(attempt.number) ended before it started", entry)
    }
    for (earlier, later) in zip(evidence.attempts, evidence.attempts.dropFirst()) {
      guard let ended = earlier.ended.value, let started = later.started.value else { continue }
      if started.milliseconds < ended.milliseconds - clockSlack {
        fail("attempt \(later.number) began before attempt \(earlier.number) had ended", entry)
      }
    }
  }
}

extension Evidence {
  /// Metric files and result files.
  fileprivate var allTables: [MetricTable] { (metrics + results).compactMap(\.table.content) }

  /// How many accelerators the run could see, and who says so; nil where nothing says it.
  fileprivate var visibleDevices: (count: Int, source: String)? {
    let state = environment.state.content
    let variables = (registration.command?.overrides ?? []) + (state?.variables ?? [])
    if let variable = variables.first(where: { $0.name == "CUDA_VISIBLE_DEVICES" }) {
      let ids = variable.value.split(separator: ",").prefix { $0 != "-1" }
      return (ids.count, "CUDA_VISIBLE_DEVICES=\(variable.value)")
    }
    guard let count = state?.accelerators.value?.count, count > 0 else { return nil }
    return (count, "environment.json")
  }
}

extension Number {
  /// Whole numbers without `.0`.
  fileprivate var spelledShort: String { spelling.hasSuffix(".0") ? String(spelling.dropLast(2)) : spelling }
}

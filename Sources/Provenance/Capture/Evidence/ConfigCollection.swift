extension EvidenceCollector {
  func configEvidence(_ record: ExperimentRecord, _ others: [ExperimentRow], _ present: [PresentFile]) -> ConfigEvidence {
    let (json, canonical) = (record.folder + "/config.json", record.folder + "/config.jcs")
    let config = Reading<Value>.look(at: json) { () throws(Failure) in
      try JSONReader.read(try FileReading.bytes(of: json, limit: ConfigReader.maximumSize)).untagged
    }
    return ConfigEvidence(
      json: config, canonical: .look(at: canonical) { () throws(Failure) in try FileReading.sha256(of: canonical) },
      sources: parameterSources(record, others, config.content), effective: effectiveConfigs(record, present))
  }

  private var yaml: YAMLReading { YAMLReading(rawValue: project.policy.config.yaml) ?? .core }

  private func parameterSources(
    _ record: ExperimentRecord, _ others: [ExperimentRow], _ config: Value?
  ) -> [ParameterSource] {
    let rules = project.policy.config
    var sources: [ParameterSource] = []
    if !rules.defaults.isEmpty {
      let path = absolutePath(rules.defaults, from: project.root)
      sources.append(ParameterSource(name: rules.defaults, keys: keys(inFile: path, rules.defaults), declaresAll: true))
    }
    if !rules.required.isEmpty {
      sources.append(ParameterSource(name: "xp.toml", keys: .read(rules.required), declaresAll: false))
    }
    if let member = config.flatMap({ earlierMember(record, others, $0) }) { sources.append(member) }
    return sources
  }

  private func keys(inFile path: String, _ shown: String) -> Reading<[String]> {
    .look(at: path) { () throws(Failure) in
      let document = try ConfigReader.readFile(path, shownAs: shown, yaml: yaml)
      return Parameter.all(in: .object(document.root)).map(\.key)
    }
  }

  /// The most recent earlier experiment whose comparability keys all agree; older ones of other classes are passed over.
  private func earlierMember(_ record: ExperimentRecord, _ others: [ExperimentRow], _ config: Value) -> ParameterSource? {
    let classKeys = project.policy.classKeys
    guard !classKeys.isEmpty else { return nil }
    let own = values(of: classKeys, in: Parameter.all(in: config))
    let earlier = others.filter { $0.registered < record.registered.time && !$0.imported }
      .sorted { $0.registered > $1.registered }
    for row in earlier.prefix(Self.classSearch) {
      let path = project.folder(of: row.name) + "/config.json"
      guard let bytes = try? FileReading.bytes(of: path), let value = try? JSONReader.read(bytes) else { continue }
      let parameters = Parameter.all(in: value.untagged)
      guard values(of: classKeys, in: parameters) == own else { continue }
      return ParameterSource(name: row.name, keys: .read(parameters.map(\.key)), declaresAll: false)
    }
    return nil
  }

  /// Experiments that are opened to find one of the same class.
  private static let classSearch = 50

  private func values(of keys: [String], in parameters: [Parameter]) -> [Value?] {
    keys.map { key in parameters.first { $0.key.isExactly(key) }?.value }
  }

  /// Those in the attempt's folder by what lies there now, those elsewhere by what the attempt recorded.
  private func effectiveConfigs(_ record: ExperimentRecord, _ present: [PresentFile]) -> [EffectiveConfig] {
    let globs = project.policy.config.effective.map { Glob.path($0) }
    let inside = present.filter { file in globs.contains { $0.matches(record.attempt?.ownPath(file.path) ?? file.path) } }
      .map { ($0.path, record.folder + "/" + $0.path) }
    let outside = (record.attempt?.artifacts ?? []).filter { $0.base == .project && $0.role == .config }
      .compactMap { artifact in record.path(of: artifact, in: project).map { (artifact.path, $0) } }
    return (inside + outside).map { shown, path in
      EffectiveConfig(
        path: shown,
        parameters: .look(at: path) { () throws(Failure) in
          let document = try ConfigReader.readFile(path, shownAs: shown, yaml: yaml)
          return Parameter.all(in: .object(document.root))
        })
    }
  }
}

import Checklist
import Provenance

/// Finds many runs by filters, and reads what a comparison of them needs: configs, digests, values of metrics.
struct ComparedMany {
  let session: Session
  let project: Project
  let ledger: Ledger
  /// Class keys may differ.
  let across: Bool

  init(session: Session, across: Bool) throws(Failure) {
    let project = try session.project()
    guard let ledger = try session.ledger(of: project) else {
      throw Failure(.missing, "no experiment is registered yet", hint: "xp help register")
    }
    (self.session, self.project, self.ledger, self.across) = (session, project, ledger, across)
  }

  /// What was found.
  struct Found {
    /// Newest first: those that ended well, or whose end nobody wrote down.
    var runs: [SampledRun]
    /// The others: how many, by status.
    var leftOut: [(status: String, count: Int)]
    /// Not empty: of several classes, as somebody asked.
    var classes: Comparability
  }

  /// - Parameter metrics: names as `xp list` takes them.
  /// - Throws: kind `input` for a filter or a metric that is none, and for runs of several classes without ``across``.
  func runs(_ filters: [String], metrics: [String]) throws(Failure) -> Found {
    var query = ListQuery(policy: project.policy, now: session.now)
    query.filters = try FilterWords(filters).formulas()
    query.columns = metrics
    query.withFacts = true
    let listing = try ledger.list(query)
    session.console.note(ListRemarks(listing: listing, query: query, isLimited: true).lines)
    var (runs, counts) = ([SampledRun](), [String: Int]())
    for row in listing.rows {
      let status = row.facts?.status ?? "registered"
      if status == "completed" || status == "unknown" { runs.append(run(row)) } else { counts[status, default: 0] += 1 }
    }
    guard !runs.isEmpty else {
      throw Failure(.missing, "no run that ended well fits", hint: "see what there is: xp list \(filters.joined(separator: " "))")
    }
    let classes = Comparability(keys: project.policy.classKeys, among: runs)
    if !across, !classes.differences.isEmpty {
      let words = classes.differences.map {
        "\($0.key) is \($0.left ?? "not there") in one and \($0.right ?? "not there") in another"
      }
      throw Failure(
        .input, "the runs are not comparable: \(words.joined(separator: "; "))",
        hint: "filter one class, such as \(classes.differences[0].key)=\(classes.differences[0].left ?? ""), or add --across")
    }
    return Found(runs: runs, leftOut: counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, classes: classes)
  }

  /// The metrics that were asked for, else the primary one.
  func metrics(asked: [String]) throws(Failure) -> [String] {
    if !asked.isEmpty { return asked }
    let primary = project.policy.metrics.primary
    guard primary.isEmpty else { return [primary] }
    let known = try ledger.metricNames().prefix(4).joined(separator: ", ")
    throw Failure(
      .input, "the policy declares no primary metric", hint: "name one: --metric NAME" + (known.isEmpty ? "" : " (\(known) …)"))
  }

  private func run(_ row: ListedExperiment) -> SampledRun {
    let config = try? ConfigReader.readFile(
      project.folder(of: row.name) + "/config.json", shownAs: row.name,
      yaml: YAMLReading(rawValue: project.policy.config.yaml) ?? .core)
    // A config that cannot be read is only the same as one of the same digest.
    let semantic =
      config.map { Config($0.root).semantic(policy: project.policy) }
      ?? Object([("config", .string(row.facts?.semantic ?? row.name))])
    let seeds = row.facts?.seeds
    let globs = project.policy.seeds.keys.map(Glob.key)
    let seedParameters = (config.map { Parameter.all(in: .object($0.root)) } ?? []).filter { parameter in
      globs.contains { $0.matches(parameter.key) } && parameter.value.typeName != "null"
    }
    return SampledRun(
      name: row.name, parameters: Parameter.all(in: .object(semantic)),
      seeds: seeds == Seeds.unnamed.description ? nil : seeds, seedParameters: seedParameters, code: row.facts?.code,
      data: row.facts?.data, host: row.facts?.host,
      classValues: row.classValues.map { $0.map { Short.value($0) } },
      values: row.cells.map { cell in if case .number(let number, _)? = cell { number } else { nil } })
  }
}

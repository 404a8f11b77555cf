internal import Provenance

extension Item {
  /// An item that the policy adds: a file exists, an expression holds, a command succeeds.
  init(_ item: Policy.ChecklistRules.Item) {
    self.init(id: item.id, title: item.title) { evidence, policy in
      let answer = evidence.answers.first { $0.id.isExactly(item.id) }?.found
      switch (item.check, answer) {
      case (.file(let pattern), .files(let files)): return Item.rule(pattern, files, evidence)
      case (.command(let words), .command(let status, let output)): return Item.rule(words, status, output)
      case (.expression(let text), _): return Item.rule(text, evidence, policy)
      case (.attestation, _): return Item.ruleOfPeople(item.id, evidence)
      case (.file, _), (.command, _): return .unknown("it was not looked at", [.file("xp.toml")])
      }
    }
  }

  private static func ruleOfPeople(_ id: String, _ evidence: Evidence) -> Ruling {
    guard evidence.attestations.last(on: id) == nil else { return .unknown("only people can answer this") }
    return .unknown(
      "only people can answer this, and nobody has", evidence.entryPlaces,
      remedy: "xp attest \(evidence.name) \(id) --by NAME --because \"…\"")
  }

  private static func rule(_ pattern: String, _ files: [String], _ evidence: Evidence) -> Ruling {
    guard let first = files.first else {
      let near = nearNames(to: pattern, in: evidence.files.present.map(\.path))
      let hint = near.isEmpty ? "" : "; there is \(near.joined(separator: ", "))"
      return .fail(
        "no file \(pattern)\(hint)", evidence.entryPlaces, remedy: "let the run write it, or correct xp.toml, [[checklist.item]]")
    }
    return .pass(Items.listed(files, limit: 4), [.file(first)])
  }

  private static func rule(_ words: [String], _ status: Known<Int>, _ output: String) -> Ruling {
    let command = words.joined(separator: " ")
    let said = output.isEmpty ? "" : ": \(output)"
    switch status {
    case .known(0): return .pass("\(command) succeeded", [.file("xp.toml")])
    case .known(let status):
      return .fail("\(command) ended with \(status)\(said)", [.file("xp.toml")], remedy: "run it by hand: \(command)")
    case .unknown(let reason):
      return .unknown("\(command) could not be judged: \(reason)", [.file("xp.toml")], remedy: "run it by hand: \(command)")
    }
  }

  private static func rule(_ text: String, _ evidence: Evidence, _ policy: Policy) -> Ruling {
    let formula: Formula
    do { formula = try Formula.parse(text) } catch {
      let column = error.position.map { " (column \($0.column))" } ?? ""
      return .unknown(
        "\(text): \(error.message)\(column)", [.file("xp.toml")], remedy: "correct it in xp.toml, [[checklist.item]]")
    }
    guard evidence.judgedAttempt != nil else { return evidence.withoutRun }
    switch formula.truth(evidence.names(policy), now: evidence.read) {
    case .yes: return .pass("\(text) holds", evidence.valuePlaces)
    case .no:
      return .fail(
        "\(text) does not hold: \(values(of: formula, evidence, policy))", evidence.valuePlaces,
        remedy: "look at the run; the expression is in xp.toml, [[checklist.item]]")
    case .unknown(let reason): return .unknown("\(text): \(reason)", evidence.valuePlaces)
    }
  }

  /// The numbers that the names stand for.
  private static func values(of formula: Formula, _ evidence: Evidence, _ policy: Policy) -> String {
    let names = evidence.names(policy)
    let words = formula.names.compactMap { name -> String? in
      guard case .value(let scalar) = names.lookup(name) else { return nil }
      switch scalar {
      case .number(let number): return "\(name) = \(Number(number).spelling)"
      case .text(let text): return "\(name) = \(text)"
      case .truth(let truth): return "\(name) = \(truth)"
      case .time: return nil
      }
    }
    return words.joined(separator: ", ")
  }
}

extension Evidence {
  fileprivate var valuePlaces: [EvidencePlace] { metrics.isEmpty ? entryPlaces : metrics.map { .file($0.path) } }

  /// Metrics (`best.x`, `last.x`, and `x`: the best of the primary metric, the last of any other), then the config's keys.
  fileprivate func names(_ policy: Policy) -> NameTable {
    var entries: [(name: String, result: NameResult)] = []
    func value(_ number: Double?, _ name: String) -> NameResult {
      number.map { .value(.number($0)) } ?? .missing("\(name) has no value")
    }
    for summary in attempt?.results ?? [] {
      let isPrimary = summary.name.isExactly(policy.metrics.primary)
      let best = policy.metrics.direction == .max ? summary.maximum : summary.minimum
      // Which way is better is declared for the primary metric only.
      let bestResult =
        isPrimary
        ? value(best?.value, summary.name)
        : NameResult.missing("which \(summary.name) is best is declared for the primary metric only")
      entries.append(("best.\(summary.name)", bestResult))
      entries.append(("last.\(summary.name)", value(summary.last?.value, summary.name)))
      entries.append(("min.\(summary.name)", value(summary.minimum?.value, summary.name)))
      entries.append(("max.\(summary.name)", value(summary.maximum?.value, summary.name)))
      entries.append((summary.name, isPrimary ? bestResult : value(summary.last?.value, summary.name)))
    }
    entries += config.parameters.map { ($0.key, NameResult($0.value)) }
    return NameTable(entries)
  }
}

import Provenance

/// Experiments as `schemas/list.v1.schema.json` describes them: an array, one experiment a line.
struct ListJSON {
  let listing: Listing
  let query: ListQuery

  var text: String { JSONWriter.rows(listing.rows.map(value)) }

  private func value(_ row: ListedExperiment) -> Value {
    var members: [(String, Value)] = [("name", .string(row.name))]
    if let facts = row.facts { members += Self.members(facts) }
    members += [
      ("same_config_different_code", .bool(row.hasOtherCode)),
      ("class", Self.list(query.policy.classKeys, row.classValues)), ("metrics", metrics(row.facts?.metrics ?? [])),
    ]
    if !query.columns.isEmpty { members.append(("columns", Self.list(query.columns, row.cells))) }
    return .object(Object(members))
  }

  private static func members(_ facts: ListedExperiment.Facts) -> [(String, Value)] {
    [
      ("status", .string(facts.status)), ("model", .string(facts.model)), ("title", .string(facts.title)),
      ("purpose", text(facts.purpose)), ("registered", .string(facts.registered.description)),
      ("started", text(facts.started?.description)), ("ended", text(facts.ended?.description)),
      ("duration", number(facts.duration)), ("exit_status", facts.exitStatus.map { .number(Number($0)) } ?? .null),
      ("host", text(facts.host)), ("attempts", .number(Number(facts.attempts))), ("campaign", text(facts.campaign)),
      ("tags", .array(facts.tags.map(Value.string))), ("archived", .bool(facts.archived)), ("rehearsal", .bool(facts.rehearsal)),
      ("imported", .bool(facts.imported)), ("config_digest", .string(facts.config)), ("semantic_digest", .string(facts.semantic)),
      ("seeds_digest", .string(facts.seeds)), ("code_digest", text(facts.code)), ("data_digest", text(facts.data)),
    ]
  }

  /// Which value is best is declared for the primary metric only.
  private func metrics(_ metrics: [ListedExperiment.Metric]) -> Value {
    let rules = query.policy.metrics
    return .object(
      Object(
        metrics.map { metric in
          var points = [("last", metric.last), ("min", metric.minimum), ("max", metric.maximum)]
          if metric.name.isExactly(rules.primary) {
            points.insert(("best", rules.direction == .max ? metric.maximum : metric.minimum), at: 0)
          }
          let members = points.flatMap { [($0, Self.number($1?.value)), ($0 + "_step", Self.number($1?.step))] }
          return (metric.name, .object(Object(members)))
        }))
  }

  private static func list(_ names: [String], _ values: [ListValue?]) -> Value {
    .array(zip(names, values).map { ["name": .string($0), "value": $1.map(value) ?? .null] })
  }

  static func value(_ value: ListValue) -> Value {
    switch value {
    case .number(let number, let spelling): Int(spelling).map { .number(Number($0)) } ?? .number(Number(number))
    case .text(let text): .string(text)
    case .truth(let truth): .bool(truth)
    case .time(let moment): .string(moment.description)
    case .set(let texts): .array(texts.map(Value.string))
    case .json(let text): (try? JSONReader.read(text).untagged) ?? .string(text)
    }
  }

  private static func text(_ text: String?) -> Value { text.map(Value.string) ?? .null }

  static func number(_ number: Double?) -> Value {
    guard let number else { return .null }
    return .number(number == number.rounded() && number.magnitude < 1e15 ? Number(Int(number)) : Number(number))
  }
}

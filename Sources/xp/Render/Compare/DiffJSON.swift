import Checklist
import Provenance

/// A difference of inputs as `schemas/diff.v1.schema.json` describes it: full values, full digests.
struct DiffJSON {
  let difference: InputDifference

  var text: String { JSONWriter.pretty(value) }

  var value: Value {
    [
      "xp": "diff.v1", "left": .string(difference.left), "right": .string(difference.right), "same": .bool(difference.same),
      "headline": .string(difference.headline), "remarks": strings(difference.remarks), "config": config,
      "seeds": aspect(difference.seeds), "code": code, "environment": aspect(difference.environment),
      "data": aspect(difference.data),
    ]
  }

  private var config: Value {
    var members = state(difference.config)
    members.append(("groups_reordered", .bool(difference.groupsReordered)))
    members.append(
      (
        "groups",
        .array(
          difference.groups.map { group in
            [
              "name": .string(group.name), "equal": .number(Number(group.equal)), "reordered": .bool(group.reordered),
              "keys": .array(group.keys.map(key)),
            ]
          })
      ))
    return .object(Object(members))
  }

  private func key(_ key: InputDifference.Key) -> Value {
    [
      "key": .string(key.name), "change": .string(key.kind.rawValue), "ignored": .bool(key.ignored), "left": side(key.left),
      "right": side(key.right),
    ]
  }

  private func side(_ value: Value?) -> Value {
    guard let value else { return .null }
    return [
      "type": .string(value.typeName), "canonical": .string(value.canonicalText), "spelling": .string(value.spelling),
    ]
  }

  private var code: Value {
    guard let distance = difference.distance, var members = aspect(difference.code).object else {
      return aspect(difference.code)
    }
    members["commits_left"] = .array(distance.left.map(commit))
    members["commits_right"] = .array(distance.right.map(commit))
    members["files"] = .array(
      distance.files.map { ["path": .string($0.path), "change": .string($0.kind.rawValue)] })
    return .object(members)
  }

  private func commit(_ commit: CodeDistance.Commit) -> Value {
    ["id": .string(commit.id.description), "subject": .string(commit.subject)]
  }

  private func aspect(_ aspect: InputDifference.Aspect) -> Value {
    let facts: [Value] = aspect.facts.map { fact in
      [
        "subject": .string(fact.subject), "change": .string(fact.kind.rawValue), "ignored": .bool(fact.ignored),
        "left": fact.left.map(Value.string) ?? .null, "right": fact.right.map(Value.string) ?? .null,
      ]
    }
    return .object(Object(state(aspect.state) + [("remarks", strings(aspect.remarks)), ("facts", .array(facts))]))
  }

  private func state(_ state: InputDifference.State) -> [(String, Value)] {
    switch state {
    case .same: [("state", "same")]
    case .different: [("state", "different")]
    case .unknown(let reason): [("state", "unknown"), ("reason", .string(reason))]
    case .notCompared(let reason): [("state", "not compared"), ("reason", .string(reason))]
    }
  }

  private func strings(_ texts: [String]) -> Value { .array(texts.map(Value.string)) }
}

import Provenance
import TestSupport
import Testing

/// The schemas are as strict as the program: what may be left out is what the reader can do without, and nothing may be added.
@Suite struct SchemaStrictnessTests {
  @Test func aMemberMayBeLeftOutExactlyIfTheReaderCanDoWithoutIt() throws {
    let project = try RecordedProject.shared.get()
    let schema = try SchemaTests.schema("entry.v1")
    let lines = try project.journals.flatMap { try FileReading.text(of: $0).split(separator: "\n").map { Array($0.utf8) } }
    var count = 0
    for line in lines {
      let (statement, kind) = (try JSONReader.read(line), try Entry(line: line).kind)
      guard kind == .registered || kind == .finished, let body = statement["body"] else { continue }
      for (path, less) in Self.removals(from: body) {
        var changed = statement.object ?? Object()
        changed["body"] = less
        let isReadable = Self.isReadable(less.untagged, as: kind)
        #expect(schema.faults(in: .object(changed)).isEmpty == isReadable, "\(kind) without \(path)")
        count += 1
      }
    }
    #expect(count > 300)
  }

  @Test func nothingCanBeAddedToWhatTheProgramWrites() throws {
    let project = try RecordedProject.shared.get()
    let entries = try FileReading.text(of: project.journals[1]).split(separator: "\n").map { ("entry.v1", String($0)) }
    for (name, text) in entries + project.outputs {
      let schema = try SchemaTests.schema(name)
      for more in Self.additions(to: try JSONReader.read(text)) {
        #expect(schema.faults(in: more) != [], "\(name): \(JSONWriter.plain(more))")
      }
    }
  }

  private static func isReadable(_ body: Value, as kind: Entry.Kind) -> Bool {
    if kind == .registered { return (try? ValueDecoder.decode(Registration.self, from: body)) != nil }
    return (try? ValueDecoder.decode(Attempt.self, from: body)) != nil
  }

  /// The value without one of its members, at any depth.
  private static func removals(from value: Value, at path: String = "") -> [(path: String, value: Value)] {
    children(of: value, at: path, removals) { object in
      object.keys.map { key in
        var less = object
        less[key] = nil as Value?
        return (path + "/" + key, .object(less))
      }
    }
  }

  /// The value with one member more, in any of its objects.
  private static func additions(to value: Value) -> [Value] {
    func additions(_ value: Value, _ path: String) -> [(path: String, value: Value)] {
      Self.children(of: value, at: path, additions) { object in
        var more = object
        more["surplus"] = true
        return [(path, .object(more))]
      }
    }
    return additions(value, "").map(\.value)
  }

  /// A change of one object in a value, applied to each of its objects by turns.
  private static func children(
    of value: Value, at path: String, _ deeper: (Value, String) -> [(path: String, value: Value)],
    _ change: (Object) -> [(path: String, value: Value)]
  ) -> [(path: String, value: Value)] {
    switch value {
    case .object(let object):
      return change(object)
        + object.members.flatMap { member in
          deeper(member.value, path + "/" + member.key).map { place, changed in
            var whole = object
            whole[member.key] = changed
            return (place, .object(whole))
          }
        }
    case .array(let items):
      return items.indices.flatMap { index in
        deeper(items[index], "\(path)/\(index)").map { place, changed in
          var whole = items
          whole[index] = changed
          return (place, .array(whole))
        }
      }
    default: return []
    }
  }
}

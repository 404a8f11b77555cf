/// Reads one YAML document and keeps order, spelling and place (columns count characters).
///
/// Types come from a ``YAMLReading``. Refused, with line and column: duplicate keys, keys that are not scalars, tags beyond
/// `!!str !!int !!float !!bool !!null !!seq !!map`, a second document, nesting over ``maximumDepth``, aliases that repeat more than
/// ``maximumRepeated`` nodes. A key is its text, whatever it looks like: `1: x` has the key "1". `<<` takes in other mappings, in its place;
/// the mapping's own keys win.
public struct YAMLReader {
  /// Deeper nesting is refused, as in JSON.
  public static let maximumDepth = JSONReader.maximumDepth
  /// Nodes that aliases may repeat, all together: an alias bomb stays small in memory but not in its canonical bytes.
  public static let maximumRepeated = 1_000_000

  /// A document's value, and the scalars that the two readings take differently.
  public struct Document: Sendable {
    /// The document's root.
    public let value: Value
    /// Scalars that the other ``YAMLReading`` takes for something else, with their places.
    public let findings: [Finding]
  }

  private struct Node {
    let value: Value
    /// The scalar's text, if it can be a key.
    let key: String?
    let isMerge: Bool
    let position: Position
    /// Nodes and levels with all aliases followed.
    var nodes = 1
    var levels = 1
  }

  private let events: YAMLEvents
  private let reading: YAMLReading
  private var anchors: [String: Node] = [:]
  private var repeated = 0
  private var path = YAMLPath()
  private var ambiguities: YAMLAmbiguities

  private init(_ bytes: [UInt8], _ reading: YAMLReading, file: String) {
    events = YAMLEvents(bytes)
    self.reading = reading
    ambiguities = YAMLAmbiguities(reading: reading, file: file)
  }

  /// Returns the one document that the bytes hold.
  ///
  /// - Parameter file: the name that findings give as their place.
  /// - Throws: ``Failure`` of kind `input` with the place.
  public static func read(_ bytes: [UInt8], _ reading: YAMLReading, named file: String) throws(Failure) -> Document {
    let valid = firstInvalidUTF8Offset(in: bytes)
    guard valid == bytes.count else {
      throw Failure(.input, "invalid UTF-8", at: Position(of: valid, in: bytes), hint: "save the file as UTF-8")
    }
    var reader = YAMLReader(bytes, reading, file: file)
    let value = try reader.document()
    return Document(value: value, findings: reader.ambiguities.findings)
  }

  private mutating func document() throws(Failure) -> Value {
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamStart: continue
      case .documentStart: break
      default: throw Failure(.input, "empty YAML: a mapping was expected", at: event.position)
      }
      break
    }
    let root = try node(from: try events.next(), depth: 1)
    while true {
      let event = try events.next()
      if case .documentEnd = event.kind { continue }
      if case .streamEnd = event.kind { return root.value }
      throw Failure(.input, "a second document begins here", at: event.position, hint: "keep one document a file")
    }
  }

  private mutating func node(from event: YAMLEvent, depth: Int, asKey: Bool = false) throws(Failure) -> Node {
    guard depth <= Self.maximumDepth else { throw tooDeep(event.position) }
    switch event.kind {
    case .alias(let name): return try alias(name, depth, event.position)
    case .scalar(let scalar, let marks):
      let value = try resolve(scalar, tag: marks.tag, at: event.position)
      if scalar.isPlain, marks.tag == nil { ambiguities.look(scalar.text, value, asKey ? nil : path, at: event.position) }
      let isMerge = scalar.isPlain && marks.tag == nil && scalar.text == "<<"
      return remember(
        Node(value: value, key: scalar.text, isMerge: isMerge || marks.tag == yamlTag("merge"), position: event.position),
        marks)
    case .sequenceStart(let marks): return try sequence(marks, depth, event.position)
    case .mappingStart(let marks): return try mapping(marks, depth, event.position)
    default: throw Failure(.input, "a value was expected", at: event.position)
    }
  }

  private mutating func alias(_ name: String, _ depth: Int, _ place: Position) throws(Failure) -> Node {
    guard let node = anchors[name] else {
      throw Failure(
        .input, "the alias *\(name) has no anchor before it", at: place, hint: "write &\(name) before the value it stands for")
    }
    repeated += node.nodes
    guard repeated <= Self.maximumRepeated else {
      throw Failure(
        .input, "aliases repeat more than \(Self.maximumRepeated) values", at: place,
        hint: "write the values out, or fewer aliases")
    }
    guard depth + node.levels - 1 <= Self.maximumDepth else { throw tooDeep(place) }
    return Node(
      value: node.value, key: node.key, isMerge: false, position: place, nodes: node.nodes, levels: node.levels)
  }

  private mutating func sequence(_ marks: YAMLEvent.Marks, _ depth: Int, _ place: Position) throws(Failure) -> Node {
    try checkTag(marks.tag, "seq", place)
    var elements: [Value] = []
    var (nodes, levels) = (1, 0)
    while true {
      let event = try events.next()
      if case .sequenceEnd = event.kind { break }
      path.push(elements.count)
      let element = try node(from: event, depth: depth + 1)
      path.pop()
      elements.append(element.value)
      (nodes, levels) = (nodes + element.nodes, max(levels, element.levels))
    }
    return remember(
      Node(value: .array(elements), key: nil, isMerge: false, position: place, nodes: nodes, levels: levels + 1), marks)
  }

  private mutating func mapping(_ marks: YAMLEvent.Marks, _ depth: Int, _ place: Position) throws(Failure) -> Node {
    try checkTag(marks.tag, "map", place)
    var members = YAMLMembers()
    var (nodes, levels) = (1, 0)
    while true {
      let event = try events.next()
      if case .mappingEnd = event.kind { break }
      let keyNode = try node(from: event, depth: depth + 1, asKey: true)
      guard let key = keyNode.key else {
        throw Failure(.input, "a key must be a scalar", at: event.position, hint: "a list or mapping cannot be a key here")
      }
      path.push(key)
      let value = try node(from: try events.next(), depth: depth + 1)
      path.pop()
      if keyNode.isMerge {
        try members.merge(value.value, keyAt: event.position, valueAt: value.position)
      } else {
        try members.add(
          Object.Member(key, value.value, keyPosition: event.position, valuePosition: value.position), at: event.position)
      }
      (nodes, levels) = (nodes + value.nodes, max(levels, value.levels))
    }
    let object = Value.object(Object(members: members.all))
    return remember(Node(value: object, key: nil, isMerge: false, position: place, nodes: nodes, levels: levels + 1), marks)
  }

  private mutating func remember(_ node: Node, _ marks: YAMLEvent.Marks) -> Node {
    if let anchor = marks.anchor { anchors[anchor] = node }
    return node
  }

  private func tooDeep(_ place: Position) -> Failure {
    Failure(.input, "nested deeper than \(Self.maximumDepth) levels", at: place)
  }

  // MARK: Tags

  private func resolve(_ scalar: YAMLScalar, tag: String?, at place: Position) throws(Failure) -> Value {
    let text = scalar.text
    switch tag {
    case nil: return scalar.isPlain ? reading.resolve(text) : .string(text)
    case "!", yamlTag("str"), yamlTag("merge"): return .string(text)
    case yamlTag("null"): if case .null = reading.resolve(text) { return .null }
    case yamlTag("bool"): if let bool = reading.bool(text) ?? reading.other.bool(text) { return .bool(bool) }
    case yamlTag("int"): if let number = reading.integer(text) ?? reading.other.integer(text) { return .number(number) }
    case yamlTag("float"):
      if let number = reading.float(text) ?? reading.other.float(text) { return .number(number) }
      if let integer = reading.integer(text) { return .number(Number(spelling: text, meaning: .float(integer.double))) }
    default: throw unknownTag(tag ?? "", place)
    }
    throw Failure(.input, "\"\(text)\" does not fit its tag \(shortTag(tag ?? ""))", at: place)
  }

  private func checkTag(_ tag: String?, _ own: String, _ place: Position) throws(Failure) {
    guard let tag, tag != "!", tag != yamlTag(own) else { return }
    throw unknownTag(tag, place)
  }

  private func unknownTag(_ tag: String, _ place: Position) -> Failure {
    Failure(
      .input, "the tag \(shortTag(tag)) is not known here", at: place,
      hint: "only !!str, !!int, !!float, !!bool, !!null, !!seq and !!map are read: write the plain value")
  }
}

private func yamlTag(_ name: String) -> String { "tag:yaml.org,2002:" + name }

private func shortTag(_ tag: String) -> String {
  tag.hasPrefix(yamlTag("")) ? "!!" + tag.dropFirst(yamlTag("").count) : tag
}

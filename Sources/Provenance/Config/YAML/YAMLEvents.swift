// Yams' copy of libyaml, by its events: Yams' own composer hashes whole keys, so that an alias bomb in a key would expand before
// anybody could look, and it reports a duplicate key at its mapping.
internal import CYaml

/// What libyaml reports of a YAML text, as values.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(YAMLScalar, Marks)
    case sequenceStart(Marks)
    case sequenceEnd
    case mappingStart(Marks)
    case mappingEnd
  }

  /// What may stand before a node.
  struct Marks {
    let tag: String?
    let anchor: String?
  }

  let kind: Kind
  let position: Position
}

/// A scalar's text after folding and unescaping, and whether it stood without quotes.
struct YAMLScalar {
  let text: String
  let isPlain: Bool
}

/// The events of a text, one after another.
final class YAMLEvents {
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  /// libyaml keeps a pointer to its input.
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// - Parameter bytes: known to be UTF-8.
  init(_ bytes: [UInt8]) {
    input = .allocate(capacity: max(bytes.count, 1))
    _ = input.initialize(from: bytes)
    guard yaml_parser_initialize(parser) == 1 else { fatalError("out of memory") }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  func next() throws(Failure) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure }
    defer { yaml_event_delete(&event) }
    return YAMLEvent(kind: kind(of: event), position: Position(event.start_mark))
  }

  private func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    switch event.type {
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return .streamEnd
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let content = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        YAMLScalar(text: String(decoding: content, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE),
        .init(tag: text(scalar.tag), anchor: text(scalar.anchor)))
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return .sequenceStart(.init(tag: text(start.tag), anchor: text(start.anchor)))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return .mappingStart(.init(tag: text(start.tag), anchor: text(start.anchor)))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamStart
    }
  }

  private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(decodingCString: $0, as: UTF8.self) }
  }

  private var failure: Failure {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "cannot be read"
    let context = parser.pointee.context.map { String(cString: $0) + ": " } ?? ""
    let place =
      parser.pointee.error == YAML_READER_ERROR
      ? Position(of: min(Int(parser.pointee.problem_offset), input.count), in: Array(input))
      : Position(parser.pointee.problem_mark)
    // The scanner runs ahead of the events, so that its own limit may strike first.
    let isTooDeep = problem.hasPrefix("Maximum nesting level")
    return Failure(
      .input, isTooDeep ? "nested deeper than \(YAMLReader.maximumDepth) levels" : context + problem, at: place)
  }
}

extension Position {
  fileprivate init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}

/// Turns an `Encodable` record into a ``Value``: property names become snake_case keys, nil is left out.
public struct ValueEncoder {
  /// Returns the record as a value. Swift dictionaries keep no order and their keys would be renamed: a record has none.
  ///
  /// - Throws: what the record's own `encode(to:)` throws.
  public static func encode(_ record: some Encodable) throws -> Value {
    let node = Node()
    try Encoding(node: node, codingPath: []).encodeAny(record)
    return node.value
  }

  /// What is being made: containers fill it while they live.
  fileprivate final class Node {
    enum Content {
      case value(Value)
      case keyed([(String, Node)])
      case unkeyed([Node])
    }
    var content: Content = .value(.object(Object()))

    var value: Value {
      switch content {
      case .value(let value): value
      case .keyed(let members): .object(Object(members.map { ($0.0, $0.1.value) }))
      case .unkeyed(let nodes): .array(nodes.map(\.value))
      }
    }
  }

  fileprivate struct Encoding: Encoder {
    let node: Node
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func encodeAny(_ record: some Encodable) throws {
      if let value = record as? Value { node.content = .value(value) } else { try record.encode(to: self) }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      if case .keyed = node.content {} else { node.content = .keyed([]) }
      return KeyedEncodingContainer(Keyed<Key>(node: node, codingPath: codingPath))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
      if case .unkeyed = node.content {} else { node.content = .unkeyed([]) }
      return Unkeyed(node: node, codingPath: codingPath)
    }
    func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node, codingPath: codingPath) }
  }

  private struct Single: SingleValueEncodingContainer {
    let node: Node
    let codingPath: [any CodingKey]

    mutating func encodeNil() { node.content = .value(.null) }
    mutating func encode(_ value: Bool) { node.content = .value(.bool(value)) }
    mutating func encode(_ value: String) { node.content = .value(.string(value)) }
    mutating func encode(_ value: Double) { node.content = .value(.number(Number(value))) }
    mutating func encode(_ value: Float) { encode(Double(value)) }
    mutating func encode<T: Encodable & BinaryInteger>(_ value: T) {
      node.content = .value(.number(Number(spelling: String(value), meaning: .integer)))
    }
    mutating func encode(_ value: some Encodable) throws {
      try Encoding(node: node, codingPath: codingPath).encodeAny(value)
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    let codingPath: [any CodingKey]

    private func child(_ key: Key) -> Node {
      let child = Node()
      if case .keyed(var members) = node.content {
        // Held once only, the array grows in place: adding n members takes n steps, not n squared.
        node.content = .keyed([])
        members.append((snakeCase(key.stringValue), child))
        node.content = .keyed(members)
      }
      return child
    }
    mutating func encodeNil(forKey key: Key) { child(key).content = .value(.null) }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
      try Encoding(node: child(key), codingPath: codingPath + [key]).encodeAny(value)
    }
    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      Encoding(node: child(key), codingPath: codingPath + [key]).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      Encoding(node: child(key), codingPath: codingPath + [key]).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { Encoding(node: Node(), codingPath: codingPath) }
    mutating func superEncoder(forKey key: Key) -> any Encoder {
      Encoding(node: child(key), codingPath: codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let node: Node
    let codingPath: [any CodingKey]
    var count: Int { if case .unkeyed(let nodes) = node.content { nodes.count } else { 0 } }

    private func child() -> Node {
      let child = Node()
      if case .unkeyed(var nodes) = node.content {
        node.content = .unkeyed([])
        nodes.append(child)
        node.content = .unkeyed(nodes)
      }
      return child
    }
    mutating func encodeNil() { child().content = .value(.null) }
    mutating func encode(_ value: some Encodable) throws {
      try Encoding(node: child(), codingPath: codingPath).encodeAny(value)
    }
    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> { Encoding(node: child(), codingPath: codingPath).container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      Encoding(node: child(), codingPath: codingPath).unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { Encoding(node: child(), codingPath: codingPath) }
  }
}

/// `schemaVersion` → `schema_version`; digits and runs of capitals stay together: `sha256` stays, `configJCS` → `config_jcs`.
func snakeCase(_ name: String) -> String {
  var result: [UInt8] = []
  var previousWasCapital = true
  for byte in name.utf8 {
    let isCapital = byte >= 0x41 && byte <= 0x5A
    if isCapital && !previousWasCapital { result.append(UInt8(ascii: "_")) }
    result.append(isCapital ? byte | 0x20 : byte)
    previousWasCapital = isCapital
  }
  return String(decoding: result, as: UTF8.self)
}

extension Value: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(self)
  }
}

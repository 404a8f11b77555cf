/// Reads a `Decodable` record from a ``Value``, with the names that ``ValueEncoder`` writes. Unknown keys are ignored, so that older
/// programs read newer records.
public struct ValueDecoder {
  /// - Throws: ``Failure`` of kind `input` that names the key path.
  public static func decode<Record: Decodable>(_ type: Record.Type, from value: Value) throws(Failure) -> Record {
    do {
      return try decodeAny(type, value, [])
    } catch let failure as Failure {
      throw failure
    } catch let error as DecodingError {
      throw Failure(.input, describe(error))
    } catch {
      throw Failure(.input, "\(error)")
    }
  }

  private static func describe(_ error: DecodingError) -> String {
    let (path, detail) =
      switch error {
      case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
        (context.codingPath, context.debugDescription)
      @unknown default: ([any CodingKey](), "\(error)")
      }
    return "`\(path.map { snakeCase($0.stringValue) }.joined(separator: "."))` \(detail)"
  }

  fileprivate static func decodeAny<T: Decodable>(_ type: T.Type, _ value: Value, _ path: [any CodingKey]) throws -> T {
    if let value = value as? T { return value }
    return try T(from: Decoding(value: value, codingPath: path))
  }

  private struct Decoding: Decoder {
    let value: Value
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
      guard case .object(let object) = value else { throw mismatch("an object", value, codingPath) }
      return KeyedDecodingContainer(Keyed<Key>(object: object, codingPath: codingPath))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
      guard case .array(let elements) = value else { throw mismatch("an array", value, codingPath) }
      return Unkeyed(elements: elements, codingPath: codingPath)
    }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(value: value, codingPath: codingPath) }
  }

  private struct Single: SingleValueDecodingContainer {
    let value: Value
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { if case .null = value { true } else { false } }
    func decode(_ type: Bool.Type) throws -> Bool {
      guard let bool = value.bool else { throw mismatch("a boolean", value, codingPath) }
      return bool
    }
    func decode(_ type: String.Type) throws -> String {
      guard let string = value.string else { throw mismatch("a string", value, codingPath) }
      return string
    }
    func decode(_ type: Double.Type) throws -> Double {
      guard let double = value.untagged.double else { throw mismatch("a number", value, codingPath) }
      return double
    }
    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode<T: Decodable & FixedWidthInteger>(_ type: T.Type) throws -> T {
      guard let digits = value.number?.integerDigits, let integer = T(digits) else {
        throw mismatch("an integer", value, codingPath)
      }
      return integer
    }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decodeAny(type, value, codingPath) }
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: Object
    let codingPath: [any CodingKey]

    var allKeys: [Key] { object.keys.compactMap { Key(stringValue: $0) } }
    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) -> Bool { if case .null = find(key) ?? .null { true } else { false } }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      try decodeAny(type, try member(key), codingPath + [key])
    }
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try decoding(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try decoding(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { Decoding(value: .object(object), codingPath: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoding(key) }

    private func decoding(_ key: Key) throws -> Decoding {
      Decoding(value: try member(key), codingPath: codingPath + [key])
    }
    /// Dictionaries keep their keys as they are; records have theirs in snake_case.
    private func find(_ key: Key) -> Value? { object[key.stringValue] ?? object[snakeCase(key.stringValue)] }
    private func member(_ key: Key) throws -> Value {
      guard let value = find(key) else {
        throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "is missing"))
      }
      return value
    }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let elements: [Value]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    init(elements: [Value], codingPath: [any CodingKey]) {
      self.elements = elements
      self.codingPath = codingPath
    }

    private mutating func next() throws -> Value {
      guard !isAtEnd else {
        throw DecodingError.valueNotFound(Value.self, .init(codingPath: codingPath, debugDescription: "ends too early"))
      }
      defer { currentIndex += 1 }
      return elements[currentIndex]
    }
    mutating func decodeNil() throws -> Bool {
      guard !isAtEnd, case .null = elements[currentIndex] else { return false }
      currentIndex += 1
      return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try decodeAny(type, try next(), codingPath) }
    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      try Decoding(value: try next(), codingPath: codingPath).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try Decoding(value: try next(), codingPath: codingPath).unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { Decoding(value: try next(), codingPath: codingPath) }
  }
}

private func mismatch(_ expected: String, _ value: Value, _ path: [any CodingKey]) -> DecodingError {
  let detail = "must be \(expected), not \(value.typeName)"
  return DecodingError.typeMismatch(Value.self, .init(codingPath: path, debugDescription: detail))
}

extension Value: Decodable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.singleValueContainer().decode(Value.self)
  }
}

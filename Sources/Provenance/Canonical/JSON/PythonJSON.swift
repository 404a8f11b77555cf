/// What Python's `json.dumps(x, sort_keys=True)` writes, so that records made with it stay checkable (`python-md5`).
///
/// Keys are sorted by code point, non-ASCII characters are escaped, floats are spelled by `repr`, separators are `", "` and `": "`.
/// A date is written as a string in its author's spelling; Python itself would refuse it.
extension Value {
  /// What Python would write for the value, without a newline.
  public var pythonText: String {
    var text = ""
    writePython(to: &text)
    return text
  }

  /// MD5 over ``pythonText``.
  public var pythonMD5: Digest {
    var hash = Hash(.md5)
    hash.update(pythonText)
    return Digest(.pythonMD5, hex: hash.finish())
  }

  private func writePython(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .number(let number):
      if let digits = number.integerDigits {
        text += digits == "-0" ? "0" : digits
      } else {
        text += pythonRepresentation(of: number.double)
      }
    case .string(let string), .date(let string): appendPythonQuoted(string, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += ", " }
        element.writePython(to: &text)
      }
      text += "]"
    case .object(let object):
      text += "{"
      let members = object.members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
      for (index, member) in members.enumerated() {
        if index > 0 { text += ", " }
        appendPythonQuoted(member.key, to: &text)
        text += ": "
        member.value.writePython(to: &text)
      }
      text += "}"
    }
  }
}

private func appendPythonQuoted(_ string: String, to text: inout String) {
  text += "\""
  for unit in string.utf16 {
    switch unit {
    case 0x22: text += "\\\""
    case 0x5C: text += "\\\\"
    case 0x08: text += "\\b"
    case 0x09: text += "\\t"
    case 0x0A: text += "\\n"
    case 0x0C: text += "\\f"
    case 0x0D: text += "\\r"
    case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
    default:
      let hex = String(unit, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }
  }
  text += "\""
}

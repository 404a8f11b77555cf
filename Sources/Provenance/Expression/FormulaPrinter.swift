extension Node: CustomStringConvertible {
  /// The text in formula mode, with no more parentheses than binding needs.
  public var description: String { text(binding: .or) }

  /// The text in backticks, cut to what a message can hold.
  var quoted: String {
    let text = description
    return text.contains("`") ? cut(text) : "`\(cut(text))`"
  }

  private func cut(_ text: String) -> String { text.count > 60 ? text.prefix(57) + "…" : text }

  private enum Binding: Int {
    case or, and, not, comparison, sum, product, sign, power, atom
  }

  private var binding: Binding {
    switch self {
    case .any: .or
    case .all: .and
    case .not: .not
    case .comparison: .comparison
    case .arithmetic(.add, _, _), .arithmetic(.subtract, _, _): .sum
    case .arithmetic(.multiply, _, _), .arithmetic(.divide, _, _): .product
    case .negative: .sign
    case .arithmetic(.power, _, _): .power
    case .number, .text, .truth, .date, .name, .call: .atom
    }
  }

  private func text(binding needed: Binding) -> String {
    binding.rawValue < needed.rawValue ? "(\(bare))" : bare
  }

  private var bare: String {
    switch self {
    case .number(let magnitude, let unit): ecmaScriptRepresentation(of: magnitude) + unit.rawValue
    case .text(let text): quotedText(text)
    case .truth(let truth): truth ? "true" : "false"
    case .date(let date): date.description
    case .name(let name): writtenName(name)
    case .negative(let node): "-" + node.text(binding: .sign)
    case .arithmetic(.power, let left, let right): left.text(binding: .atom) + "^" + right.text(binding: .sign)
    case .arithmetic(let sign, let left, let right):
      left.text(binding: binding) + " \(sign.rawValue) " + right.text(binding: binding == .sum ? .product : .sign)
    case .comparison(let first, let rest):
      rest.reduce(first.text(binding: .sum)) { $0 + " \($1.relation.rawValue) " + $1.node.text(binding: .sum) }
    case .not(let node): "not " + node.text(binding: .not)
    case .all(let nodes): nodes.map { $0.text(binding: .not) }.joined(separator: " and ")
    case .any(let nodes): nodes.map { $0.text(binding: .and) }.joined(separator: " or ")
    case .call(let function, let nodes):
      function.rawValue + "(" + nodes.map(\.description).joined(separator: ", ") + ")"
    }
  }
}

/// Only what would end the text or begin an escape is escaped, and line breaks and tabs so that it stays on one line.
private func quotedText(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

private func writtenName(_ name: String) -> String {
  if isPlainName(name) { return name }
  var result = "`"
  for scalar in name.unicodeScalars { result += scalar == "`" ? "``" : String(scalar) }
  return result + "`"
}

/// Whether a name needs no backticks.
private func isPlainName(_ name: String) -> Bool {
  let bytes = Array(name.utf8)
  guard let first = bytes.first, isNameStart(first), bytes.last != UInt8(ascii: ".") else { return false }
  guard Word(name) == nil, DateWord(word: name) == nil else { return false }
  return bytes.allSatisfy(isNamePart) && !name.utf8.elementsPair(UInt8(ascii: "."))
}

extension String.UTF8View {
  fileprivate func elementsPair(_ byte: UInt8) -> Bool { zip(self, dropFirst()).contains { $0 == byte && $1 == byte } }
}

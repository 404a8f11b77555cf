extension Config {
  /// Makes the group `args` of a command's options, for a program that has no config file.
  ///
  /// `--key value`, `--key=value`, `-k value` and `--flag` (true) count; words before the first option and after `--` do not. Several
  /// values, and a repeated option, make an array. Values are typed as in ``OverrideText``; `-1` is a value.
  public static func fromArguments(_ words: [String]) -> Config {
    var options: [(key: String, values: [Value])] = []
    for word in words.prefix(while: { $0 != "--" }) {
      if let option = option(word) {
        options.append((option.key, option.value.map { [OverrideText.value(of: $0)] } ?? []))
      } else if !options.isEmpty {
        options[options.count - 1].values.append(OverrideText.value(of: word))
      }
    }
    var args = Object()
    for option in options {
      let values = option.values.isEmpty ? [true] : option.values
      if let known = args[option.key] {
        args[option.key] = .array((known.array ?? [known]) + values)
      } else {
        args[option.key] = values.count == 1 ? values[0] : .array(values)
      }
    }
    return Config(args.isEmpty ? Object() : Object([("args", .object(args))]))
  }

  private static func option(_ word: String) -> (key: String, value: String?)? {
    let name = word.drop { $0 == "-" }
    let dashes = word.utf8.count - name.utf8.count
    guard dashes == 1 || dashes == 2, let first = name.first else { return nil }
    if dashes == 1, first == "." || first.isNumber || Double(word) != nil { return nil }
    guard let equals = name.firstIndex(of: "=") else { return (String(name), nil) }
    return equals == name.startIndex ? nil : (String(name[..<equals]), String(name[name.index(after: equals)...]))
  }
}

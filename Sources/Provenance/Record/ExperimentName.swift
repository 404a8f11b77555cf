/// The name of an experiment's folder: `YYYYMMDD_HHMMSS_<model>_<short_title>`, in UTC; a second one in the same second ends in `_2`.
public struct ExperimentName: Sendable, Equatable {
  /// `YYYYMMDD_HHMMSS`, UTC: when it was registered.
  public let stamp: String
  /// The model as a part of the name: see ``part(_:what:)``.
  public let model: String
  /// The title as a part of the name: see ``part(_:what:)``.
  public let shortTitle: String
  /// 1 for the first of its second.
  public let ordinal: Int

  /// Model and title must be parts already: see ``part(_:what:)``.
  public init(time: Moment, model: String, shortTitle: String, ordinal: Int = 1) {
    (stamp, self.model, self.shortTitle, self.ordinal) = (time.stamp, model, shortTitle, ordinal)
  }

  init(stamp: String, model: String, shortTitle: String, ordinal: Int) {
    (self.stamp, self.model, self.shortTitle, self.ordinal) = (stamp, model, shortTitle, ordinal)
  }

  /// The folder's name.
  public var text: String { "\(stamp)_\(model)_\(shortTitle)" + (ordinal > 1 ? "_\(ordinal)" : "") }

  /// Whether a name has the form: a stamp that is a real UTC time, then at least two words.
  public static func fits(_ name: String) -> Bool {
    guard Moment(stamp: String(name.prefix(15))) != nil, name.dropFirst(15).first == "_" else { return false }
    let rest = name.dropFirst(16)
    return rest.split(separator: "_").count >= 2 && rest.utf8.allSatisfy(isAllowed)
  }

  /// The longest part of a name that a title gives: folder names end at 255 bytes, and people read them.
  static let maximumPartLength = 60

  /// Returns a text as part of a folder's name: letters, digits, `-` and `.` stay, all else becomes one `_`.
  ///
  /// - Throws: kind `input` for control characters, for what reads as a path that leads elsewhere, and if nothing is left.
  public static func part(_ text: String, what: String) throws(Failure) -> String {
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      throw Failure(.input, "the \(what) holds a control character", hint: "give it on one line: --\(what) \"…\"")
    }
    guard !text.hasPrefix("/"), !text.split(separator: "/").contains("..") else {
      throw Failure(.input, "the \(what) reads as a path: \(text)", hint: "a \(what) is words: --\(what) \"\(words(of: text))\"")
    }
    let part = words(of: text)
    guard !part.isEmpty else {
      throw Failure(.input, "the \(what) has no letter or digit: \"\(text)\"", hint: "give another: --\(what) WORDS")
    }
    return part
  }

  private static func words(of text: String) -> String {
    let kept = text.utf8.map { isAllowed($0) && $0 != UInt8(ascii: "_") ? Character(Unicode.Scalar($0)) : "_" }
    let words = String(kept).split(separator: "_").joined(separator: "_").drop { $0 == "." || $0 == "-" }
    let cut = words.prefix(maximumPartLength)
    return String(cut).trimmingSuffix("_.-")
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ characters: String) -> String {
    var result = self
    while let last = result.last, characters.contains(last) { result.removeLast() }
    return result
  }
}

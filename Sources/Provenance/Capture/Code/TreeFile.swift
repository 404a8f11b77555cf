#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A path or an object's name as git prints it: bytes, a slice of git's output.
typealias Bytes = ArraySlice<UInt8>

/// What a tree says about one path.
struct Blob: Sendable, Equatable {
  var mode: FileMode
  /// Hexadecimal digits.
  var oid: Bytes
}

/// A file of a tree, by its path from the top.
struct TreeFile: Sendable {
  var blob: Blob
  var path: Bytes
}

/// One of git's modes.
enum FileMode: UInt32, Sendable {
  case plain = 0o100644
  case executable = 0o100755
  case link = 0o120000
  case submodule = 0o160000
  case folder = 0o040000

  /// Reads six octal digits; nil for `000000`. Old modes such as 100664 are plain, as they are to git.
  init?(_ digits: Bytes) {
    let number = digits.reduce(UInt32(0)) { $0 << 3 | UInt32($1 & 7) }
    guard number != 0 else { return nil }
    self = FileMode(rawValue: number) ?? (number & 0o100 != 0 ? .executable : .plain)
  }

  /// Six octal digits.
  var digits: String {
    switch self {
    case .plain: "100644"
    case .executable: "100755"
    case .link: "120000"
    case .submodule: "160000"
    case .folder: "040000"
    }
  }

  var isFile: Bool { self == .plain || self == .executable }
}

/// Orders by bytes; the shorter first if it begins the longer, as git orders paths.
func precedes(_ left: Bytes, _ right: Bytes) -> Bool { byteOrder(left, right) < 0 }

/// Negative, zero or positive.
func byteOrder(_ left: Bytes, _ right: Bytes) -> Int {
  left.withUnsafeBytes { left in
    right.withUnsafeBytes { right in
      let shared = min(left.count, right.count)
      let order = shared == 0 ? 0 : Int(memcmp(left.baseAddress!, right.baseAddress!, shared))
      return order != 0 ? order : left.count - right.count
    }
  }
}

extension Bytes {
  init(_ text: String) { self = Array(text.utf8)[...] }
  var text: String { String(decoding: self, as: UTF8.self) }
  /// Nil if it is not UTF-8.
  var exactText: String? { String(validating: self, as: UTF8.self) }
  /// The path of the folder, without a slash; nil at the top.
  var folder: Bytes? { lastIndex(of: UInt8(ascii: "/")).map { self[..<$0] } }
  var name: Bytes { lastIndex(of: UInt8(ascii: "/")).map { self[($0 + 1)...] } ?? self }
}

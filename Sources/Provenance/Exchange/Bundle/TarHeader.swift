/// The blocks before a file in a tar archive (POSIX.1-2001, pax), in the one form that bundles have: a plain file, mode 0644, no
/// owner, no time. What decides is path and size alone, so that a reader compares instead of interpreting.
enum TarHeader {
  static let blockSize = 512

  /// Returns the header of a file; a path over 100 bytes or a size from 8 GiB on has a pax header before it.
  static func bytes(path: String, size: Int64) -> [UInt8] {
    let isLong = path.utf8.count > 100
    let isLarge = size >= 1 << 33
    guard isLong || isLarge else { return block(path, size, type: "0") }
    var records: [UInt8] = []
    if isLong { records += record("path", path) }
    if isLarge { records += record("size", String(size)) }
    return block("pax", Int64(records.count), type: "x") + records + padding(Int64(records.count))
      + block(isLong ? "long" : path, isLarge ? 0 : size, type: "0")
  }

  /// The zeros that fill a file's last block.
  static func padding(_ size: Int64) -> [UInt8] { [UInt8](repeating: 0, count: Int(-size & Int64(blockSize - 1))) }

  /// Two empty blocks end an archive.
  static let end = [UInt8](repeating: 0, count: 2 * blockSize)

  /// The bytes that a file takes in an archive.
  static func length(path: String, size: Int64) -> Int64 {
    Int64(bytes(path: path, size: size).count) + size + (-size & Int64(blockSize - 1))
  }

  /// `<length> <key>=<value>\n`, where the length counts itself.
  private static func record(_ key: String, _ value: String) -> [UInt8] {
    let rest = " \(key)=\(value)\n"
    var length = rest.utf8.count
    while String(length).utf8.count + rest.utf8.count != length { length = String(length).utf8.count + rest.utf8.count }
    return Array((String(length) + rest).utf8)
  }

  private static func block(_ name: String, _ size: Int64, type: String) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: blockSize)
    func put(_ text: String, at offset: Int) { for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte } }
    put(name, at: 0)
    put("0000644\0", at: 100)
    put("0000000\0", at: 108)
    put("0000000\0", at: 116)
    put(octal(size) + "\0", at: 124)
    put(octal(0) + "\0", at: 136)
    put("        ", at: 148)
    put(type, at: 156)
    put("ustar\u{0}00", at: 257)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(String(octal(Int64(sum)).suffix(6)) + "\0 ", at: 148)
    return block
  }

  /// Eleven octal digits.
  private static func octal(_ number: Int64) -> String {
    let digits = String(number, radix: 8)
    return String(repeating: "0", count: max(0, 11 - digits.count)) + digits
  }
}

/// A journal's lines, one after the other, without the file in memory.
struct JournalLines {
  let path: String

  /// Hands on every whole line without its newline.
  ///
  /// - Returns: how many bytes stand behind the last newline.
  func forEach(_ take: (UnsafeRawBufferPointer) -> Void) throws(Failure) -> Int {
    var carried: [UInt8] = []
    try FileReading.pieces(of: path) { piece in
      var rest = piece
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = UnsafeRawBufferPointer(rebasing: rest[..<end])
        if carried.isEmpty {
          take(line)
        } else {
          carried.append(contentsOf: line)
          carried.withUnsafeBytes { take($0) }
          carried.removeAll(keepingCapacity: true)
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
      }
      carried.append(contentsOf: rest)
      return true
    }
    return carried.count
  }

  /// Returns the digests of all lines.
  func digests() throws(Failure) -> [MerkleHash] {
    let hasher = MerkleHasher()
    var digests: [MerkleHash] = []
    _ = try forEach { digests.append(hasher.digest($0)) }
    return digests
  }
}

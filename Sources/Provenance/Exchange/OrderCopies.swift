/// The orders of all ledgers that a project knows: its own, and those that came with bundles.
enum OrderCopies {
  /// Returns name and whole lines of each, sorted by name.
  static func all(in project: Project) throws(Failure) -> [(name: String, bytes: [UInt8])] {
    guard FileStatus.of(project.orderFolder)?.kind == .folder else { return [] }
    var orders: [(name: String, bytes: [UInt8])] = []
    for name in try FileReading.names(in: project.orderFolder) where BundlePath.isWriter(name) {
      let bytes = try FileReading.bytes(of: project.orderFolder + "/" + name)
      orders.append((name, Array(bytes.prefix(bytes.count / OrderFile.lineLength * OrderFile.lineLength))))
    }
    return orders
  }

  /// Whether bytes are an order's: whole lines of 64 hexadecimal digits.
  static func areWhole(_ bytes: [UInt8]) -> Bool {
    guard bytes.count.isMultiple(of: OrderFile.lineLength) else { return false }
    return bytes.indices.allSatisfy { index in
      let byte = bytes[index]
      guard index % OrderFile.lineLength < OrderFile.lineLength - 1 else { return byte == UInt8(ascii: "\n") }
      return (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
  }
}

import ArgumentParser
import Provenance

/// A number of bytes as a person types it.
struct ByteSize: ExpressibleByArgument {
  let bytes: Int64

  init?(argument: String) {
    guard let bytes = ByteCount.bytes(of: argument) else { return nil }
    self.bytes = bytes
  }
}

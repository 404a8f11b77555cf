import Dispatch
import Foundation
import TestSupport
import Testing

@testable import Provenance

/// RFC 4231, test cases 1, 2 and 6.
@Test(arguments: [
  ([UInt8](repeating: 0x0B, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
  (
    Array("Jefe".utf8), "what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  ),
  (
    [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
  ),
])
func keyedHashesAreThePublishedOnes(_ key: [UInt8], _ message: String, _ expected: String) {
  #expect(hmacSHA256(key: key, Array(message.utf8)) == expected)
}

@Test func whoeverMakesTheKeyAtTheSameTimeReadsTheSame() {
  let scratch = Scratch()
  let folder = scratch.path
  let lock = NSLock()
  nonisolated(unsafe) var digests: Set<String> = []
  DispatchQueue.concurrentPerform(iterations: 32) { _ in
    let digest = (try? SecretKey.ofProject(folder: folder).keyedDigest("x")) ?? "failed"
    lock.withLock { _ = digests.insert(digest) }
  }
  #expect(digests.count == 1 && !digests.contains("failed"))
  #expect((try? FileReading.names(in: scratch.path)) == ["secret.key"])
}

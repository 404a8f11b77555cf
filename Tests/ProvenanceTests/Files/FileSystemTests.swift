import TestSupport
import Testing

@testable import Provenance

@Suite struct FileSystemTests {
  @Test func onlyKindsThatAreKnownToBeLocalCountAsLocal() {
    for magic: UInt32 in [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630] {
      #expect(FileSystem.kind(magic).isLocal, "\(FileSystem.kind(magic).name)")
    }
    for magic: UInt32 in [0x6969, 0x6573_5546, 0x0102_1997, 0x0BD0_0BD0, 0xFF53_4D42, 0x1234_5678] {
      #expect(!FileSystem.kind(magic).isLocal, "\(FileSystem.kind(magic).name)")
    }
    #expect(FileSystem.kind(0x1234_5678).name == "file system 0x12345678")
  }

  @Test func aPathThatIsNotThereIsWhereItWouldBeMade() {
    let scratch = Scratch()
    #expect(FileSystem.of(scratch.path + "/a/b/c") == FileSystem.of(scratch.path))
    #expect(!FileSystem.of("/proc/self").isLocal)
  }
}

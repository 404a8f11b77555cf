import Foundation
import TestSupport
import Testing

@testable import Provenance

private let search = "/usr/local/bin:/usr/bin:/bin"

extension Scratch {
  fileprivate func tool(_ name: String, _ script: String) throws {
    try write("bin/" + name, "#!/bin/sh\n" + script + "\n")
    chmod(path + "/bin/" + name, 0o755)
  }
  fileprivate var environment: [String] { ["PATH=\(path)/bin:" + search] }
}

private func listing(_ count: Int) -> AcceleratorListing {
  AcceleratorListing((0..<count).map { .init(index: $0, name: "A100", uuid: "GPU-\($0)a-\($0)") })
}

@Suite struct AcceleratorListingTests {
  @Test func theDriversToolIsAsked() throws {
    let scratch = Scratch()
    try scratch.tool("nvidia-smi", "case $1 in -q) ;; *) echo '0, GPU-5f, A100, 535.1, 40960';; esac")
    let found = try AcceleratorListing.now(environment: scratch.environment)
    #expect(found.system == .nvidia && found.accelerators.map(\.uuid) == ["GPU-5f"])
    try scratch.tool("nvidia-smi", "echo 'no driver'; exit 9")
    let failure = #expect(throws: Failure.self) { try AcceleratorListing.now(environment: scratch.environment) }
    #expect(failure?.message.contains("no driver") == true)
    #expect(try AcceleratorListing.now(environment: ["PATH=/nowhere"]).accelerators.isEmpty)
  }

  @Test(
    arguments: [
      (nil, [0, 1, 2, 3]), ("2,0", [2, 0]), ("1, 3", [1, 3]), ("", []), ("-1", []), ("0,-1,1", [0]), ("0,7,1", [0]),
      ("1,1,2", [1]),
      ("GPU-2a,GPU-0a-0", [2, 0]), ("GPU-", []), ("MIG-1", []),
    ] as [(String?, [Int])])
  func whatTheCallerLeavesVisibleIsReadAsTheDriverDoes(value: String?, indexes: [Int]) {
    #expect(listing(4).visible(value).map(\.index) == indexes)
  }
}

@Suite struct AcceleratorLeaseTests {
  private let scratch = Scratch()
  private var folder: String { scratch.path + "/leases" }

  private func take(_ count: Int, of gpus: Int = 2, visible: String? = nil) throws -> AcceleratorLease {
    try .take(count, of: listing(gpus), visible: visible, patience: .refuse, folder: folder)
  }

  @Test func whatOneHasNoOtherGets() throws {
    let first = try take(1)
    #expect(first.indexes == [0] && first.visibleDevices == "0")
    #expect(
      first.variables == [
        .init(name: "CUDA_VISIBLE_DEVICES", value: "0"), .init(name: "CUDA_DEVICE_ORDER", value: "PCI_BUS_ID"),
      ])
    do {
      let second = try take(1)
      #expect(second.indexes == [1])
      let failure = #expect(throws: Failure.self) { _ = try self.take(1) }
      #expect(failure?.kind == .environment)
      #expect(failure?.message.contains("GPU 0 by process \(getpid())") == true, "\(failure?.message ?? "")")
      _ = consume second
    }
    #expect(try take(1).indexes == [1])
    _ = consume first
    #expect(try take(2).indexes == [0, 1])
  }

  @Test func aLeaseThatCannotBeWholeTakesNothing() throws {
    let one = try take(1, visible: "1")
    #expect(one.indexes == [1])
    #expect(throws: Failure.self) { _ = try self.take(2) }
    #expect(try take(1).indexes == [0])
    _ = consume one
  }

  @Test func moreThanThereAreIsRefusedWhateverThePatience() {
    let failure = #expect(throws: Failure.self) {
      _ = try AcceleratorLease.take(2, of: listing(4), visible: "3", patience: .wait, folder: self.folder)
    }
    #expect(failure?.kind == .input && failure?.message.contains("CUDA_VISIBLE_DEVICES=3 leaves 1") == true)
    #expect(failure?.hint == "ask for fewer: --gpus 1")
    #expect(throws: Failure.self) { _ = try AcceleratorLease.take(1, of: AcceleratorListing([]), folder: self.folder) }
  }

  @Test func whoWaitsIsToldOnceAndGetsWhatIsFreed() throws {
    var held: AcceleratorLease? = try take(2)
    var (said, asked) = ([String](), 0)
    let lease = try AcceleratorLease.take(
      1, of: listing(2), folder: folder, told: { said.append($0) },
      goOn: {
        asked += 1
        if asked == 2 { _ = held.take() }
        return asked < 100
      })
    #expect(lease.indexes == [0] && asked == 2)
    #expect(said.count == 1 && said[0].contains("1 of 2 GPUs is asked for, 0 free") && said[0].hasSuffix(": waiting"))
    let failure = #expect(throws: Failure.self) {
      _ = try AcceleratorLease.take(2, of: listing(2), folder: self.folder, goOn: { false })
    }
    #expect(failure?.message.contains("interrupted") == true)
    _ = consume lease
  }

  @Test func aLeaseEndsWithItsProcessWhateverEndsThat() throws {
    _ = try take(1).indexes
    // Another process takes the lock as a holder does, and is killed.
    let file = folder + "/GPU-0a-0"
    let child = try ChildProcess.run(
      ["sh", "-c", "flock -n '\(file)' sh -c 'echo locked; kill -9 $PPID $$'; true"], in: "/", environment: ["PATH=" + search])
    #expect(child.text == "locked\n")
    #expect(try take(2).indexes == [0, 1])
  }

  @Test func aCopyOfTheDescriptorInAnotherProcessKeepsTheLease() throws {
    let lease = try take(1)
    let copy = dup(lease.descriptors[0])
    #expect(fcntl(lease.descriptors[0], F_GETFD) & FD_CLOEXEC != 0)
    _ = consume lease
    #expect(try take(1).indexes == [1])
    close(copy)
    #expect(try take(1).indexes == [0])
  }

  @Test func theFolderIsSharedAndItsFilesAreNotWritable() throws {
    let old = umask(0o077)
    defer { umask(old) }
    _ = try take(1).indexes
    #expect(FileStatus.of(folder)?.mode == 0o1777)
    #expect(FileStatus.of(folder + "/GPU-0a-0")?.mode == 0o644)
  }

  @Test func aFolderThatOthersCouldTamperWithIsRefused() throws {
    let elsewhere = scratch.path + "/elsewhere"
    try FileWriting.makeFolders(elsewhere)
    try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: elsewhere)
    #expect(throws: Failure.self) { _ = try self.take(1) }
    #expect(try FileReading.names(in: elsewhere).isEmpty)
    unlink(folder)
    try FileWriting.makeFolders(folder)
    chmod(folder, 0o777)
    #expect(throws: Failure.self) { _ = try self.take(1) }
    chmod(folder, 0o1777)
    try scratch.write("elsewhere/file", "x")
    try FileManager.default.createSymbolicLink(atPath: folder + "/GPU-0a-0", withDestinationPath: elsewhere + "/file")
    #expect(throws: Failure.self) { _ = try self.take(1) }
    unlink(folder + "/GPU-0a-0")
    mkfifo(folder + "/GPU-0a-0", 0o644)
    #expect(throws: Failure.self) { _ = try self.take(1) }
  }

  @Test func anIdThatIsAPathStaysInTheFolder() throws {
    let odd = AcceleratorListing([.init(index: 3, name: "x", uuid: "../../GPU/1"), .init(index: 4, name: "y", uuid: nil)])
    let lease = try AcceleratorLease.take(2, of: odd, folder: folder)
    #expect(lease.indexes == [3, 4])
    #expect(try FileReading.names(in: folder) == ["GPU1", "index-4"])
  }
}

@Suite struct AcceleratorSamplerTests {
  /// Waits for something that another thread does.
  private func wait(_ isDone: () -> Bool) -> Bool {
    for _ in 0..<3000 where !isDone() { usleep(10_000) }
    return isDone()
  }

  @Test func thePeakOfEverySampleCounts() throws {
    let scratch = Scratch()
    try scratch.tool(
      "nvidia-smi",
      """
      echo x >> '\(scratch.path)/asked'
      case $(wc -l < '\(scratch.path)/asked') in
        1) echo '0, 100, 90'; echo '1, 7, 7';;
        2) echo '0, 300, 20'; echo '1, 7, 7';;
        *) echo '0, 200, [N/A]'; echo '1, 7, 7';;
      esac
      """)
    let sampler = AcceleratorSampler(indexes: [0], environment: scratch.environment, interval: 0.01)
    sampler.start()
    #expect(wait { ((try? scratch.read("asked"))?.utf8.count ?? 0) >= 8 })
    #expect(sampler.finish() == [.init(index: 0, peakMemory: 300, peakUtilisation: 90)])
  }

  @Test func aToolThatHangsDelaysNobody() throws {
    let scratch = Scratch()
    try scratch.tool("nvidia-smi", "echo $$ > '\(scratch.path)/pid'; exec sleep 60")
    let sampler = AcceleratorSampler(environment: scratch.environment, interval: 0.01)
    sampler.start()
    #expect(wait { (try? scratch.read("pid"))?.hasSuffix("\n") == true })
    #expect(sampler.finish() == [])
    // It had not ended when the sampler had: nobody waited for it.
    let process = try #require(pid_t(try scratch.read("pid").dropLast()))
    #expect(kill(process, SIGKILL) == 0)
  }

  @Test func aToolThatFailsIsNotAskedForEver() throws {
    let scratch = Scratch()
    try scratch.tool("nvidia-smi", "echo x >> '\(scratch.path)/asked'; exit 1")
    let sampler = AcceleratorSampler(environment: scratch.environment, interval: 0)
    sampler.start()
    #expect(wait { (try? scratch.read("asked")) == "x\nx\nx\n" })
    #expect(sampler.finish() == [])
  }

  @Test func withoutAToolNothingIsSampled() {
    let sampler = AcceleratorSampler(environment: ["PATH=/nowhere"])
    sampler.start()
    #expect(sampler.finish() == [])
  }

  @Test func figuresThatTheDriverDoesNotKnowAreAbsent() {
    #expect(
      AcceleratorQuestion.nvidia("0, 12, [N/A]\n1, [Not Supported], 3\nnonsense\n") == [
        .init(index: 0, peakMemory: 12, peakUtilisation: nil), .init(index: 1, peakMemory: nil, peakUtilisation: 3),
      ])
    #expect(
      AcceleratorQuestion.rocm(#"{"card1": {"GPU use (%)": "5", "VRAM Total Used Memory (B)": "10485760"}, "system": {}}"#)
        == [.init(index: 1, peakMemory: 10, peakUtilisation: 5)])
    #expect(AcceleratorQuestion.rocm("WARNING\n").isEmpty)
  }
}

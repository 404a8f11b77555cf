import Foundation
import TestSupport
import Testing

@testable import Provenance

@Suite struct OutputCollectionTests {
  private let scratch = Scratch()
  private static let name = "20261120_215603_m_t"
  private var project: Project { scratchProject(scratch) }
  private var home: String { project.folder(of: Self.name) }

  /// Whether a file system can be mounted here: root in a container often may not.
  private static let canMount: Bool = {
    let scratch = Scratch()
    return getuid() == 0 && (try? run("mount -t tmpfs -o size=1m none . && cd / && umount -l \"$OLDPWD\"", scratch.path)) == 0
  }()

  @discardableResult
  private static func run(_ script: String, _ folder: String) throws -> Int32 {
    try ChildProcess.run(["sh", "-c", script], in: folder, environment: ["PATH=/usr/sbin:/sbin:/usr/bin:/bin"]).status
  }

  private func outputs(_ make: () throws -> Void) throws -> ArtifactScan.Listing {
    try project.prepare()
    try FileWriting.makeFolders(home)
    let watch = OutputWatch(project: project)
    let before = watch.before()
    try make()
    return watch.after(before)
  }

  private func collect(_ listing: ArtifactScan.Listing, attempt: String = "") throws -> ArtifactScan.Listing {
    try OutputCollection(project: project, experiment: Self.name).copy(listing, attempt: attempt)
  }

  @Test func outputsAreCopiedWithTheirPathsAndShareNothing() throws {
    let listing = try outputs {
      try scratch.write("outputs/a/best.pt", "weights")
      try scratch.write("outputs/a/run.sh", "x")
      chmod(scratch.path + "/outputs/a/run.sh", 0o755)
    }
    let collected = try collect(listing)
    #expect(collected.artifacts.map(\.path) == ["collected/outputs/a/best.pt", "collected/outputs/a/run.sh"])
    #expect(collected.artifacts.map(\.sha256) == listing.artifacts.map(\.sha256))
    #expect(collected.artifacts.allSatisfy { $0.base == nil } && collected.artifacts[0].role == .bestCheckpoint)
    let copy = home + "/collected/outputs/a/best.pt"
    let status = try #require(FileStatus.of(copy))
    #expect(status.modifiedMoment == listing.artifacts[0].modified)
    #expect(FileStatus.of(home + "/collected/outputs/a/run.sh")?.mode == 0o755)
    let handle = try #require(fopen(copy, "r+"))
    fputs("CHANGED", handle)
    fclose(handle)
    #expect(try scratch.read("outputs/a/best.pt") == "weights")
    #expect(try FileReading.names(in: home) == ["collected"] && FileReading.names(in: project.openFolder).isEmpty)
    #expect(throws: Failure.self) { try self.collect(listing) }
  }

  @Test func anotherAttemptHasItsOwnCopies() throws {
    let listing = try outputs { try scratch.write("outputs/x", "1") }
    try FileWriting.makeFolders(home + "/attempt_2")
    #expect(try collect(listing, attempt: "attempt_2").artifacts.map(\.path) == ["attempt_2/collected/outputs/x"])
    #expect(try FileReading.text(of: home + "/attempt_2/collected/outputs/x") == "1")
  }

  @Test func holesStayHoles() throws {
    let listing = try outputs {
      let path = try scratch.write("outputs/sparse.bin", "head")
      #expect(truncate(path, 64 << 20) == 0)
      let handle = try #require(fopen(path, "r+"))
      fseek(handle, 32 << 20, SEEK_SET)
      fputs("middle", handle)
      fclose(handle)
    }
    _ = try collect(listing)
    let copy = home + "/collected/outputs/sparse.bin"
    #expect(FileStatus.of(copy)?.size == 64 << 20)
    #expect(try FileReading.sha256(of: copy) == listing.artifacts[0].sha256.value)
    #expect(try #require(FileStatus.allocated(copy)) < 4 << 20)
  }

  @Test func oneThatChangedMeanwhileLeavesNothingCopied() throws {
    let listing = try outputs { for name in ["a", "b", "c"] { try scratch.write("outputs/" + name, name) } }
    try scratch.write("outputs/b", "other")
    let failure = #expect(throws: Failure.self) { try self.collect(listing) }
    #expect(failure?.file == "outputs/b" && failure?.message == "changed while it was collected")
    #expect(try FileReading.names(in: home).isEmpty && FileReading.names(in: project.openFolder).isEmpty)
    try FileManager.default.removeItem(atPath: scratch.path + "/outputs/b")
    try FileManager.default.createSymbolicLink(atPath: scratch.path + "/outputs/b", withDestinationPath: "a")
    #expect(throws: Failure.self) { try self.collect(listing) }
    #expect(try FileReading.names(in: home).isEmpty)
  }

  @Test func whatHasNoDigestStaysWhereItIs() throws {
    var listing = try outputs { for name in ["a", "b"] { try scratch.write("outputs/" + name, name) } }
    listing.artifacts[1].sha256 = .unknown("huge")
    let collected = try collect(listing)
    #expect(collected.artifacts.map(\.path) == ["collected/outputs/a", "outputs/b"])
    #expect(collected.artifacts.map(\.base) == [nil, .project])
    listing.artifacts = [listing.artifacts[1]]
    #expect(try collect(listing) == listing)
  }

  @Test func aPathThatLeadsOutIsNeverCopied() throws {
    let secret = try scratch.write("outside", "x")
    let project = Project(root: scratch.path + "/inner", policy: Policy(), policyRecord: project.policyRecord)
    try project.prepare()
    try FileWriting.makeFolders(project.folder(of: Self.name))
    let artifact = Artifact(
      path: "../outside", base: .project, role: .other, size: 1, sha256: .known(try FileReading.sha256(of: secret)),
      modified: .now())
    #expect(throws: Failure.self) {
      try OutputCollection(project: project, experiment: Self.name).copy(.init(artifacts: [artifact], findings: []))
    }
    #expect(try FileReading.names(in: project.folder(of: Self.name)).isEmpty)
  }

  @Test(.enabled(if: canMount, "skipped: no file system can be mounted here"))
  func onAFullDiskNothingIsCopied() throws {
    let listing = try outputs {
      for name in ["a", "b"] {
        let path = try scratch.write("outputs/" + name, "x")
        #expect(truncate(path, 3 << 20) == 0)
      }
    }
    // Their holes take no room; what is written now does.
    let full = try outputs {
      for name in ["c", "d"] { try scratch.write("outputs/" + name, String(repeating: "x", count: 3 << 20)) }
    }
    try Self.run("mount -t tmpfs -o size=4m none '\(home)'", scratch.path)
    defer { _ = try? Self.run("umount -l '\(home)'", "/") }
    let failure = #expect(throws: Failure.self) { try self.collect(full) }
    #expect(failure?.kind == .environment && failure?.message.contains("there is no room") == true, "\(failure?.message ?? "")")
    #expect(try FileReading.names(in: home).isEmpty)
    // Another writer takes the room after it was found to be there: the kernel refuses in the middle.
    try FileWriting.makeFolders(home + "/staging")
    let collection = OutputCollection(project: project, experiment: Self.name)
    let refused = #expect(throws: Failure.self) { try collection.fill(self.home + "/staging/x", with: full.artifacts) }
    #expect(refused?.message.contains("no space left") == true, "\(refused?.message ?? "")")
    try FileWriting.remove(home + "/staging")
    #expect(try collect(listing).artifacts.count == 2)
  }
}

@Suite struct ArtifactPlaceTests {
  @Test(
    arguments: [
      ("a/b", nil, "/p/experiments/e/a/b"), ("a/b", .project, "/p/a/b"), ("..", nil, nil), ("../x", .project, nil),
      ("a/../b", nil, nil),
      ("/etc/passwd", .project, nil), ("", nil, nil), ("a//b", nil, nil), ("./a", nil, nil), ("a\u{0}b", nil, nil),
      ("..\u{301}", nil, "/p/experiments/e/..\u{301}"),
    ] as [(String, Artifact.Base?, String?)])
  func anArtifactLiesInItsBaseOrNowhere(path: String, base: Artifact.Base?, place: String?) {
    let project = Project(
      root: "/p", policy: Policy(), policyRecord: PolicyRecord(digest: .sha256(""), schemaVersion: "", updated: ""))
    let artifact = Artifact(path: path, base: base, role: .other, size: 0, sha256: .unknown(""), modified: .now())
    #expect(project.path(of: artifact, inFolder: "/p/experiments/e") == place)
  }
}

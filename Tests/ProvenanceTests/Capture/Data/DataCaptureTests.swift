import Foundation
import Provenance
import TestSupport
import Testing

private final class MemoryCache: DigestCache, @unchecked Sendable {
  private let lock = NSLock()
  private var digests: [FileStatus: Digest] = [:]
  func digest(for status: FileStatus, path: String) -> Digest? { lock.withLock { digests[status] } }
  func remember(_ digest: Digest, for status: FileStatus, path: String) { lock.withLock { digests[status] = digest } }
  var count: Int { lock.withLock { digests.count } }
}

/// Remembers nothing.
private struct NoDigestCache: DigestCache {
  func digest(for status: FileStatus, path: String) -> Digest? { nil }
  func remember(_ digest: Digest, for status: FileStatus, path: String) {}
}

private let later = Moment(milliseconds: Moment.now().milliseconds + 60_000)

private func capture(
  _ scratch: Scratch, _ path: String, mode: DataInput.Mode? = nil, revision: String? = nil, budget: Int64 = 1_000_000,
  cache: any DigestCache = NoDigestCache(), now: Moment = later
) throws -> DataInput {
  try DataCapture(project: scratch.path, budget: budget, cache: cache, now: now)
    .capture(Policy.DataRules.Input(path: path, mode: mode, revision: revision))
}

private func shell(_ line: String, in folder: String) throws -> String {
  let outcome = try ChildProcess.run(["sh", "-c", line], in: folder, environment: ["PATH=/usr/bin:/bin"])
  return outcome.text
}

@Test func aFilesDigestIsThatOfSha256sum() throws {
  let scratch = Scratch()
  try scratch.write("d/a.csv", "x,y\n1,2\n")
  let input = try capture(scratch, scratch.path + "/d/../d/a.csv")
  #expect(input.path == "d/a.csv", "inside the project paths are relative to it")
  #expect(input.mode == .full && input.files == 1 && input.size == 8 && input.because == nil)
  #expect(input.digest.value?.hex == String(try shell("sha256sum d/a.csv", in: scratch.path).prefix(64)))
  #expect(input.contents == [DataInput.File(path: "d/a.csv", size: 8, sha256: try #require(input.digest.value))])
}

@Test func aFoldersDigestCanBeMadeByHand() throws {
  let scratch = Scratch()
  for (name, text) in [("b", "1"), ("a/z", "2"), ("a.b/c", "3"), ("é", ""), ("new\nline", "4"), ("back\\slash", "5")] {
    try scratch.write("d/" + name, text)
  }
  for index in 0..<50 { try scratch.write("d/many/\(index)", String(repeating: "x", count: index)) }
  let input = try capture(scratch, "d")
  let hand = try shell(
    "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum", in: scratch.path + "/d")
  #expect(input.digest.value?.hex == String(hand.prefix(64)))
  #expect(input.files == 56 && input.size == 1225 + 5 && input.notCaptured.isEmpty)
  #expect(input.contents.count == 56 && input.contents.first?.path == "a.b/c")
}

@Test func overTheBudgetOnlyNamesSizesAndTimesAreLookedAt() throws {
  let scratch = Scratch()
  try scratch.write("d/a", "12345")
  let cache = MemoryCache()
  let input = try capture(scratch, "d", budget: 4, cache: cache)
  #expect(input.mode == .stat && input.because == "over the budget of 4 bytes: 5 would be read")
  #expect(input.digest.value != nil && input.contents.isEmpty)
  #expect(try capture(scratch, "d", mode: .full, budget: 4, cache: cache).mode == .full)
  #expect(try capture(scratch, "d", budget: 4, cache: cache).mode == .full, "what the cache knows is free")
  #expect(try capture(scratch, "d", mode: .stat).because == nil)
}

@Test func aYoungFileIsNotCached() throws {
  let scratch = Scratch()
  try scratch.write("a", "1")
  let cache = MemoryCache()
  _ = try capture(scratch, "a", cache: cache, now: .now())
  #expect(cache.count == 0)
  _ = try capture(scratch, "a", cache: cache)
  #expect(cache.count == 1)
  try scratch.write("a", "2")
  #expect(try capture(scratch, "a", cache: cache).digest.value == .sha256("2"))
}

@Test func linksAreFollowedOnlyInside() throws {
  let scratch = Scratch()
  try scratch.write("outside", "o")
  try scratch.write("d/a/x", "1")
  _ = try shell(
    "cd d && ln -s a/x in && ln -s ../outside out && ln -s nowhere broken && ln -s .. a/up && mkfifo pipe", in: scratch.path)
  let input = try capture(scratch, "d")
  #expect(input.contents.map(\.path) == ["a/x", "in"])
  #expect(input.notCaptured.map(\.path) == ["a/up", "broken", "out", "pipe"])
  #expect(input.notCaptured.allSatisfy { $0.reason == .notAFile })
}

@Test func whatIsMissingNamesWhatIsNear() throws {
  let scratch = Scratch()
  try scratch.write("data/train.csv", "1")
  do {
    _ = try capture(scratch, "data/trian.csv")
    Issue.record("a missing input was taken")
  } catch let failure as Failure {
    #expect(failure.kind == .missing && failure.file == "data/trian.csv")
    #expect(failure.hint == "did you mean data/train.csv?")
  }
}

@Test func aDvcFileDeclaresWhatIsNotHere() throws {
  let scratch = Scratch()
  try scratch.write(
    "data.dvc", "outs:\n- md5: 22e3f61e52c0ba45334d973244efc155.dir\n  size: 128320\n  nfiles: 12\n  hash: md5\n  path: data\n")
  let input = try capture(scratch, "data")
  #expect(input.mode == .declared && input.declared == "dvc md5:22e3f61e52c0ba45334d973244efc155.dir")
  #expect(input.files == 12 && input.size == 128320 && input.because == "the content is not here")
  #expect(input.digest.value == nil)
  try scratch.write("data/a", "1")
  let here = try capture(scratch, "data")
  #expect(here.mode == .full && here.declared == input.declared && here.digest.value != nil)
}

@Test func anLfsPointerIsNotItsContent() throws {
  let scratch = Scratch()
  let oid = String(repeating: "ab", count: 32)
  try scratch.write("w.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:\(oid)\nsize 12345\n")
  let input = try capture(scratch, "w.bin")
  #expect(input.mode == .declared && input.declared == "lfs sha256:\(oid)" && input.size == 12345)
}

@Test func aHuggingFaceSnapshotNamesItsRevision() throws {
  let scratch = Scratch()
  try scratch.write("hub/models--me--my-bert/blobs/abc", "weights")
  _ = try shell(
    "mkdir -p hub/models--me--my-bert/snapshots/f00 && ln -s ../../blobs/abc hub/models--me--my-bert/snapshots/f00/w",
    in: scratch.path)
  let input = try capture(scratch, "hub/models--me--my-bert/snapshots/f00")
  #expect(input.declared == "hf:me/my-bert@f00" && input.mode == .full)
  #expect(input.contents.map(\.path) == ["w"] && input.notCaptured.isEmpty)
}

@Test(
  arguments: [
    ("https://host/x.zip", nil, "https://host/x.zip"), ("s3://bucket/key", "v3", "s3://bucket/key@v3"),
    ("hf://datasets/me/x", nil, "hf://datasets/me/x"),
    ("https://me:pw@host/x?token=abc", nil, "https://redacted@host/x?token=redacted"),
  ] as [(String, String?, String)])
func aURLIsDeclaredWithoutItsSecrets(_ url: String, _ revision: String?, _ said: String) throws {
  let input = try capture(Scratch(), url, revision: revision)
  #expect(input.mode == .declared && input.declared == said && input.digest.value == nil)
  #expect(!input.path.contains("pw@") && !input.path.contains("abc"))
}

@Test func anEmptyFolderIsUnknown() throws {
  let scratch = Scratch()
  _ = try shell("mkdir d", in: scratch.path)
  #expect(try capture(scratch, "d").digest.reason == "an empty folder")
}

import Dispatch

/// Hashes the files of a listing, several at once, and says what cannot be hashed or is odd about them.
struct ArtifactDigests: Sendable {
  /// A file that was listed.
  struct File: Sendable {
    /// As findings name it.
    var shown: String
    /// Absolute.
    var path: String
    var status: FileStatus
  }

  /// How many files are read at a time.
  var jobs = 4
  /// Bytes; a larger file is not read.
  var limit = Int64.max
  /// Processes whose open files say nothing: the recorder's own.
  var ours: Set<Int32> = []
  var known: ArtifactScan.Known = { _, _ in nil }
  var remember: ArtifactScan.Remember = { _, _, _ in }
  /// Told now and then while files are read, by one thread at a time.
  var progress: @Sendable (ArtifactScan.Progress) -> Void = { _ in }

  /// A file whose allocated part is under half of it is called sparse, from this size on: below, a file system's own packing looks alike.
  private static let sparseFrom: Int64 = 1 << 20

  /// Returns a digest, or the reason for none, for every file in its order, and what was noticed.
  func read(_ files: [File]) -> (digests: [Known<Digest>], findings: [Finding]) {
    var digests = files.map { file -> Known<Digest>? in
      guard file.status.size <= limit else { return .unknown("huge: \(file.status.size) bytes, over \(limit): not read") }
      return known(file.status, file.path).map { .known($0) }
    }
    let missing = digests.indices.filter { digests[$0] == nil }
    for (index, digest) in zip(missing, hashes(of: missing.map { files[$0] })) {
      digests[index] = digest
      if let value = digest.value { remember(value, files[index].status, files[index].path) }
    }
    let whole = digests.map { $0 ?? .unknown("not read") }
    let open = files.isEmpty ? OpenFiles() : OpenFiles.now(besides: ours)
    return (whole, zip(files, whole).flatMap { Self.findings($0, $1, open) })
  }

  private static func findings(_ file: File, _ digest: Known<Digest>, _ open: OpenFiles) -> [Finding] {
    var messages = digest.reason.map { [$0] } ?? []
    if let process = open.writer(of: file.status) {
      messages.append("process \(process) still has it open for writing: it may change")
    }
    if file.status.size >= sparseFrom, let allocated = FileStatus.allocated(file.path), allocated < file.status.size / 2 {
      messages.append("sparse: \(allocated) of its \(file.status.size) bytes are stored")
    }
    return messages.map { Finding(subject: "artifact", message: $0, place: file.shown) }
  }

  private func hashes(of files: [File]) -> [Known<Digest>] {
    guard !files.isEmpty else { return [] }
    let meter = ProgressMeter(total: files.reduce(0) { $0 + $1.status.size }, told: progress)
    // The largest come first, so that none is left for the end alone.
    let order = files.indices.sorted { files[$0].status.size > files[$1].status.size }
    let turns = Turns(count: files.count)
    return [Known<Digest>](unsafeUninitializedCapacity: files.count) { buffer, count in
      // Each turn is taken once, so each place is written once.
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, files.count))) { _ in
        while let turn = turns.next() {
          places.initializeElement(at: order[turn], to: Self.hash(of: files[order[turn]], meter))
        }
      }
      count = files.count
    }
  }

  private static func hash(of file: File, _ meter: ProgressMeter) -> Known<Digest> {
    do {
      let digest = try FileReading.sha256(of: file.path) { meter.add($0) }
      return FileStatus.of(file.path) == file.status
        ? .known(digest) : .unknown("still being written: it changed while it was read")
    } catch {
      return .unknown(error.message)
    }
  }

  /// Hands out numbers to several workers.
  private final class Turns: @unchecked Sendable {
    private let queue = DispatchQueue(label: "turns")
    private let count: Int
    private var last = -1

    init(count: Int) { self.count = count }

    func next() -> Int? {
      queue.sync {
        guard last + 1 < count else { return nil }
        last += 1
        return last
      }
    }
  }
}

/// Adds up what several workers have done, and tells it ten times a second at most.
final class ProgressMeter: @unchecked Sendable {
  private static let interval: UInt64 = 100_000_000

  private let queue = DispatchQueue(label: "progress")
  private let told: @Sendable (ArtifactScan.Progress) -> Void
  private var progress: ArtifactScan.Progress
  private var next = DispatchTime.now().uptimeNanoseconds + interval

  init(total: Int64, told: @escaping @Sendable (ArtifactScan.Progress) -> Void) {
    (progress, self.told) = (.init(done: 0, total: total), told)
  }

  func add(_ bytes: Int) {
    queue.sync {
      progress.done += Int64(bytes)
      let now = DispatchTime.now().uptimeNanoseconds
      guard now >= next else { return }
      next = now + Self.interval
      told(progress)
    }
  }
}

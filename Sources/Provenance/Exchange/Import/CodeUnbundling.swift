#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Takes captured trees out of a git bundle. Of what the bundle says about itself only the pack is used; which refs there shall be is
/// decided by the records: ``StagedBundle`` has held its trees against them.
struct CodeUnbundling: Sendable {
  let project: Project
  /// All variables, `NAME=value`.
  let environment: [String]

  /// Bytes; a header names some refs, each in a line.
  private static let longestHeader = 64 << 20

  /// Brings the objects of a bundle into the project's repository, as far as it lacks them.
  ///
  /// - Parameter path: the bundle, absolute.
  /// - Returns: the trees that the repository holds now, and what was noticed.
  /// - Throws: kind `input` if git refuses the pack: it is damaged, or holds objects that are not what they say.
  func unpack(_ path: String, for trees: [Digest]) throws(Failure) -> (kept: [Digest], findings: [Finding]) {
    func none(_ reason: String) -> (kept: [Digest], findings: [Finding]) {
      ([], [Finding(subject: "code", message: "\(reason): the captured trees stay in the bundle; import it again later")])
    }
    let checkout: Checkout
    do throws(Failure) { checkout = try Checkout.locate(project.root, environment: environment) } catch {
      return none(error.message)
    }
    let repository = GitRepository(checkout.git)
    guard case .known(let before) = repository.contains(trees) else { return none("the repository cannot be read") }
    if before.contains(false) {
      let quarantine = Quarantine(checkout, at: parent(of: path) + "/quarantine")
      try index(path, quarantine.git())
      try quarantine.release()
    }
    // Only what is a tree becomes a ref.
    let input = trees.map { $0.hex + "\n" }.joined()
    let answers = try repository.git.output(["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: Array(input.utf8))
    let present = Set(String(decoding: answers, as: UTF8.self).split(separator: "\n").map(String.init))
    let kept = trees.filter { present.contains("\($0.hex) tree") }
    let findings = trees.filter { !kept.contains($0) }.map {
      Finding(subject: "code", message: "the bundle does not hold the tree that it names", place: $0.description)
    }
    return (kept, findings)
  }

  /// `--strict` refuses objects that are broken or link to what is not there, and names in trees that no checkout may follow.
  private func index(_ path: String, _ git: Git) throws(Failure) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system("read", path) }
    defer { close(descriptor) }
    let start = try Self.startOfPack(path)
    guard lseek(descriptor, start, SEEK_SET) == start else { throw .system("read", path) }
    let size = max(1, (FileStatus.of(path)?.size ?? 0) - Int64(start))
    let outcome = try git.start(
      ["index-pack", "--stdin", "--strict", "--max-input-size=\(size)"], reading: descriptor
    ).wait()
    guard outcome.succeeded else {
      throw Failure(.input, "git refuses its code: \(outcome.gitReason)", file: BundlePath.code.text)
    }
  }

  /// Where the header of a git bundle (`# v2 git bundle` or v3, a line for each ref, an empty line) ends.
  static func startOfPack(_ path: String) throws(Failure) -> Int {
    var head: [UInt8] = []
    var end: Int?
    try FileReading.pieces(of: path) { piece in
      let from = max(0, head.count - 1)
      head.append(contentsOf: piece)
      end = (from..<max(from, head.count - 1)).first { head[$0] == 0x0A && head[$0 + 1] == 0x0A }
      return end == nil && head.count < longestHeader
    }
    guard let end, head.starts(with: Array("# v2 git bundle\n".utf8)) || head.starts(with: Array("# v3 git bundle\n".utf8)) else {
      throw Failure(.input, "is not a git bundle", file: BundlePath.code.text)
    }
    return end + 2
  }
}

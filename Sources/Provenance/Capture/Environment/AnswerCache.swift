/// What programs answered and files hashed to, by keys that change when the answer may: one JSON file, a mere cache.
struct AnswerCache {
  /// A file younger than this may change again without a new time: its digest is not kept. Nanoseconds.
  private static let margin: Int64 = 2_000_000_000
  private static let limit = 5000

  private let path: String?
  private let now: Int64
  private var answers: [String: String] = [:]
  private var used: Set<String> = []
  private var changed = false

  /// Reads the cache; one that cannot be read is empty.
  init(folder: String?, now: Moment) {
    path = folder.map { $0 + "/environment-answers.json" }
    self.now = now.milliseconds * 1_000_000
    guard let path, let bytes = try? FileReading.bytes(of: path, limit: 64 << 20),
      let stored = (try? JSONReader.read(bytes))?.object
    else { return }
    answers.reserveCapacity(stored.count)
    for member in stored.members { answers[member.key] = member.value.string }
  }

  mutating func answer(to key: String) -> String? {
    guard let answer = answers[key] else { return nil }
    used.insert(key)
    return answer
  }

  mutating func remember(_ answer: String, for key: String) {
    answers[key] = answer
    used.insert(key)
    changed = true
  }

  /// The SHA-256 of a file, read again only if its identity, size or times are new.
  mutating func sha256(of path: String) -> Known<Digest> {
    guard let status = FileStatus.of(path, followingLinks: true) else {
      return .unknown(path + ": cannot be looked at")
    }
    let key = "sha256 " + Self.identity(status)
    if let digest = answer(to: key).flatMap(Digest.init) { return .known(digest) }
    let digest = Known.look { () throws(Failure) in try FileReading.sha256(of: path) }
    if let digest = digest.value, isSettled(status) { remember(digest.description, for: key) }
    return digest
  }

  /// Whether a file that looks the same later will be the same.
  func isSettled(_ status: FileStatus) -> Bool { max(status.modified, status.changed) + Self.margin <= now }

  static func identity(_ status: FileStatus) -> String {
    "\(status.device):\(status.inode):\(status.size):\(status.modified):\(status.changed)"
  }

  /// Writes the cache if anything is new. A folder that cannot be written makes the next capture slower, nothing else.
  func write() {
    guard changed, let path else { return }
    let kept = answers.count > Self.limit ? answers.filter { used.contains($0.key) } : answers
    let members = kept.sorted { $0.key < $1.key }.map { Object.Member($0.key, .string($0.value)) }
    try? FileWriting.makeFolders(parent(of: path))
    try? FileWriting.replace(path, with: Value.object(Object(members: members)).canonicalBytes, durable: false, mode: 0o600)
  }
}

/// A question to another program: answered from the cache, or by a child that runs while others are asked.
enum Inquiry: ~Copyable {
  case answered(String)
  case running(ChildProcess, key: String)
  case refused(String)

  static func start(
    _ words: [String], in folder: String, variables: [String], key: String, cache: inout AnswerCache
  ) -> Inquiry {
    if let answer = cache.answer(to: key) { return .answered(answer) }
    do throws(Failure) {
      return .running(try ChildProcess.start(words, in: folder, environment: variables), key: key)
    } catch { return .refused(words[0] + ": " + error.message) }
  }

  /// Waits for the child; what `read` makes of its outcome is the answer, and is remembered if it is one.
  consuming func finish(
    into cache: inout AnswerCache, _ read: (ChildProcess.Outcome) -> Known<String>
  ) -> Known<String> {
    switch consume self {
    case .answered(let text): return .known(text)
    case .refused(let reason): return .unknown(reason)
    case .running(let child, let key):
      let answer = read(child.wait())
      if let text = answer.value { cache.remember(text, for: key) }
      return answer
    }
  }
}

extension ChildProcess.Outcome {
  /// The first line that says anything, errors first: why a child failed.
  var complaint: String {
    let lines = (errorText + "\n" + text).split(separator: "\n").map { $0.drop { $0 == " " } }
    return lines.first { !$0.isEmpty }.map(String.init) ?? "exit status \(status)"
  }
}

import Dispatch

/// Looks at the data that an experiment reads, as far as its mode and the budget go.
///
/// A folder's `full` digest can be made by hand, in the folder:
/// `find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum`.
public struct DataCapture: Sendable {
  /// A file younger than this may change again without a new time: its digest is not cached. Nanoseconds.
  static let margin: Int64 = 2_000_000_000
  /// Files whose digests are kept singly.
  static let maximumContents = 1000

  private let project: String
  private let budget: Int64
  private let cache: any DigestCache
  private let now: Moment

  /// - Parameters:
  ///   - project: absolute.
  ///   - budget: bytes that may be read for one input; what the cache knows is free.
  public init(project: String, budget: Int64, cache: any DigestCache, now: Moment = .now()) {
    (self.project, self.budget, self.cache, self.now) = (project, budget, cache, now)
  }

  /// Looks at one input.
  ///
  /// - Throws: kind `missing` if there is no such file and nothing declares it.
  public func capture(_ input: Policy.DataRules.Input) throws(Failure) -> DataInput {
    if let url = DataDeclaration.url(input.path) { return declared(url, declared: [url, input.revision]) }
    let path = absolutePath(input.path, from: project)
    var input = input
    if let inside = relativePath(path, to: project) { input.path = inside }
    let declaration = DataDeclaration.beside(path)
    guard let status = FileStatus.of(path, followingLinks: true) else {
      if let declaration {
        return declared(
          input.path, declared: [declaration.text, input.revision], because: "the content is not here", declaration)
      }
      if input.mode == .declared, let revision = input.revision { return declared(input.path, declared: [revision]) }
      throw missing(input.path, path)
    }
    if let pointer = DataDeclaration.pointer(path, status) {
      return declared(
        input.path, declared: [pointer.text, input.revision], because: "a git-LFS pointer, not the content", pointer)
    }
    let said = [declaration?.text, input.revision]
    if input.mode == .declared { return declared(input.path, declared: said, declaration) }
    let listing = DataListing(of: path, status: status, boundary: declaration?.boundary)
    var result = DataInput(
      path: input.path, mode: .stat, digest: .unknown(""), files: listing.files.count, size: listing.size,
      declared: Self.joined(said), notCaptured: listing.notCaptured)
    let known = listing.files.map { cache.digest(for: $0.status, path: $0.path) }
    let unread = zip(listing.files, known).reduce(Int64(0)) { $0 + ($1.1 == nil ? $1.0.status.size : 0) }
    if input.mode == .stat || (input.mode == nil && unread > budget) {
      if input.mode == nil { result.because = "over the budget of \(budget) bytes: \(unread) would be read" }
      result.digest = listing.files.isEmpty ? .unknown("no file could be looked at") : .known(Self.statDigest(listing))
      return result
    }
    read(listing, known, into: &result)
    return result
  }

  private func declared(
    _ path: String, declared: [String?], because: String? = nil, _ declaration: DataDeclaration? = nil
  ) -> DataInput {
    let text = Self.joined(declared)
    return DataInput(
      path: path, mode: .declared, because: because,
      digest: .unknown(text == nil ? "nothing declares its content" : "declared, not read"),
      files: declaration?.files ?? 0, size: declaration?.size ?? 0, declared: text)
  }

  private static func joined(_ texts: [String?]) -> String? {
    let known = texts.compactMap { $0 }.filter { !$0.isEmpty }
    return known.isEmpty ? nil : known.joined(separator: "@")
  }

  private func missing(_ named: String, _ path: String) -> Failure {
    let names = (try? FileReading.names(in: parent(of: path))) ?? []
    let near = nearest(lastComponent(of: path), among: names)
    let folder = named.utf8.contains(UInt8(ascii: "/")) ? parent(of: named) + "/" : ""
    let hint = near.map { "did you mean \(folder == "//" ? "/" : folder)\($0)?" } ?? "look what there is: ls \(parent(of: path))"
    return Failure(.missing, "there is no such data", file: named, hint: hint)
  }

  // MARK: Reading

  private func read(_ listing: DataListing, _ known: [Digest?], into result: inout DataInput) {
    result.mode = .full
    let digests = hashes(listing.files, known)
    var lines = Hash(.sha256)
    var single: Digest?
    (result.files, result.size) = (0, 0)
    for (file, outcome) in zip(listing.files, digests) {
      let name = listing.isFolder ? file.name : result.path
      guard case .success(let digest) = outcome else {
        if case .failure(let failure) = outcome {
          let reason: NotCaptured.Reason = failure.kind == .missing ? .vanished : .unreadable
          result.notCaptured.append(NotCaptured(path: name, reason: reason, detail: failure.message))
        }
        continue
      }
      lines.update(Self.line(digest.hex, "./" + file.name))
      single = digest
      result.files += 1
      result.size += file.status.size
      if result.contents.count < Self.maximumContents {
        result.contents.append(DataInput.File(path: name, size: file.status.size, sha256: digest))
      }
    }
    let whole = Digest(.sha256, hex: lines.finish())
    result.digest =
      if let single { .known(listing.isFolder ? whole : single) } else {
        .unknown(listing.files.isEmpty && result.notCaptured.isEmpty ? "an empty folder" : "nothing could be read")
      }
  }

  /// Hashes what the cache does not know, on all cores, large files first.
  private func hashes(_ files: [DataListing.File], _ known: [Digest?]) -> [Result<Digest, Failure>] {
    var outcomes: [Result<Digest, Failure>?] = known.map { $0.map { .success($0) } }
    let open = files.indices.filter { known[$0] == nil }.sorted { files[$0].status.size > files[$1].status.size }
    outcomes.withUnsafeMutableBufferPointer { buffer in
      // Every iteration writes a place of its own.
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: open.count) { place in
        let file = files[open[place]]
        places[open[place]] = Result { () throws(Failure) in try FileReading.sha256(of: file.path) }
      }
    }
    for index in open {
      let file = files[index]
      let settled = max(file.status.modified, file.status.changed) + Self.margin <= now.milliseconds * 1_000_000
      guard settled, case .success(let digest)? = outcomes[index],
        FileStatus.of(file.path, followingLinks: true) == file.status
      else { continue }
      cache.remember(digest, for: file.status, path: file.path)
    }
    return outcomes.map { $0 ?? .failure(Failure(.defect, "was not read")) }
  }

  /// A line as `sha256sum` prints it, with its escapes for names that would break the line.
  static func line(_ hex: String, _ name: String) -> String {
    guard name.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x0D }) else { return hex + "  " + name + "\n" }
    let escaped = name.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      default: String(scalar)
      }
    }
    return "\\" + hex + "  " + escaped.joined() + "\n"
  }

  private static func statDigest(_ listing: DataListing) -> Digest {
    var hash = Hash(.sha256)
    for file in listing.files { hash.update("\(file.status.size) \(file.status.modified) ./\(file.name)\n") }
    return Digest(.sha256, hex: hash.finish())
  }
}

/// The name that is most like another, if it is like it at all.
private func nearest(_ name: String, among names: [String]) -> String? {
  let wanted = Array(name.lowercased().utf8)
  func distance(_ other: String) -> Int {
    var row = Array(0...wanted.count)
    for (line, byte) in other.lowercased().utf8.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for column in wanted.indices {
        let cost = min(diagonal + (wanted[column] == byte ? 0 : 1), row[column] + 1, row[column + 1] + 1)
        diagonal = row[column + 1]
        row[column + 1] = cost
      }
    }
    return row[wanted.count]
  }
  let rated = names.prefix(2000).map { ($0, distance($0)) }.min { $0.1 < $1.1 }
  return rated.flatMap { $0.1 <= max(2, wanted.count / 3) ? $0.0 : nil }
}

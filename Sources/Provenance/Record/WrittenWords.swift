/// Records what people say of an experiment that exists: notes and tags.
public struct WrittenWords: Sendable {
  let project: Project
  let ledger: Ledger
  let now: Moment

  /// `now` is the time of what is recorded.
  public init(project: Project, ledger: Ledger, now: Moment) {
    (self.project, self.ledger, self.now) = (project, ledger, now)
  }

  /// Records a note. A secret in it is replaced by its keyed digest, wherever among the words it stands.
  ///
  /// - Returns: a finding for every secret.
  /// - Throws: kind `input` for an empty note, kind `environment` if it cannot be recorded.
  public func note(_ text: String, by author: String?, about record: ExperimentRecord) throws(Failure) -> [Finding] {
    let (clean, findings) = try withoutSecrets(text.withoutBlankEnds)
    guard !clean.isEmpty else { throw Failure(.input, "the note is empty", hint: "xp note EXPERIMENT 'what you saw'") }
    let by = try author.map { author throws(Failure) in
      let name = author.withoutBlankEnds
      guard !name.isEmpty, name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw Failure(.input, "the author's name is empty or holds a control character", hint: "--by NAME")
      }
      return try withoutSecrets(name).text
    }
    try Recorder(project: project, ledger: ledger).record(
      .noted, about: try name(of: record), body: Note(text: clean, by: by), at: now)
    return findings
  }

  /// Puts tags on and takes tags off; nothing is recorded if nothing changes.
  ///
  /// - Returns: the tags that it has then.
  /// - Throws: kind `input` for a tag that is none or is not there to be taken off, kind `environment` if it cannot be recorded.
  public func tag(
    _ record: ExperimentRecord, adding: [String], removing: [String]
  ) throws(Failure) -> [String] {
    for tag in adding { try check(tag) }
    let present = record.tags
    func has(_ tag: String) -> Bool { present.contains { $0.isExactly(tag) } }
    if let missing = removing.first(where: { !has($0) }) {
      let near = nearNames(to: missing, in: present)
      throw Failure(
        .input, "\(record.name) has no tag \"\(missing)\"",
        hint: near.isEmpty ? "its tags: \(present.joined(separator: ", "))" : "did you mean \(near.joined(separator: ", "))?")
    }
    if let both = adding.first(where: { word in removing.contains { $0.isExactly(word) } }) {
      throw Failure(.input, "the tag \"\(both)\" cannot be put on and taken off at once", hint: "xp tag EXPERIMENT WORD")
    }
    var added: [String] = []
    for tag in adding where !has(tag) && !added.contains(where: { $0.isExactly(tag) }) { added.append(tag) }
    let tagging = Tagging(added: added, removed: removing)
    guard !added.isEmpty || !removing.isEmpty else { return present }
    try Recorder(project: project, ledger: ledger).record(.tagged, about: try name(of: record), body: tagging, at: now)
    return present.filter { tag in !removing.contains { $0.isExactly(tag) } } + added
  }

  /// A copy of an experiment somewhere else has a journal of its own.
  private func name(of record: ExperimentRecord) throws(Failure) -> String {
    guard record.folder == project.folder(of: record.name) else {
      throw Failure(.input, "is not one of this project's experiments", file: record.folder, hint: "take it in first: xp sync")
    }
    return record.name
  }

  private func check(_ tag: String) throws(Failure) {
    let isWord =
      !tag.isEmpty && tag.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F }
    guard isWord, tag.utf8.count <= 100, !tag.hasPrefix("-"), !tag.utf8.contains(UInt8(ascii: ",")) else {
      throw Failure(.input, "a tag is one word, not \"\(tag)\"", hint: "put - between its parts: in-the-paper")
    }
    guard try withoutSecrets(tag).findings.isEmpty else {
      throw Failure(.input, "the tag looks like a secret", hint: "name it otherwise, or allow it in xp.toml: secrets.allow")
    }
  }

  /// The text word by word, so that a note keeps what is not secret.
  private func withoutSecrets(_ text: String) throws(Failure) -> (text: String, findings: [Finding]) {
    let scanner = SecretScanner(rules: project.policy.secrets)
    let redaction = Redaction(scanner: scanner, digest: try project.secretDigest(writing: true))
    return redaction.redact(note: text)
  }
}

extension Redaction {
  /// Returns a text for people without its secrets: line by line, of a line word by word, and all of the line where only its whole
  /// looks like one.
  func redact(note text: String) -> (text: String, findings: [Finding]) {
    var findings: [Finding] = []
    func found(_ rule: String) {
      findings.append(Finding(subject: "note", message: "a secret (\(rule)) is recorded as a keyed digest"))
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let words = redact(argv: line.split(separator: " ", omittingEmptySubsequences: false).map(String.init))
      words.findings.forEach { _ in found("by its look") }
      let joined = words.argv.joined(separator: " ")
      guard words.findings.isEmpty, let whole = redact(joined) else { return joined }
      found(whole.rule)
      return whole.text
    }
    let joined = lines.joined(separator: "\n")
    // What spans lines, such as a private key.
    guard let whole = redact(joined) else { return (joined, findings) }
    found(whole.rule)
    return (whole.text, findings)
  }
}

extension String {
  /// Without blanks and line ends at both ends.
  public var withoutBlankEnds: String {
    var scalars = unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}

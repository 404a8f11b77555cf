import Checklist
import Provenance

/// Finds what the two words of a comparison mean, and reads it.
struct DiffSides {
  let session: Session
  let project: Project?

  /// A word that is a file is a config; anything else is an experiment.
  func side(_ word: String) throws(Failure) -> ComparisonSide {
    let path = absolutePath(word, from: session.folder)
    if FileStatus.of(path, followingLinks: true)?.kind == .file {
      let yaml = YAMLReading(rawValue: (project?.policy ?? Policy()).config.yaml) ?? .core
      let document = try ConfigReader.readFile(path, shownAs: word, yaml: yaml)
      return ComparisonSide(label: word, config: Config(try withoutSecrets(document.root)))
    }
    let looksLikeFile = word.contains("/") || ConfigFormat(path: word) != nil
    guard !looksLikeFile || FileStatus.of(path) != nil else {
      throw Failure(
        .missing, "there is no such file", file: word, hint: "an experiment is named by its folder, a part of it, or @last")
    }
    guard let project else {
      throw Failure(.missing, "there is no such file, and no project here whose experiment it could be", file: word)
    }
    let ledger = try session.ledger(of: project)
    return Self.side(of: try session.experiment(word, in: project, ledger: ledger))
  }

  /// What went into an experiment; what cannot be read stands in the remarks.
  static func side(of record: ExperimentRecord) -> ComparisonSide {
    var remarks: [String] = []
    let config = look("config", &remarks) { () throws(Failure) in try record.config() }
    let environment =
      record.registration.environment.value == nil
      ? nil : look("environment", &remarks) { () throws(Failure) in try record.environment() }
    return ComparisonSide(
      label: record.name, config: config, registration: record.registration, environment: environment,
      remarks: remarks.map { "\(record.name): \($0)" })
  }

  /// As a record would have it: so that secrets can be compared with it, and are not shown.
  private func withoutSecrets(_ root: Object) throws(Failure) -> Object {
    guard let project else { return root }
    let scanner = SecretScanner(rules: project.policy.secrets)
    return Redaction(scanner: scanner, digest: try project.secretDigest(writing: false)).redact(root).0
  }

  private static func look<T>(_ what: String, _ remarks: inout [String], _ body: () throws(Failure) -> T) -> T? {
    do throws(Failure) { return try body() } catch {
      remarks.append("its \(what) cannot be read: \(error.message)")
      return nil
    }
  }

  /// What lies between the two states of the code, if the repository has both.
  func distance(_ left: ComparisonSide, _ right: ComparisonSide) -> CodeDistance? {
    guard let project, let old = left.registration?.code.value, let new = right.registration?.code.value,
      let repository = try? GitRepository(folder: project.root, environment: session.environment)
    else { return nil }
    var distance = CodeDistance(left: [], right: [], files: [])
    if let from = old.commit.value, let to = new.commit.value, from != to,
      let between = repository.commits(from: from, to: to).value
    {
      distance.left = between.removed.map { .init(id: $0.id, subject: $0.subject) }
      distance.right = between.added.map { .init(id: $0.id, subject: $0.subject) }
    }
    if let from = old.tree.value, let to = new.tree.value, from != to {
      distance.files = repository.changes(from: from, to: to).value ?? []
    }
    return distance
  }
}

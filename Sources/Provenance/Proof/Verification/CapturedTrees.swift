/// Looks for the git trees that registrations name, and for the refs that keep them: one call of git for all.
struct CapturedTrees {
  let project: Project
  let environment: [String]
  /// Tree → an experiment that names it.
  private var wanted: [Digest: String] = [:]

  init(project: Project, environment: [String]) { (self.project, self.environment) = (project, environment) }

  /// How many trees are looked for.
  var count: Int { wanted.count }

  mutating func add(_ registration: Registration, of experiment: String) {
    if let tree = registration.code.value?.tree.value, wanted[tree] == nil { wanted[tree] = experiment }
  }

  func check() -> [LedgerFinding] {
    guard !wanted.isEmpty else { return [] }
    let trees = wanted.sorted { $0.key.hex < $1.key.hex }
    let refs = trees.map { TreeRef(folder: project.root, tree: $0.key, isNew: false).name }
    let answers: [String?]
    do throws(Failure) {
      answers = try GitRepository(folder: project.root, environment: environment).objects(refs)
    } catch {
      let what = trees.count == 1 ? "the captured tree" : "the \(trees.count) captured trees"
      return [LedgerFinding(.unknown, .capturedTree, "\(what) could not be looked for: \(error.message)", place: ".")]
    }
    return zip(trees, zip(refs, answers)).compactMap { tree, answer in
      let (ref, found) = answer
      guard found != "\(tree.key.hex) tree" else { return nil }
      let kind: LedgerFinding.Kind = found == nil ? .missing : .altered
      let what = found == nil ? "is missing, or its tree is" : "names another object"
      return LedgerFinding(kind, .capturedTree, "the ref that keeps the code of \(tree.value) \(what)", place: ref)
    }
  }
}

extension GitRepository {
  /// Returns `<oid> <type>` for every name, nil for one that leads to no object that is here; asked in one process, nothing is fetched.
  func objects(_ names: [String]) throws(Failure) -> [String?] {
    let input = names.map { $0 + "\n" }.joined()
    let output = try git.output(["cat-file", "--batch-check=%(objectname) %(objecttype)"], input: Array(input.utf8))
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    guard lines.count == names.count else { throw Failure(.environment, "git cat-file answered in part") }
    return lines.map { $0.hasSuffix(" missing") ? nil : $0 }
  }
}

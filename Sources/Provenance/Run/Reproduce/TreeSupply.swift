/// Puts beside a rebuilt tree what a run needs and no tree holds, and looks at the data as the run will find it.
public struct TreeSupply: Sendable {
  private let survey: ReproductionSurvey
  private let links: TreeLinks
  private let facts: ReproductionFacts

  /// - Parameters:
  ///   - project: as a rerun works in it.
  ///   - survey: looks at the data.
  public init(_ facts: ReproductionFacts, in tree: RebuiltTree, _ project: Project, survey: ReproductionSurvey) {
    (self.facts, self.survey) = (facts, survey)
    links = TreeLinks(project: project, tree: tree)
  }

  /// What was supplied.
  public struct Result: Sendable {
    /// The record's data inputs as the run finds them.
    public var data: [DataPresence]
    /// What is a link to the project's own files, paths relative to it.
    public var linked: [String]
  }

  /// Links data that the tree does not have as it was recorded, the command's program, and what nobody captured.
  ///
  /// - Throws: kind `environment` if the rebuilt tree cannot be written.
  public func supply() throws(Failure) -> Result {
    let registration = facts.record.registration
    var linked: [String] = []
    let own = links.tree.project
    let inTree = survey.data(of: registration, in: own)
    for input in inTree where !Self.isSame(input) {
      if try links.replace(input.recorded.path) { linked.append(input.recorded.path) }
    }
    for path in try needed(registration) { if let part = try links.supply(path) { linked.append(part) } }
    return Result(data: linked.isEmpty ? inTree : survey.data(of: registration, in: own), linked: linked)
  }

  private func needed(_ registration: Registration) throws(Failure) -> [String] {
    var paths = facts.unrecorded
    if let command = registration.command, let program = command.argv.first, program.contains("/"), !program.hasPrefix("/") {
      let whole = absolutePath(program, from: absolutePath(command.directory, from: links.project.root))
      if let path = relativePath(whole, to: links.project.root) { paths.append(path) }
    }
    let inside = relativePath(links.tree.project, to: links.tree.top) ?? "."
    for left in registration.code.value?.notCaptured ?? [] {
      let path = left.path.hasSuffix("/") ? String(left.path.dropLast()) : left.path
      if inside == "." {
        paths.append(path)
      } else if path.hasPrefix(inside + "/") {
        paths.append(String(path.dropFirst(inside.count + 1)))
      }
    }
    return paths
  }

  private static func isSame(_ input: DataPresence) -> Bool {
    guard let now = input.now.value else { return false }
    if input.recorded.mode == .declared { return now.declared == input.recorded.declared }
    return now.mode == input.recorded.mode && now.digest.value != nil && now.digest == input.recorded.digest
  }
}

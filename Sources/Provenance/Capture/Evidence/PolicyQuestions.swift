/// Asks the world what the policy's own items want to know of it.
struct PolicyQuestions {
  let project: Project
  /// `NAME=value`.
  let environment: [String]

  /// Seconds; a check that takes longer is none.
  static let timeout = 60

  func answers(_ record: ExperimentRecord, _ present: [PresentFile]) -> [PolicyAnswer] {
    project.policy.checklist.items.compactMap { item in
      switch item.check {
      case .file(let pattern):
        let glob = Glob.path(pattern)
        let shared = record.attempt.map { $0.number > 1 } == true ? FolderFiles(folder: record.folder).files(below: "") : []
        let found = (present + shared).map(\.path).filter { glob.matches(record.attempt?.ownPath($0) ?? $0) }
        return PolicyAnswer(id: item.id, found: .files(found + elsewhere(record) { glob.matches(output: $0) }))
      case .command(let words): return PolicyAnswer(id: item.id, found: run(words, record))
      case .expression, .attestation: return nil
      }
    }
  }

  /// Files that the attempt made outside its folder and that are still there.
  private func elsewhere(_ record: ExperimentRecord, _ fits: (String) -> Bool) -> [String] {
    (record.attempt?.artifacts ?? []).filter { artifact in
      artifact.base == .project && fits(artifact.path)
        && record.path(of: artifact, in: project).flatMap { FileStatus.of($0, followingLinks: true) } != nil
    }.map(\.path)
  }

  /// Runs in the project, with `XP_DIR` naming the experiment's folder. `timeout` ends what does not end.
  private func run(_ words: [String], _ record: ExperimentRecord) -> PolicyAnswer.Found {
    guard !words.isEmpty else { return .command(status: .unknown("the command has no words"), output: "") }
    let variables = environment.filter { !$0.hasPrefix("XP_DIR=") } + ["XP_DIR=" + record.folder]
    do throws(Failure) {
      let outcome = try ChildProcess.run(
        ["timeout", "--kill-after=5", "\(Self.timeout)"] + words, in: project.root, environment: variables)
      let output = lastLine(outcome.errorText.isEmpty ? outcome.text : outcome.errorText)
      switch outcome.status {
      case 124, 137: return .command(status: .unknown("it did not end within \(Self.timeout) s"), output: output)
      case 126, 127: return .command(status: .unknown("it could not be started: \(output)"), output: output)
      default: return .command(status: .known(Int(outcome.status)), output: output)
      }
    } catch {
      return .command(status: .unknown(error.message), output: "")
    }
  }
}

import Provenance

/// One replay of a transcript, in a folder of its own with an environment that names nothing of this machine.
public struct TranscriptSession: Sendable {
  public struct Outcome: Sendable {
    public let status: Int
    public let output: [String]
  }

  /// What came of each step, in their order; fewer than there are steps if the shell ended early.
  public let outcomes: [Outcome]
  public let wildcards: Wildcards

  /// Runs all commands in one shell, so that folder and variables stay from one to the next.
  public init(_ transcript: Transcript, in scratch: Scratch) throws {
    let folder = scratch.path + "/project"
    wildcards = Wildcards(root: folder)
    try FileWriting.makeFolders(folder)
    try FileWriting.makeFolders(scratch.path + "/home")
    for source in transcript.files {
      let copy = try ChildProcess.run(
        ["cp", "-R", Built.root + "/" + source + "/.", folder], in: Built.root, environment: Self.environment(scratch))
      guard copy.succeeded else { throw Failure(.missing, copy.errorText, file: transcript.name) }
    }
    let script = try scratch.write("session.sh", Self.script(of: transcript))
    let run = try ChildProcess.run(["timeout", "300", "sh", script], in: folder, environment: Self.environment(scratch))
    outcomes = Self.outcomes(run.text)
  }

  /// A record separator cannot be part of a sensible output, so that it ends each step.
  private static let separator: Character = "\u{1E}"

  private static func script(of transcript: Transcript) -> String {
    var script = "exec 2>&1\n"
    for step in transcript.steps {
      script += step.command.joined(separator: "\n") + "\n"
      script += #"printf '\036%s\036' "$?""# + "\n"
    }
    return script
  }

  private static func outcomes(_ text: String) -> [Outcome] {
    let pieces = text.split(separator: separator, omittingEmptySubsequences: false)
    return stride(from: 0, to: pieces.count - 1, by: 2).map { index in
      var output = lines(of: String(pieces[index]))
      while output.last == "" { output.removeLast() }
      return Outcome(status: Int(pieces[index + 1]) ?? -1, output: output)
    }
  }

  static func environment(_ scratch: Scratch) -> [String] {
    [
      "PATH=\(Built.folder):/usr/local/bin:/usr/bin:/bin", "HOME=\(scratch.path)/home", "TMPDIR=\(scratch.path)",
      "LANG=C.UTF-8", "TZ=UTC", "TERM=dumb", "USER=someone", "LOGNAME=someone",
      "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES=\(scratch.path)",
      "GIT_AUTHOR_NAME=Someone", "GIT_AUTHOR_EMAIL=someone@example.org", "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z",
      "GIT_COMMITTER_NAME=Someone", "GIT_COMMITTER_EMAIL=someone@example.org",
      "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z", "PYTHONDONTWRITEBYTECODE=1",
    ]
  }
}

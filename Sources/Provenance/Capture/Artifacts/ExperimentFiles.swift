/// The files of an experiment's folder that are the record itself: written by `xp` or its script, not made by the run.
public enum ExperimentFiles {
  /// The report for people, rendered by `xp readme`.
  public static let readme = "README.md"
  /// The folder of the report's pictures.
  public static let figures = "README.figures"
  /// The recorded command, runnable without `xp`.
  public static let command = "command.sh"
  /// What it ran in: an ``EnvironmentState``.
  public static let environment = "environment.json"
  /// What `command.sh` wrote down, in the folder of each attempt: a ``SelfRecord``.
  public static let attempt = "attempt.txt"
  /// Standard output, raw, in the folder of each attempt.
  public static let stdout = "stdout.log"
  /// Standard error, raw, in the folder of each attempt.
  public static let stderr = "stderr.log"
  /// Points that the run logs line by line, in the folder of each attempt: what `XP_METRICS` names.
  public static let metrics = "metrics.xp.jsonl"
  /// The project's own folder: never part of an experiment.
  public static let state = ".xp"

  /// Whether a path, relative to the experiment's folder, belongs to the record and is no artifact.
  ///
  /// Logs are artifacts: the run made them, though the script wrote them down.
  public static func isOwn(_ path: String) -> Bool {
    let name = lastComponent(of: path)
    if path.split(separator: "/").contains(Substring(state)) { return true }
    if isTemporary(name) || path.hasPrefix(figures + "/") { return true }
    let folder = path.utf8.count == name.utf8.count ? "" : parent(of: path)
    guard SelfRecord.number(ofFolder: folder) != nil else { return false }
    if name == attempt { return true }
    guard folder.isEmpty else { return false }
    return [readme, command, environment].contains(name) || name.hasPrefix("config.") && name.utf8.count > 7
      || name.hasPrefix("journal.") && name.hasSuffix(".jsonl") || name.hasSuffix(".torn")
      || name == RecordStatement.fileName || name.hasSuffix(InclusionProof.suffix)
  }

  /// A file that is being written: `NAME.xp-PID-RANDOM`, as ``FileWriting`` names it.
  static func isTemporary(_ name: String) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count > 2 && parts[parts.count - 3].hasSuffix(".xp")
      && parts.suffix(2).allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// Returns the files of a folder that are the record itself, but for its journals: regular files only.
  static func record(in folder: String) throws(Failure) -> [String] {
    guard FileStatus.of(folder)?.kind == .folder else { return [] }
    var paths = try FileReading.names(in: folder)
    for name in paths where SelfRecord.number(ofFolder: name) != nil { paths.append(name + "/" + attempt) }
    if FileStatus.of(folder + "/" + figures)?.kind == .folder {
      paths += try FileReading.names(in: folder + "/" + figures).map { figures + "/" + $0 }
    }
    return paths.filter { path in
      isOwn(path) && !path.hasSuffix(".jsonl") && !isTemporary(lastComponent(of: path))
        && FileStatus.of(folder + "/" + path)?.kind == .file
    }
  }
}

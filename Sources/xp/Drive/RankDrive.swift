import Provenance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One of several processes of a launch (`srun xp run …`) that leaves the record to rank 0: it becomes the command, and its output goes
/// into a log of its own in rank 0's attempt.
struct RankDrive {
  let session: Session
  let project: Project
  let rank: LaunchRank

  /// Seconds that rank 0 may take to register.
  private static let patience = 120

  /// What ranks of one machine share when their launcher gives a launch no name: the process that started them.
  static var parent: String { "\(Liveness.host) \(getppid())" }

  private static func path(_ rank: LaunchRank, in project: Project) -> String? {
    rank.key.map { project.openFolder + "/" + $0 + AttemptAnnouncement.suffix }
  }

  /// Rank 0 tells the others where its attempt is.
  ///
  /// - Returns: the file to remove when it is over; nil if nobody is to be told, or the ranks cannot find each other.
  static func announce(_ announcement: AttemptAnnouncement, of rank: LaunchRank, in project: Project) -> String? {
    guard rank.records, let path = path(rank, in: project) else { return nil }
    do throws(Failure) { try FileWriting.replace(path, with: announcement.bytes, durable: false) } catch { return nil }
    return path
  }

  /// Becomes the command.
  ///
  /// - Throws: kind `environment` if rank 0 does not say where its attempt is, or the command cannot be run.
  func run(_ words: [String]) throws(Failure) -> Never {
    guard let path = Self.path(rank, in: project) else {
      throw Failure(
        .environment, "this is rank \(rank.rank) of \(rank.size), and nothing tells which launch it belongs to",
        hint: "start xp once and let it start the ranks: xp run -- \(rank.launcher == "torchrun" ? "torchrun" : "mpirun") …")
    }
    let announcement = try wait(for: path)
    let argv = try announcement.fill(words, in: project)
    for variable in try announcement.settings(in: project, environment: session.environment) {
      setenv(variable.name, variable.value, 1)
    }
    let log = announcement.folder + "/" + rank.logName
    let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .system("write", log) }
    dup2(descriptor, 1)
    dup2(descriptor, 2)
    close(descriptor)
    guard chdir(announcement.directory) == 0 else { throw .system("enter", announcement.directory) }
    var arguments: [UnsafeMutablePointer<CChar>?] = argv.map { (word: String) in strdup(word) } + [nil]
    execvp(argv[0], &arguments)
    let code = errno
    session.console.complain(.system("run the command", argv[0], code: code))
    exit(code == ENOENT ? 127 : 126)
  }

  private func wait(for path: String) throws(Failure) -> AttemptAnnouncement {
    for _ in 0..<(Self.patience * 20) {
      // One that was left is of another launch, whose rank 0 was killed.
      if let found = AttemptAnnouncement.read(path), !found.isLeft { return found }
      usleep(50_000)
    }
    throw Failure(
      .environment, "rank 0 of this launch has not said for \(Self.patience) s where its attempt is", file: path,
      hint: "look at what rank 0 says")
  }
}

/// What an attempt left: files in its folder, files elsewhere, metrics, and the jobs that it launched. Read once, when it has ended.
struct AttemptTraces: Sendable {
  var artifacts: [Artifact]
  var metrics: [MetricSummary]
  var findings: [Finding]
  /// Experiments that stand for the jobs of a launch.
  var jobs: [String]

  /// What it takes to read them.
  struct Reader {
    let project: Project
    let ledger: Ledger
    let now: Moment
    /// All variables, `NAME=value`: `PATH` tells where git is.
    let environment: [String]
    let progress: ArtifactScan.Told
    /// What was outside the folder before the attempt; nil if nobody looked: then nothing outside can be told to be its own.
    let before: OutputSnapshot?

    /// Lists and hashes files, takes in metrics, registers jobs, and copies outputs where the policy says so.
    ///
    /// - Parameter follower: what has followed the metrics so far.
    /// - Throws: kind `environment` if the attempt's folder cannot be listed.
    func read(_ end: AttemptEnd, of record: ExperimentRecord, _ follower: MetricFollower) throws(Failure) -> AttemptTraces {
      let digests = LearnedDigests(ledger: ledger, now: now)
      let known: ArtifactScan.Known = { digests.digest(for: $0, path: $1) }
      let remember: ArtifactScan.Remember = { digests.remember($0, for: $1, path: $2) }
      let own = try ArtifactScan(folder: record.folder, policy: project.policy)
        .listing(attempt: end.record.folder, known: known, remember: remember, progress: progress)
      var elsewhere = ArtifactScan.Listing(artifacts: [], findings: [])
      if let before {
        elsewhere = OutputWatch(project: project).after(before, known: known, remember: remember, progress: progress)
      }
      var jobs: [String] = []
      if !project.worksElsewhere { takeInJobs(&elsewhere, &jobs, end, record) }
      collect(&elsewhere, end, record)
      if project.worksElsewhere { Self.leaveBehind(&elsewhere) }
      for artifact in elsewhere.artifacts where artifact.role == .metrics || artifact.role == .result {
        if let path = record.path(of: artifact, in: project) { follower.follow(path, shownAs: artifact.path) }
      }
      let (metrics, odd) = follower.finish(ledger)
      // A cache: losing it costs time, not truth.
      try? ledger.remember(digests.learned)
      return AttemptTraces(
        artifacts: own.artifacts + elsewhere.artifacts, metrics: metrics, findings: own.findings + elsewhere.findings + odd,
        jobs: jobs)
    }

    /// What could not be copied stays in a folder that may be removed: no path of the project leads there.
    private static func leaveBehind(_ listing: inout ArtifactScan.Listing) {
      for artifact in listing.artifacts where artifact.base == .project {
        let message = "made in the rebuilt tree and not collected" + (artifact.sha256.reason.map { ": \($0)" } ?? "")
        listing.findings.append(Finding(subject: "artifact", message: message, place: artifact.path))
      }
      listing.artifacts.removeAll { $0.base == .project }
    }

    private func takeInJobs(
      _ listing: inout ArtifactScan.Listing, _ jobs: inout [String], _ end: AttemptEnd, _ record: ExperimentRecord
    ) {
      let host: Known<String> = end.record.host.map(Known.known) ?? .unknown("nobody wrote a host")
      let launch = HydraMultirun.Launch(record: record, attempt: end.record.number, state: end.state, host: host)
      do throws(Failure) {
        let taken = try HydraMultirun(project: project, now: now, environment: environment)
          .takeIn(listing, of: launch, collect: project.policy.run.collect == .copy)
        (listing, jobs) = (taken.rest, taken.experiments)
      } catch {
        listing.findings.append(
          Finding(subject: "hydra", message: "its jobs are not registered: \(error.message)", place: error.file))
      }
    }

    private func collect(_ listing: inout ArtifactScan.Listing, _ end: AttemptEnd, _ record: ExperimentRecord) {
      guard project.policy.run.collect == .copy else { return }
      do throws(Failure) {
        listing = try OutputCollection(project: project, experiment: record.name)
          .copy(listing, attempt: end.record.folder, progress: progress)
      } catch {
        listing.findings.append(
          Finding(
            subject: "artifact", message: "outputs are listed where they are, not collected: \(error.message)", place: error.file)
        )
      }
    }
  }
}

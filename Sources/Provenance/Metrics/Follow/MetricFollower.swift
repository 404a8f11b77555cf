/// Follows the metric files of one attempt while its command runs: every point is taken into the ledger once.
///
/// One object serves one attempt and one thread. A process that is killed loses nothing: whoever follows next goes on where the ledger
/// says. Two processes may follow at once: whoever comes second finds the place moved and goes on from there.
public final class MetricFollower {
  private let experiment: String
  private let attempt: Int
  private let folder: String
  private let epochColumns: [String]
  private let search: MetricFileSearch
  /// By the name that is shown.
  private var files: [ExactString: FollowedMetrics] = [:]
  private var troubles: [Finding] = []

  /// How much one ``poll(_:)`` reads at most, in bytes: the caller has other things to do as well.
  static let pollLimit = 16 << 20

  /// - Parameters:
  ///   - experiment: the folder's name.
  ///   - attempt: from 1; its files are in the folder itself for the first, in `attempt_N` for the others.
  ///   - folder: the experiment's folder, absolute.
  public init(project: Project, experiment: String, attempt: Int, folder: String) {
    self.experiment = experiment
    self.attempt = attempt
    self.folder = folder
    epochColumns = project.policy.metrics.epoch
    search = MetricFileSearch(folder: folder, attempt: attempt <= 1 ? "" : "attempt_\(attempt)", policy: project.policy)
  }

  /// Follows a file that is not among the attempt's own, such as one that the script put elsewhere.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - source: how it is named in evidence and records: its path relative to the project.
  public func follow(_ path: String, shownAs source: String) {
    guard files[ExactString(source)] == nil else { return }
    let origin = MetricOrigin(experiment: experiment, attempt: attempt, source: source)
    files[ExactString(source)] = FollowedMetrics(path: path, origin: origin, epochColumns: epochColumns)
  }

  /// Takes in what is new since the last call. To be called about once a second; where nothing changed it looks at each file once.
  ///
  /// - Parameter ledger: where points go; nil: nowhere.
  /// - Throws: kind `environment` if the ledger cannot be written or a file not be read: the run goes on, and the next call tries again.
  public func poll(_ ledger: Ledger?) throws(Failure) {
    for path in search.files(isFinal: false) ?? [] { follow(folder + "/" + path, shownAs: path) }
    var (limit, failure) = (Self.pollLimit, Failure?.none)
    for (_, file) in ordered {
      do throws(Failure) { try file.advance(ledger, limit: &limit, isFinal: false) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Reads every file to its end.
  ///
  /// What the ledger does not take is a finding: the summaries are made all the same, and `xp sync` takes the points in later.
  /// - Returns: one summary a metric and file, files sorted by their bytes, and what was odd: both belong into the `finished` entry.
  public func finish(_ ledger: Ledger?) -> (summaries: [MetricSummary], findings: [Finding]) {
    for path in search.files(isFinal: true) ?? [] { follow(folder + "/" + path, shownAs: path) }
    for (source, file) in ordered {
      var limit = Int.max
      do throws(Failure) { try file.advance(ledger, limit: &limit, isFinal: true) } catch {
        troubles.append(
          Finding(
            subject: "metrics", message: "the points are not all in the ledger: \(error.message); take them in: xp sync",
            place: source))
        do throws(Failure) { try file.advance(nil, limit: &limit, isFinal: true) } catch {
          troubles.append(Finding(subject: "metrics", message: error.message, place: source))
        }
      }
    }
    return (ordered.flatMap(\.file.summaries), ordered.flatMap(\.file.findings) + troubles)
  }

  private var ordered: [(source: String, file: FollowedMetrics)] {
    files.map { (source: $0.key.string, file: $0.value) }.sorted { $0.source.utf8.lexicographicallyPrecedes($1.source.utf8) }
  }
}

/// The `xp.toml` that `xp init` writes: at most 40 lines, whatever it was made from.
public enum InitialPolicy {
  /// For a project of which nothing is known yet.
  ///
  /// - Parameter updated: today's date, `2026-11-20`.
  public static func text(updated: String = "") -> String { text(Proposal(), updated) }

  /// Proposed from a config that exists: its groups in their order, the seeds, comparability keys, number of epochs and primary metric
  /// that are found in it.
  ///
  /// - Parameters:
  ///   - root: the config's root.
  ///   - strict: every key of the config is required; otherwise none is.
  ///   - updated: today's date, `2026-11-20`.
  public static func proposed(from root: Object, strict: Bool, updated: String = "") -> String {
    text(Proposal(from: root, strict: strict), updated)
  }

  /// Lists stand on one line, so that the number of lines does not depend on the config.
  private static func text(_ proposal: Proposal, _ updated: String) -> String {
    """
    # What an experiment of this project is. `xp policy show` prints every key with its default.
    # A change of these rules needs a new version or a new date, so that old records stay explainable.
    schema_version = "1.0.0"
    updated = \(tomlText(.string(updated)))

    [experiment]
    root = "experiments" # each experiment gets a folder of its own in here

    [config]
    # The order of the config's groups. Others follow as their file has them.
    groups = \(list(proposal.groups))
    # Keys that every config must have, such as "training.epochs".
    required = \(list(proposal.required))
    # Keys that cannot change a result, such as "runtime.device" or "paths.*".
    ignored = \(list(proposal.ignored))

    [seeds]
    keys = \(list(proposal.seeds))

    [class]
    # Results are compared only where these agree, such as "data.dataset" and "data.fold".
    keys = \(list(proposal.classKeys))

    [metrics]
    # The metric that tells which epoch is best, such as "val_auc"; empty: none.
    primary = \(tomlText(.string(proposal.primary)))
    direction = "\(proposal.direction.rawValue)"
    # Where the config says how many epochs there are, first found.
    epochs = \(list(proposal.epochs))
    # Correlation or interpretability metrics that every run must log.
    diagnostics = []

    [data]
    # Files and folders that every experiment reads.
    inputs = []

    """
  }

  private static func list(_ texts: [String]) -> String { tomlText(.array(texts.map(Value.string))) }
}

/// What a config suggests about its project's policy; the policy's defaults where it suggests nothing.
private struct Proposal {
  var groups: [String] = []
  var required: [String] = []
  var ignored: [String] = []
  var seeds = Policy().seeds.keys
  var classKeys: [String] = []
  var primary = ""
  var direction = Policy.Direction.max
  var epochs = Policy().metrics.epochs

  init() {}

  init(from root: Object, strict: Bool) {
    let keys = ProposedKey.all(of: root)
    groups = root.members.filter { $0.value.object != nil }.map(\.key)
    required = strict ? keys.map(\.path) : []
    ignored = keys.filter(\.isIgnorable).map(\.path)
    let found = keys.filter(\.isSeed).map(\.path)
    if !found.isEmpty { seeds = found }
    classKeys = keys.filter(\.isComparability).map(\.path)
    if let key = keys.first(where: \.isEpochs) { epochs = [key.path] }
    if let (metric, monitor) = primaryMetric(keys) {
      primary = metric
      direction = statedDirection(beside: monitor, keys) ?? usualDirection(of: metric)
    }
  }

  /// The metric that the config watches, else one that it names as a key.
  private func primaryMetric(_ keys: [ProposedKey]) -> (metric: String, key: ProposedKey)? {
    for key in keys where key.isMonitor {
      if let metric = key.value.string, !metric.isEmpty, !metric.utf8.contains(0x0A) { return (metric, key) }
    }
    let names = ["val_auc", "val_accuracy", "val_acc", "val_f1", "val_loss", "valid_auc", "valid_loss"]
    return keys.first { names.contains($0.last) }.map { ($0.last, $0) }
  }

  private func statedDirection(beside monitor: ProposedKey, _ keys: [ProposedKey]) -> Policy.Direction? {
    for key in keys where key.parent.isExactly(monitor.parent) {
      if key.last == "greater_is_better", let greater = key.value.bool { return greater ? .max : .min }
      guard ["mode", "direction", "monitor_mode", "metric_mode", monitor.last + "_mode"].contains(key.last) else { continue }
      switch key.value.string {
      case "max", "maximize": return .max
      case "min", "minimize": return .min
      default: continue
      }
    }
    return nil
  }

  private func usualDirection(of metric: String) -> Policy.Direction {
    let smaller = ["loss", "error", "rmse", "mae", "mse", "perplexity", "ppl", "nll", "wer", "cer", "chi2"]
    return smaller.contains { metric.lowercased().contains($0) } ? .min : .max
  }
}

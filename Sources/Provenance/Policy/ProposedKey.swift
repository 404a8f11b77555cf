/// A key of a config with a value that is not a group, and what its name tells by the field's customs.
struct ProposedKey {
  /// Dotted.
  let path: String
  /// Lower case.
  let last: String
  /// Empty for a key at the top.
  let parent: String
  let value: Value

  static func all(of root: Object) -> [ProposedKey] {
    var keys: [ProposedKey] = []
    collect(root, under: "", into: &keys)
    return keys
  }

  private static func collect(_ object: Object, under parent: String, into keys: inout [ProposedKey]) {
    for member in object.members {
      let path = parent.isEmpty ? member.key : parent + "." + member.key
      if let inner = member.value.object, !inner.isEmpty {
        collect(inner, under: path, into: &keys)
      } else {
        keys.append(ProposedKey(path: path, last: member.key.lowercased(), parent: parent, value: member.value))
      }
    }
  }

  private var isWhole: Bool { value.number?.integerDigits != nil }
  private var isScalar: Bool { Scalar(value) != nil }
  private var parentName: String { parent.split(separator: ".").last.map { $0.lowercased() } ?? "" }

  /// Seeds may be left open (null) or be several.
  var isSeed: Bool {
    let isNamed =
      last == "seed" || last == "seeds" || last == "random_state" || last.hasSuffix("_seed") || last.hasPrefix("seed_")
      || parentName == "seeds"
    return isNamed && (isWhole || value.typeName == "null" || value.array?.allSatisfy { $0.int != nil } == true)
  }

  var isComparability: Bool {
    let names = [
      "dataset", "dataset_name", "dataset_version", "data_version", "benchmark", "fold", "folds", "n_folds", "num_folds", "kfold",
      "cv", "cv_folds", "n_splits", "split",
    ]
    return isScalar && names.contains(last)
  }

  var isEpochs: Bool {
    isWhole && ["epochs", "num_epochs", "n_epochs", "max_epochs", "total_epochs", "num_train_epochs"].contains(last)
  }

  var isMonitor: Bool {
    let names = [
      "monitor", "monitor_metric", "primary_metric", "main_metric", "selection_metric", "best_metric", "eval_metric",
      "early_stopping_metric", "metric_for_best_model", "objective_metric",
    ]
    let watchers = ["early_stopping", "earlystopping", "checkpoint", "model_checkpoint", "best"]
    return names.contains(last) || (last == "metric" && watchers.contains(parentName))
  }

  var isIgnorable: Bool {
    let names = [
      "device", "devices", "gpu", "gpus", "gpu_id", "gpu_ids", "cuda_visible_devices", "output_dir", "log_dir", "save_dir",
      "results_dir", "checkpoint_dir",
    ]
    return names.contains(last)
  }
}

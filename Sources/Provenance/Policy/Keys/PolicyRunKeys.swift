extension PolicyKey {
  /// The keys of `[run]`.
  static let run = [
    PolicyKey(
      "run.outputs", \.run.outputs, .texts,
      "Path patterns of files that scripts make outside the experiment's folder, relative to the project."),
    PolicyKey(
      "run.collect", \.run.collect, .choice(of: Policy.RunRules.Collect.allCases),
      "Whether these files are listed where they are, or also copied into the experiment's folder: list or copy."),
    PolicyKey("run.gpus", \.run.gpus, .count, "GPUs that a run leases for itself among concurrent runs of this machine."),
    PolicyKey("run.timeout", \.run.timeout, .duration, "How long a command may take; 0: as long as it likes."),
    PolicyKey(
      "run.timeout_signal", \.run.timeoutSignal, .choice(of: Policy.EndSignal.allCases),
      "What a command is told when its time is over."),
    PolicyKey("run.grace", \.run.grace, .duration, "How long after that it is killed."),
  ]
}

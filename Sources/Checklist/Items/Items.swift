/// The checklist, in its order. A new item is one more line here and a function `(Evidence, Policy) -> Ruling`.
public enum Items {
  /// The ten that people already use, in their order and wording.
  public static let standard = [
    Item(id: "folder-name", title: "Folder naming convention followed", check: folderName),
    Item(id: "config-complete", title: "config.json contains all params", check: configComplete),
    Item(id: "command-script", title: "Shell script lists full command", check: commandScript),
    Item(id: "checkpoints", title: "Best + last checkpoints saved", check: checkpoints),
    Item(id: "epoch-metrics", title: "Per-epoch metrics CSV present", check: epochMetrics),
    Item(id: "raw-log", title: "Raw stdout log saved", check: rawLog),
    Item(id: "code", title: "Git commit & branch recorded", check: codeRecorded),
    Item(id: "seeds", title: "Seeds documented", check: seedsDocumented),
    Item(id: "environment", title: "Environment versions captured", check: environmentCaptured),
    Item(id: "diagnostics", title: "Correlation / interpretability metrics logged", check: diagnosticsLogged),
  ]

  /// Those that the field's failures taught.
  public static let own = [
    Item(id: "real-run", title: "A real run, ended with exit status 0", check: realRun),
    Item(id: "overrides-reached", title: "Overrides reached the run", check: overridesReached),
    Item(id: "no-contradictions", title: "No contradictions in the record", check: noContradictions),
    Item(id: "policy-unchanged", title: "Policy unchanged under its version", check: policyUnchanged),
    Item(id: "paths", title: "Every path in the record leads somewhere", check: pathsLeadSomewhere),
  ]

  /// What is asked of every experiment, before the policy turns items off and adds its own.
  public static let all = standard + own
}

/// What must be known before an experiment is run again: what its record needs, and what of that is here now. Nothing is judged.
public struct ReproductionFacts: Sendable {
  /// The original.
  public var record: ExperimentRecord
  /// What of the code is here; unknown with the reason where that cannot be told.
  public var code: Known<CodePresence>
  /// Every data input of the record as it is now, in the record's order.
  public var data: [DataPresence]
  /// The content of `environment.json`.
  public var environment: Known<EnvironmentState>
  /// What the same command would run in now.
  public var present: EnvironmentState
  /// Why the config that the command read cannot be given to it again; nil if it can.
  public var configLack: String?
  /// Variables that held a secret and are not set now.
  public var unsetSecrets: [String]
  /// Files that the command's words name, which lie in the project and in no record: git ignores them.
  public var unrecorded: [String]
  /// Packages that are installed from the project's own folder, and not into a copy of it: they are imported as they are there now.
  public var editable: [String]

  public init(
    record: ExperimentRecord, code: Known<CodePresence>, data: [DataPresence], environment: Known<EnvironmentState>,
    present: EnvironmentState, configLack: String? = nil, unsetSecrets: [String] = [], unrecorded: [String] = [],
    editable: [String] = []
  ) {
    (self.record, self.code, self.data) = (record, code, data)
    (self.environment, self.present, self.configLack) = (environment, present, configLack)
    (self.unsetSecrets, self.unrecorded, self.editable) = (unsetSecrets, unrecorded, editable)
  }
}

/// A data input then and now.
public struct DataPresence: Sendable, Equatable {
  /// As it was recorded.
  public var recorded: DataInput
  /// As it is now; unknown if there is none.
  public var now: Known<DataInput>
  /// Whether all its files are part of the captured tree, whatever lies in the project now.
  public var isInTree: Bool

  /// What is to be recorded of it now: nothing of what was there then.
  public var found: DataInput {
    now.value ?? DataInput(path: recorded.path, mode: recorded.mode, digest: .unknown(now.reason ?? "not looked at"))
  }

  public init(recorded: DataInput, now: Known<DataInput>, isInTree: Bool = false) {
    (self.recorded, self.now, self.isInTree) = (recorded, now, isInTree)
  }
}

/// One key of `xp.toml`: the single declaration from which reader, printed defaults and schema are made.
struct PolicyKey: Sendable {
  /// Empty for a key at the top.
  let section: String
  let name: String
  let summary: String
  let schema: Value
  let read: @Sendable (Object.Member, inout Policy) throws(Failure) -> Void
  let write: @Sendable (Policy) -> Value

  var path: String { section.isEmpty ? name : "\(section).\(name)" }

  init<Content>(
    _ path: String, _ target: WritableKeyPath<Policy, Content> & Sendable, _ type: PolicyType<Content>, _ summary: String
  ) {
    let parts = path.split(separator: ".").map(String.init)
    section = parts.count == 2 ? parts[0] : ""
    name = parts[parts.count - 1]
    self.summary = summary
    schema = type.schema
    read = { (member, policy) throws(Failure) in
      policy[keyPath: target] = try type.read(member.value, PolicyPlace(name: path, position: member.valuePosition))
    }
    write = { type.write($0[keyPath: target]) }
  }

  /// The sections in the order in which they are printed, with what each is about.
  static let sections: [(name: String, summary: String)] = [
    ("experiment", "An experiment's folder and name."),
    ("config", "What a config is made of."),
    ("seeds", "Where seeds are."),
    ("class", "Which experiments may be compared."),
    ("metrics", "Where a run's metrics are, and what they mean."),
    ("run", "How commands are run."),
    ("artifacts", "What a run leaves in its folder. Patterns: * within a folder, ** across folders."),
    releaseSection,
    ("code", "What counts as code, and how much is captured."),
    ("data", "What experiments read."),
    ("environment", "Variables of the environment."),
    ("secrets", "What must never be recorded."),
    ("ledger", "Where the ledger is written."),
    ("readme", "How an experiment's README is written."),
    ("checklist", "What is asked of a record."),
  ]

  static let all: [PolicyKey] = general + recorded + compared + run + placed + release + judged + pictured

  private static let general = [
    PolicyKey(
      "schema_version", \.schemaVersion, .text, "The version of these rules; a change of them needs a new version or a new date."),
    PolicyKey("updated", \.updated, .dateText, "The date of the last change."),
    PolicyKey("experiment.root", \.experiment.root, .innerFolder, "The folder of the experiments' folders, inside the project."),
    PolicyKey("experiment.model", \.experiment.model, .text, "The model's name; empty: from model_keys."),
    PolicyKey(
      "experiment.model_keys", \.experiment.modelKeys, .texts, "Config keys that may hold the model's name, first found."),
    PolicyKey("experiment.title_keys", \.experiment.titleKeys, .texts, "Config keys that may hold the title, first found."),
    PolicyKey("config.groups", \.config.groups, .texts, "The order of groups; the others follow in their file's order."),
    PolicyKey("config.required", \.config.required, .texts, "Keys that every config must have."),
    PolicyKey("config.ignored", \.config.ignored, .texts, "Key patterns that do not matter to results: devices, paths."),
    PolicyKey("config.volatile", \.config.volatile, .texts, "Key patterns that differ in every run: id, title, time, command."),
    PolicyKey(
      "config.yaml", \.config.yaml, .choice(["1.2", "pyyaml"]), "How YAML is read: 1.2, or pyyaml (no is false, 1e-4 a string)."),
    PolicyKey("config.command", \.config.command, .texts, "A command that prints the config when none is given."),
    PolicyKey("config.defaults", \.config.defaults, .text, "A file whose keys every config must have; empty: none."),
    PolicyKey("config.effective", \.config.effective, .texts, "Configs that the script writes: they must agree with the record."),
    PolicyKey("seeds.keys", \.seeds.keys, .texts, "Key patterns of seeds."),
    PolicyKey("seeds.flags", \.seeds.flags, .texts, "Command-line flags that set a seed."),
    PolicyKey("seeds.primary", \.seeds.primary, .text, "The key or flag of the primary seed; empty: by rule."),
    PolicyKey("class.keys", \.classKeys, .texts, "Experiments are comparable when these keys agree."),
  ]

  private static let recorded = [
    PolicyKey("metrics.files", \.metrics.files, .texts, "Metric files, relative to the experiment's folder."),
    PolicyKey("metrics.primary", \.metrics.primary, .text, "The metric by which best is judged; empty: none declared."),
    PolicyKey(
      "metrics.direction", \.metrics.direction, .choice(of: Policy.Direction.allCases),
      "Whether the best primary metric is the max or the min."),
    PolicyKey("metrics.epoch", \.metrics.epoch, .texts, "Columns that may be the epoch, first found."),
    PolicyKey(
      "metrics.epochs", \.metrics.epochs, .keysOrNumber,
      "Config keys that may hold the number of epochs, first found; or the number."),
    PolicyKey("metrics.columns", \.metrics.columns, .texts, "Columns that must be there."),
    PolicyKey(
      "metrics.diagnostics", \.metrics.diagnostics, .texts,
      "Correlation and interpretability metrics that must be there and finite."),
    PolicyKey("artifacts.best", \.artifacts.best, .texts, "Path patterns of the best checkpoint."),
    PolicyKey("artifacts.last", \.artifacts.last, .texts, "Path patterns of the last checkpoint."),
    PolicyKey("artifacts.logs", \.artifacts.logs, .texts, "Path patterns of logs."),
    PolicyKey("artifacts.stdout", \.artifacts.stdout, .texts, "Path patterns of the raw stdout log, first found."),
    PolicyKey("artifacts.max_size", \.artifacts.maximumSize, .size, "A larger file is listed and not read."),
    PolicyKey("code.exclude", \.code.exclude, .texts, "Path patterns that are not code: documents, configs, outputs."),
    PolicyKey(
      "code.max_file_size", \.code.maximumFileSize, .size,
      "A larger changed or untracked file is not captured, and the record says so."),
    PolicyKey("code.max_files", \.code.maximumFiles, .count, "Changed and untracked files captured at most."),
    PolicyKey(
      "code.max_total_size", \.code.maximumTotalSize, .size, "Changed and untracked files captured at most, all together."),
    PolicyKey(
      "data.inputs", \.data.inputs, .list(of: .input), "Paths that every experiment reads, or tables { path, mode, revision }."),
    PolicyKey(
      "data.budget", \.data.budget, .size, "How much is hashed before an input is recorded by names, sizes and times only."),
    PolicyKey("environment.variables", \.environment.variables, .texts, "Name patterns of variables that are recorded."),
    PolicyKey("environment.set", \.environment.set, .variables, "Variables set for the command."),
    PolicyKey("secrets.names", \.secrets.names, .texts, "More name patterns of keys and variables whose values are secret."),
    PolicyKey(
      "secrets.allow", \.secrets.allow, .texts, "Name patterns that are not secret although they look so, such as tokenizer*."),
  ]

  private static let judged = [
    PolicyKey(
      "readme.literals", \.readme.literals, .choice(of: Policy.Literals.allCases),
      "How values are written: json or python (True, None)."),
    PolicyKey("readme.highlights", \.readme.highlights, .variables, "Group → the words of its key highlights."),
    PolicyKey(
      "readme.table", \.readme.tables, .list(of: .table), "Tables of config values; none: the flags of every group with booleans."
    ),
    PolicyKey("checklist.off", \.checklist.off, .texts, "Ids of items that are not asked."),
    PolicyKey(
      "checklist.item", \.checklist.items, .list(of: .item), "More items, each with one of file, expression, command and attest."),
  ]

  private static let pictured = [
    PolicyKey(
      "readme.figure", \.readme.figures, .list(of: .figure),
      "Pictures of metrics' curves; none: one for metrics that differ only in train, val, test.")
  ]
}

/// What `xp.toml` says. Every key has a default.
public struct Policy: Sendable, Equatable {
  /// The version and date that the project gives its own policy; a change of content needs a change of one of them (F5, F16).
  public var schemaVersion = "1.0.0"
  /// `updated`: the date of the last change, as the project writes it; empty: none given.
  public var updated = ""
  /// `[experiment]`: an experiment's folder and name.
  public var experiment = ExperimentRules()
  /// `[config]`: what a config is made of.
  public var config = ConfigRules()
  /// `[seeds]`: where seeds are.
  public var seeds = SeedRules()
  /// `class.keys`: experiments are comparable when these agree (F14).
  public var classKeys: [String] = []
  /// `[metrics]`: where a run's metrics are, and what they mean.
  public var metrics = MetricRules()
  /// `[run]`: how commands are run.
  public var run = RunRules()
  /// `[artifacts]`: what a run leaves in its folder.
  public var artifacts = ArtifactRules()
  /// `[code]`: what counts as code, and how much is captured.
  public var code = CodeRules()
  /// `[data]`: what experiments read.
  public var data = DataRules()
  /// `[gc]`: which artifacts may be let go.
  public var release = ReleaseRules()
  /// `[environment]`: variables of the environment.
  public var environment = EnvironmentRules()
  /// `[secrets]`: what must never be recorded.
  public var secrets = SecretRules()
  /// `[ledger]`: where the ledger is written.
  public var ledger = LedgerRules()
  /// `[readme]`: how an experiment's README is written.
  public var readme = ReadmeRules()
  /// `[checklist]`: what is asked of a record.
  public var checklist = ChecklistRules()

  /// Every key at its default: what an empty `xp.toml` says.
  public init() {}

  /// An experiment's folder and name.
  public struct ExperimentRules: Sendable, Equatable {
    /// The folder of the experiments' folders, relative to the project.
    public var root = "experiments"
    /// The default model; empty: from ``modelKeys``.
    public var model = ""
    /// Config keys that may hold the model's name, first found.
    public var modelKeys = ["experiment.model", "model.name", "model"]
    /// Config keys that may hold the title, first found.
    public var titleKeys = ["experiment.short_title", "experiment.title"]
  }

  /// What a config is made of.
  public struct ConfigRules: Sendable, Equatable {
    /// Canonical group order; groups that are not named follow in their file's order.
    public var groups: [String] = []
    /// Keys that every config must have.
    public var required: [String] = []
    /// Key patterns that do not matter to results: devices, paths.
    public var ignored: [String] = []
    /// Key patterns that differ in every run: id, title, timestamp, command.
    public var volatile = [
      "experiment.id", "experiment.title", "experiment.short_title", "experiment.purpose", "runtime.timestamp",
      "runtime.*command*",
    ]
    /// `1.2` or `pyyaml`.
    public var yaml = "1.2"
    /// A command that prints the config, if register is given none.
    public var command: [String] = []
    /// A file whose keys every config must have; empty: none.
    public var defaults = ""
    /// Configs that the script writes: they must agree with the record.
    public var effective = [".hydra/config.yaml", "effective_config.*", "config_effective.*"]
  }

  /// Where seeds are.
  public struct SeedRules: Sendable, Equatable {
    /// Key patterns of seeds.
    public var keys = ["seeds.*", "*.seed", "seed"]
    /// Command-line flags that set a seed.
    public var flags = ["--seed"]
    /// The key or flag of the primary seed; empty: by rule.
    public var primary = ""
  }

  /// Which of a metric's values is the better one.
  public enum Direction: String, Sendable, CaseIterable { case max, min }

  /// Where a run's metrics are, and what they mean.
  public struct MetricRules: Sendable, Equatable {
    /// Where a run's metrics are, relative to the experiment's folder.
    public var files = [
      "metrics*.csv", "metrics*.jsonl", "metrics*.json", "training_log.csv", "trainer_state.json",
      "lightning_logs/version_*/metrics.csv",
    ]
    /// The metric by which best is judged; empty: none declared.
    public var primary = ""
    /// Whether the best primary metric is the max or the min.
    public var direction = Direction.max
    /// Columns that may be the epoch, first found.
    public var epoch = ["epoch", "step", "iteration"]
    /// Config keys that may hold the number of epochs, first found; a number is taken as it is.
    public var epochs = ["training.epochs", "epochs", "*.num_epochs", "*.max_epochs", "args.epochs"]
    /// Columns that must be there.
    public var columns: [String] = []
    /// Correlation and interpretability metrics that must be there and finite.
    public var diagnostics: [String] = []
    /// How far values of two runs may lie apart; bit for bit where none fits.
    public var tolerances: [ToleranceRule] = []
    /// Name patterns that tell of time or place. The defaults are what Hugging Face's Trainer and TensorBoard's writers call them,
    /// and plain names of wall clocks.
    public var ignored = [
      "*_runtime", "*_per_second", "time", "elapsed", "seconds", "*_seconds", "duration", "epoch_time", "step_time", "wall_time",
      "walltime", "timestamp", "datetime", "events.out.tfevents.*",
    ]
  }

  /// How commands are run.
  public struct RunRules: Sendable, Equatable {
    /// What becomes of files that a run makes outside its folder.
    public enum Collect: String, Sendable, CaseIterable {
      /// They are listed where they are.
      case list
      /// They are copied into the attempt's folder, under `collected/`.
      case copy
    }
    /// Where scripts put files outside the experiment's folder: path patterns relative to the project. The defaults are the
    /// documented ones of Hydra (`hydra.run.dir`, `hydra.sweep.dir`), Lightning (`lightning_logs`; without a logger
    /// `checkpoints`), Hugging Face's Trainer (`trainer_output`, formerly `tmp_trainer`; `results` in its guides), Keras
    /// (`logs`, `checkpoints`) and TensorBoard's writers (`runs`).
    public var outputs = [
      "outputs/**", "multirun/**", "lightning_logs/**", "checkpoints/**", "trainer_output/**", "tmp_trainer/**",
      "results/checkpoint-*/**", "logs/**", "runs/**",
    ]
    /// What becomes of these files.
    public var collect = Collect.list
    /// GPUs that every run leases.
    public var gpus = 0
    /// Seconds that a command may take; 0: as long as it likes.
    public var timeout = 0.0
    /// What a command is told when its time is over.
    public var timeoutSignal = EndSignal.terminate
    /// Seconds between that signal and SIGKILL.
    public var grace = 30.0
  }

  /// What a run leaves in its folder: path patterns relative to the attempt's folder, `*` within a folder, `**` across folders.
  public struct ArtifactRules: Sendable, Equatable {
    /// Path patterns of the best checkpoint.
    public var best = [
      "*best*.pth", "*best*.pt", "*best*.ckpt", "*best*.safetensors", "*best*.h5", "*best*.keras", "*best*.npz", "*best*.pkl",
      "*best*.joblib", "checkpoints/best*", "best_model*", "checkpoint_best*",
    ]
    /// Path patterns of the last checkpoint.
    public var last = [
      "*last*.pth", "*last*.pt", "*last*.ckpt", "*last*.safetensors", "*last*.h5", "*last*.keras", "*last*.npz", "*last*.pkl",
      "*last*.joblib", "checkpoints/last*", "last_model*", "checkpoint_last*", "*final*.pth", "*final*.pt",
    ]
    /// Path patterns of logs.
    public var logs = ["stdout.log", "stderr.log", "train*.log", "*.out"]
    /// The raw stdout log among them, first found.
    public var stdout = ["stdout.log", "train*.log", "*.log"]
    /// Bytes; a larger file is listed and not read.
    public var maximumSize: Int64 = 50_000_000_000
  }

  /// What counts as code, and how much is captured.
  public struct CodeRules: Sendable, Equatable {
    /// Path patterns that are not code: documents, configs, outputs.
    public var exclude = [
      "*.md", "*.rst", "*.txt", "LICENSE*", "docs/**", "xp.toml", "configs/**", "conf/**", "outputs/**", "results/**", "*.csv",
    ]
    /// Bytes; a larger changed or untracked file is not captured.
    public var maximumFileSize: Int64 = 50_000_000
    /// Changed and untracked files, all together.
    public var maximumFiles = 20_000
    /// Bytes, all together.
    public var maximumTotalSize: Int64 = 1_000_000_000
  }

  /// What experiments read.
  public struct DataRules: Sendable, Equatable {
    /// A data input that the policy declares.
    public struct Input: Sendable, Equatable {
      /// A file, folder or URL; relative to the project.
      public var path: String
      /// Nil: the budget chooses.
      public var mode: DataInput.Mode?
      /// What `declared` declares.
      public var revision: String?
      public init(path: String, mode: DataInput.Mode? = nil, revision: String? = nil) {
        (self.path, self.mode, self.revision) = (path, mode, revision)
      }
    }
    /// Paths that every experiment reads.
    public var inputs: [Input] = []
    /// Bytes to hash at most before an input falls back to `stat`; what the cache knows is free.
    public var budget: Int64 = 20_000_000_000
  }

  /// The signals that a command can be asked by to end.
  public enum EndSignal: String, Sendable, CaseIterable {
    case terminate = "TERM"
    case interrupt = "INT"
    case hangup = "HUP"
    case user1 = "USR1"
    case user2 = "USR2"
    case quit = "QUIT"
  }

  /// Variables of the environment.
  public struct EnvironmentRules: Sendable, Equatable {
    /// Name patterns of variables that are recorded.
    public var variables = [
      "CUDA_VISIBLE_DEVICES", "CUBLAS_WORKSPACE_CONFIG", "NVIDIA_TF32_OVERRIDE", "PYTHONHASHSEED", "PYTHONPATH",
      "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_DETERMINISTIC_OPS", "VIRTUAL_ENV",
      "CONDA_DEFAULT_ENV", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "SLURM_*",
    ]
    /// Variables set for the command.
    public var set: [EnvironmentState.Variable] = []
  }

  /// What must never be recorded.
  public struct SecretRules: Sendable, Equatable {
    /// More name patterns of keys and variables whose values are secret.
    public var names: [String] = []
    /// Name patterns that are not secret although they look so, such as `tokenizer*`.
    public var allow: [String] = []
  }

  /// How values are written in a README: as JSON, or as Python would (`True`, `None`).
  public enum Literals: String, Sendable, CaseIterable { case json, python }

  /// How an experiment's README is written.
  public struct ReadmeRules: Sendable, Equatable {
    /// A table of config values.
    public struct Table: Sendable, Equatable {
      /// The heading above the table.
      public var title: String
      /// Key patterns in the order of rows; a group's name stands for all of it.
      public var keys: [String]
      /// The digest of the keys' group that stands under the table, such as `python-md5`.
      public var digest: Digest.Algorithm?
      public init(title: String, keys: [String], digest: Digest.Algorithm? = nil) {
        (self.title, self.keys, self.digest) = (title, keys, digest)
      }
    }
    /// Curves that are shown in one picture.
    public struct Figure: Sendable, Equatable {
      /// What stands above the picture.
      public var title: String
      /// Patterns of metrics' names; `*` is any text.
      public var metrics: [String]
      public init(title: String, metrics: [String]) { (self.title, self.metrics) = (title, metrics) }
    }
    /// How values are written.
    public var literals = Literals.json
    /// Group → the words of its key highlights.
    public var highlights: [EnvironmentState.Variable] = []
    /// Empty: a table of flags for every group with booleans.
    public var tables: [Table] = []
    /// Empty: metrics whose names differ only in the part of the data (`train_loss`, `val_loss`) are one picture.
    public var figures: [Figure] = []
  }

  /// What is asked of a record.
  public struct ChecklistRules: Sendable, Equatable {
    /// An item of the project's own.
    public struct Item: Sendable, Equatable {
      /// What decides an item: one of four.
      public enum Check: Sendable, Equatable {
        /// A path pattern in the experiment's folder.
        case file(String)
        /// An expression over metrics and config.
        case expression(String)
        /// A command that must succeed, in the project, with `XP_DIR`.
        case command([String])
        /// Nothing but a person's word, which is recorded and stays no pass.
        case attestation
      }
      /// Stable; `checklist.off` may name it, and no two items share one.
      public var id: String
      /// The question as the checklist shows it.
      public var title: String
      /// What decides it.
      public var check: Check
      public init(id: String, title: String, check: Check) { (self.id, self.title, self.check) = (id, title, check) }
    }
    /// Ids of items that are not asked.
    public var off: [String] = []
    /// More items, behind those that `xp` brings.
    public var items: [Item] = []
  }
}

/// One job of a Hydra multirun, as Hydra itself wrote it down in the job's output folder.
struct HydraJob: Sendable {
  /// Relative to the project.
  let folder: String
  /// `hydra.job.num`: its place in the launch, from 0.
  let number: Int
  /// What makes it differ from the config files, in Hydra's words: `lr=0.1`, `+seed=1`.
  let overrides: [String]
  /// `.hydra/config.yaml`, byte for byte.
  let bytes: [UInt8]
  let config: Object
  /// Why the launch's own end tells nothing of this job's; nil if it does.
  let untold: String?

  /// Where Hydra writes its files, in the job's output folder (`hydra.output_subdir`).
  static let subfolder = ".hydra"
  private static let limit: Int64 = 16 << 20

  /// Reads the job whose `.hydra/hydra.yaml` was found.
  ///
  /// - Parameter folder: the job's, relative to the project.
  /// - Returns: nil if it was no job of a multirun.
  /// - Throws: kind `input` with the place if one of its files cannot be read, kind `missing` if one is not there.
  static func read(_ folder: String, in project: Project) throws(Failure) -> HydraJob? {
    func value(_ name: String) throws(Failure) -> (bytes: [UInt8], value: Value) {
      let shown = "\(folder)/\(subfolder)/\(name)"
      do throws(Failure) {
        let bytes = try FileReading.bytes(of: project.root + "/" + shown, limit: limit)
        // OmegaConf reads numbers as YAML 1.2 does, whatever the project's own files are read as.
        return (bytes, try ConfigReader.readValue(bytes, format: .yaml, named: shown, yaml: .core))
      } catch { throw Failure(error.kind, error.message, file: shown, at: error.position, hint: error.hint) }
    }
    let hydra = try value("hydra.yaml").value["hydra"]
    // A run that is no job has ??? there.
    guard let number = hydra?["job"]?["num"]?.int, number >= 0 else { return nil }
    let (bytes, config) = try value("config.yaml")
    guard let root = config.object else {
      throw Failure(.input, "is no config: it is \(config.typeName)", file: "\(folder)/\(subfolder)/config.yaml")
    }
    let words = try value("overrides.yaml").value.array ?? []
    let sweeper = hydra?["sweeper"]?["_target_"]?.string ?? "an unnamed sweeper"
    // Others may go on when a job fails (max_failure_rate), and then end well.
    let isStrict = sweeper.hasSuffix(".BasicSweeper")
    return HydraJob(
      folder: folder, number: number, overrides: words.compactMap(\.string), bytes: bytes, config: root,
      untold: isStrict ? nil : "\(sweeper) may end well though a job failed")
  }

  /// The command that runs this job alone: the launch's own, with this job's overrides in the place of those that the launch varied.
  ///
  /// - Returns: nil if the launch has none.
  func command(of launch: Command?, sweep: [String]) -> Command? {
    guard var command = launch else { return nil }
    let dropped = Set((["-m", "--multirun", "hydra.mode=MULTIRUN"] + sweep).map(ExactString.init))
    let words = command.argv
    let places = words.indices.filter { $0 == 0 || !dropped.contains(ExactString(words[$0])) }
    command.argv = places.map { words[$0] } + overrides
    command.secrets = command.secrets.compactMap { secret in
      places.firstIndex(of: secret.index).map { .init(index: $0, variable: secret.variable) }
    }
    return command
  }

  /// `lr=0.1` → key and value; a leading `+` or `++` adds, `~` removes.
  var records: [Override] {
    overrides.map { word in
      let parts = word.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false).map {
        String(Substring($0))
      }
      let key = String((parts.first ?? word).drop { $0 == "+" })
      return Override(key: key, old: nil, new: parts.count == 2 ? parts[1] : "", origin: "hydra")
    }
  }
}

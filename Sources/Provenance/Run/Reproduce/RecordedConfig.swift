/// The config as the command of an experiment read it: overrides applied, secrets in place.
struct RecordedConfig {
  let root: Object
  let bytes: [UInt8]
  let format: ConfigFormat

  /// - Throws: kinds `missing`, `input` and `environment` if the file is not there or cannot be read.
  static func read(_ record: ExperimentRecord, in project: Project) throws(Failure) -> RecordedConfig {
    let file = record.registration.config.file
    // One with secrets lies aside, relative to the project, under the name that the experiment had when it was registered.
    let path = file.hasPrefix(".xp/") ? project.root + "/" + file : record.folder + "/" + file
    let shown = relativePath(path, to: project.root) ?? path
    let yaml = YAMLReading(rawValue: project.policy.config.yaml) ?? .core
    guard let format = ConfigFormat(path: path) else {
      throw Failure(.input, "the format cannot be told from the name", file: shown)
    }
    do throws(Failure) {
      let bytes = try FileReading.bytes(of: path, limit: ConfigReader.maximumSize)
      let root = try ConfigReader.read(bytes, format: format, named: shown, yaml: yaml).root
      return RecordedConfig(root: root, bytes: bytes, format: format)
    } catch {
      throw Failure(error.kind, error.message, file: shown, at: error.position, hint: error.hint)
    }
  }
}

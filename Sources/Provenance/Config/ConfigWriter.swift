/// Writes a config for the program that reads it, so that the reader of the same format gives back an equal value.
///
/// The author's spelling of numbers is kept where the format has it. JSON writes non-finite floats as Python does and dates as strings;
/// so does YAML 1.2 with dates, for it has none.
public enum ConfigWriter {
  /// - Parameter yaml: the reading for which YAML is written; numbers, booleans and nulls are spelled so that both readings agree.
  /// - Throws: ``Failure`` of kind `input` if the format cannot say a value: TOML has no null, and its root is an object.
  public static func text(_ value: Value, format: ConfigFormat, yaml: YAMLReading) throws(Failure) -> String {
    switch format {
    case .json: return JSONWriter.plain(value)
    case .yaml: return YAMLWriter.text(value, yaml)
    case .toml:
      guard let root = value.object else {
        throw Failure(.input, "TOML cannot say \(value.typeName) alone", hint: "choose .json or .yaml")
      }
      return try TOMLWriter.text(root)
    }
  }
}

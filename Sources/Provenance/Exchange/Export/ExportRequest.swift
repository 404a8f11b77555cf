/// What is to be bundled.
public struct ExportRequest: Sendable {
  /// Folder names of experiments.
  public var experiments: [String]
  /// Which artifacts go with their records.
  public var roles: Set<Artifact.Role>
  /// Bytes; a larger artifact stays here. Nil: whatever its size.
  public var maximumSize: Int64?
  /// Whether the captured code goes along.
  public var code: Bool

  public init(
    experiments: [String], roles: Set<Artifact.Role> = ExportRequest.smallRoles, maximumSize: Int64? = nil, code: Bool = true
  ) {
    (self.experiments, self.roles, self.maximumSize, self.code) = (experiments, roles, maximumSize, code)
  }

  /// What is small and says how a run went: metrics, logs, results, configs.
  public static let smallRoles: Set<Artifact.Role> = [.metrics, .log, .result, .config]
  /// Every role.
  public static let allRoles: Set<Artifact.Role> = [
    .bestCheckpoint, .lastCheckpoint, .checkpoint, .metrics, .log, .result, .config, .other,
  ]

  /// Reads `none`, `all`, or roles between commas; `best` and `last` stand for their checkpoints.
  ///
  /// - Throws: kind `usage` for a word that is no role.
  public static func roles(_ text: String) throws(Failure) -> Set<Artifact.Role> {
    var roles: Set<Artifact.Role> = []
    for word in text.split(separator: ",").map(String.init) {
      switch word {
      case "none": break
      case "all": roles.formUnion(allRoles)
      case "best": roles.insert(.bestCheckpoint)
      case "last": roles.insert(.lastCheckpoint)
      default:
        guard let role = Artifact.Role(rawValue: word) else {
          let known = ["none", "all", "best", "last"] + allRoles.map(\.rawValue).sorted()
          throw Failure(.usage, "there is no role \"\(word)\"", hint: "roles: \(known.joined(separator: ", "))")
        }
        roles.insert(role)
      }
    }
    return roles
  }
}

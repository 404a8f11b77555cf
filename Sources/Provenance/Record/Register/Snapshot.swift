/// A config in canonical group order, with its canonical bytes and digests, and the files that keep it.
public struct Snapshot: Sendable {
  /// In the policy's group order, overrides applied, secrets replaced by keyed digests.
  public let config: Config
  /// `config.json`: for people.
  public let text: String
  /// `config.jcs`: written once, hashed once (F3).
  public let canonicalBytes: [UInt8]
  /// SHA-256 of ``canonicalBytes``: what `sha256sum config.jcs` prints.
  public let whole: Digest
  /// Without what the policy ignores, without seeds, without volatile keys.
  public let semantic: Digest
  /// The digest of each group, in canonical order.
  public let groups: [ConfigRecord.Group]

  /// Puts a config, already redacted, in the policy's group order and hashes it.
  public init(_ root: Object, policy: Policy) {
    config = Config(Config(root).ordered(by: policy.config.groups))
    text = JSONWriter.pretty(.object(config.root))
    canonicalBytes = Value.object(config.root).canonicalBytes
    whole = .sha256(canonicalBytes)
    let digests = config.digests(policy: policy)
    (semantic, groups) = (digests.semantic, digests.groups)
  }
}

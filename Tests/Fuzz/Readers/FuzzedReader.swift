import Provenance

/// A reader of what strangers write, as a fuzzer calls it. Whatever it is given it returns or throws a ``Failure``: anything else is a
/// defect, and so is a law that does not hold.
public enum FuzzedReader: String, CaseIterable, Sendable {
  case json, yaml, pyyaml, toml, csv, jsonl, formula, journal, bundle, note, proof, envelope

  /// Reads, and holds what was read against the laws of its format.
  public func take(_ bytes: [UInt8]) {
    switch self {
    case .json: json(bytes)
    case .yaml: config(bytes, .yaml, .core)
    case .pyyaml: config(bytes, .yaml, .pyyaml)
    case .toml: config(bytes, .toml, .core)
    case .csv: metrics(bytes, "m.csv")
    case .jsonl: metrics(bytes, "m.jsonl")
    case .formula: formula(bytes)
    case .journal: journal(bytes)
    case .bundle: bundle(bytes)
    case .note: note(bytes)
    case .proof: proof(bytes)
    case .envelope: envelope(bytes)
    }
  }

  private func require(_ holds: Bool, _ law: String) {
    guard holds else { fatalError("\(self): \(law)") }
  }

  /// Both ways to the canonical bytes lead to the same, and these are a fixed point.
  private func json(_ bytes: [UInt8]) {
    let direct = JSONCanonicalizer.canonicalBytes(of: bytes)
    guard let value = try? JSONReader.read(bytes) else { return }
    let canonical = value.canonicalBytes
    if let direct { require(direct == canonical, "two canonical forms") }
    guard let again = try? JSONReader.read(canonical) else { fatalError("\(self): its canonical form cannot be read") }
    require(again.untagged.canonicalBytes == canonical, "the canonical form of the canonical form is another")
  }

  private func config(_ bytes: [UInt8], _ format: ConfigFormat, _ yaml: YAMLReading) {
    guard let document = try? ConfigReader.read(bytes, format: format, named: "c", yaml: yaml) else { return }
    let canonical = Value.object(document.root).canonicalBytes
    require((try? JSONReader.read(canonical).untagged.canonicalBytes) == canonical, "what was read has no canonical form")
  }

  private func metrics(_ bytes: [UInt8], _ name: String) {
    guard let table = try? MetricReader.read(bytes, shownAs: name, epochColumns: ["epoch", "step"]) else { return }
    for summary in table.summaries() { require(summary.nonFinite <= summary.count, "more odd points than points") }
  }

  /// A criterion that was printed is the same criterion.
  private func formula(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for mode in [Formula.Mode.formula, .filter] {
      guard let formula = try? Formula.parse(text, mode: mode) else { continue }
      require((try? Formula.parse(formula.description)) == formula, "what was printed is another expression")
    }
  }

  private func journal(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard let entry = try? Entry(line: Array(line)) else { continue }
      require(entry.digest == .sha256(Array(line)), "an entry's digest is not that of its line")
      switch entry.kind {
      case .registered: _ = try? ValueDecoder.decode(Registration.self, from: entry.body)
      case .finished: _ = try? ValueDecoder.decode(Attempt.self, from: entry.body)
      case .released: _ = try? ValueDecoder.decode(Release.self, from: entry.body)
      default: break
      }
    }
  }

  private func bundle(_ bytes: [UInt8]) {
    guard let reader = try? BundleReader(BundleInput(bytes, named: "b")) else { return }
    require(reader.manifest.size <= bytes.count, "a bundle declares more than it holds")
    try? reader.read(to: nil)
  }

  private func note(_ bytes: [UInt8]) {
    guard let note = try? SignedNote(bytes) else { return }
    require(Array(note.description.utf8) == bytes, "a note has two forms")
    guard let checkpoint = try? Checkpoint(bytes) else { return }
    require(checkpoint.note == note, "a checkpoint is another note")
  }

  private func proof(_ bytes: [UInt8]) {
    guard let proof = try? InclusionProof(bytes) else { return }
    require((try? InclusionProof(Array(proof.description.utf8))) != nil, "a proof that was written cannot be read")
    _ = try? ProofCheck.check(bytes, keys: [], folder: "/nowhere")
  }

  private func envelope(_ bytes: [UInt8]) {
    guard let envelope = try? Envelope(bytes) else { return }
    require((try? Envelope(envelope.bytes)) == envelope, "an envelope that was written is another")
    _ = try? ProofCheck.check(bytes, keys: [], folder: "/nowhere")
  }
}

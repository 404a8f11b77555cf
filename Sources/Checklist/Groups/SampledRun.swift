import Provenance

/// One run among many that are summed up.
public struct SampledRun: Sendable {
  /// The experiment's name.
  public var name: String
  /// The config without seeds and without what does not matter.
  public var parameters: [Parameter]
  /// What seeds it was started with; nil: none is recorded.
  public var seeds: String?
  /// The seeds in the config; those of a command's flags are in ``seeds`` alone.
  public var seedParameters: [Parameter]
  /// The digest of what the policy calls code; nil where it is unknown.
  public var code: String?
  /// The digest of the data inputs; nil where none is declared or it is unknown.
  public var data: String?
  /// The machine; nil where nobody wrote it down.
  public var host: String?
  /// The values of the policy's class keys, in their order, as they are shown.
  public var classValues: [String?]
  /// One for each metric that is asked about; nil: it has none. NaN is a value.
  public var values: [Double?]

  public init(
    name: String, parameters: [Parameter], seeds: String?, seedParameters: [Parameter] = [], code: String? = nil,
    data: String? = nil,
    host: String? = nil, classValues: [String?] = [], values: [Double?]
  ) {
    (self.name, self.parameters, self.code) = (name, parameters, code)
    (self.seeds, self.seedParameters) = (seeds, seedParameters)
    (self.data, self.host, self.classValues, self.values) = (data, host, classValues, values)
  }

  /// The value of a key, of which a unique end will do.
  func value(of key: String) -> Value? {
    let ends = parameters.filter { $0.key.hasSuffix("." + key) }
    return (parameters.first { $0.key.isExactly(key) } ?? (ends.count == 1 ? ends[0] : nil))?.value
  }
}

extension Comparability {
  /// Whether many runs are of one class; of more than two classes the first two are told.
  public init(keys: [String], among runs: [SampledRun]) {
    self.init(
      differences: keys.indices.compactMap { index in
        let values = runs.map { index < $0.classValues.count ? $0.classValues[index] : nil }
        guard let first = values.first, let other = values.first(where: { $0 != first }) else { return nil }
        return Difference(key: keys[index], left: first, right: other)
      })
  }
}

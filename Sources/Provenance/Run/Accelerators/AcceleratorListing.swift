/// The GPUs of this machine as their driver's own tool lists them, and those that a process may see.
public struct AcceleratorListing: Sendable, Equatable {
  /// In the driver's order.
  public var accelerators: [EnvironmentState.Accelerator]
  /// The variables by which a process is shown some of them only.
  public var system: System

  /// Whose GPUs they are.
  public enum System: Sendable {
    case nvidia, amd

    /// The variable that names the GPUs which a process may see.
    public var variable: String { self == .nvidia ? "CUDA_VISIBLE_DEVICES" : "HIP_VISIBLE_DEVICES" }
  }

  public init(_ accelerators: [EnvironmentState.Accelerator], system: System = .nvidia) {
    (self.accelerators, self.system) = (accelerators, system)
  }

  /// Asks `nvidia-smi`, or where there is none `rocm-smi`.
  ///
  /// - Parameters:
  ///   - environment: all variables, `NAME=value`.
  ///   - cacheFolder: keeps the answer until the next boot; nil: asked anew.
  /// - Throws: kind `environment` if the tool gives no answer. A machine without either tool has no GPU.
  public static func now(environment: [String], cacheFolder: String? = nil, now: Moment = .now()) throws(Failure)
    -> AcceleratorListing
  {
    let search = ProgramSearch(environment: environment, folder: "/")
    var cache = AnswerCache(folder: cacheFolder, now: now)
    let capture = AcceleratorCapture(search: search, cache: &cache)
    let system: System = search.find("nvidia-smi") != nil ? .nvidia : .amd
    let found = capture.finish(into: &cache)
    cache.write()
    switch found {
    case .known(let accelerators): return AcceleratorListing(accelerators, system: system)
    case .unknown(let reason):
      throw Failure(.environment, "the GPUs cannot be listed: \(reason)", hint: "look what their tool says: nvidia-smi")
    }
  }

  /// Returns those that a value of ``System/variable`` leaves visible, in its order: numbers, or beginnings of ids. Nil leaves all. As for
  /// the driver, the first entry that names none ends the list.
  public func visible(_ value: String?) -> [EnvironmentState.Accelerator] {
    guard let value else { return accelerators }
    var found: [EnvironmentState.Accelerator] = []
    for part in value.split(separator: ",", omittingEmptySubsequences: false) {
      let word = trimmed(part)
      let index = Int(word)
      let named = accelerators.filter { accelerator in
        index.map { $0 == accelerator.index } ?? (!word.isEmpty && accelerator.uuid?.hasPrefix(word) == true)
      }
      // The beginning of two ids names neither, and none is named twice.
      guard let one = named.first, named.count == 1, !found.contains(one) else { break }
      found.append(one)
    }
    return found
  }
}

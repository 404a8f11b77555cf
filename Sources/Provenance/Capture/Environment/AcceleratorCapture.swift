/// Asks the drivers' own tools which accelerators there are.
struct AcceleratorCapture: ~Copyable {
  private var list: Inquiry
  private var details: Inquiry
  private let isNvidia: Bool
  private let isPresent: Bool

  /// Seconds: a driver in trouble makes its tool wait forever.
  private static let patience = "20"
  private static let fields = "index,uuid,name,driver_version,memory.total"

  /// Starts the tools. Their answers hold until the next boot, or until the machine's devices or the tool change.
  init(search: ProgramSearch, root: String = "", cache: inout AnswerCache) {
    let devices = ((try? FileReading.names(in: root + "/dev")) ?? []).filter { $0.hasPrefix("nvidia") || $0 == "kfd" }
    let boot = FileHead.text(root + "/proc/sys/kernel/random/boot_id", limit: 64) ?? ""
    func ask(_ tool: String, _ options: [String]) -> Inquiry {
      let identity = FileStatus.of(tool, followingLinks: true).map(AnswerCache.identity) ?? ""
      let visible = search.variables["NVIDIA_VISIBLE_DEVICES"] ?? ""
      let key = "accelerators \(tool) \(identity) \(trimmed(boot[...])) \(devices) \(visible) \(options)"
      let guarded = search.find("timeout").map { [$0, Self.patience, tool] } ?? [tool]
      return Inquiry.start(guarded + options, in: "/", variables: search.environment, key: key, cache: &cache)
    }
    if let tool = search.find("nvidia-smi") {
      (isNvidia, isPresent) = (true, true)
      list = ask(tool, ["--query-gpu=" + Self.fields, "--format=csv,noheader,nounits"])
      details = ask(tool, ["-q", "-x"])
    } else if let tool = search.find("rocm-smi") {
      (isNvidia, isPresent) = (false, true)
      let wanted = ["--showproductname", "--showuniqueid", "--showdriverversion", "--showmeminfo", "vram", "--json"]
      list = ask(tool, wanted)
      details = .refused("")
    } else {
      (isNvidia, isPresent) = (false, false)
      list = .refused("")
      details = .refused("")
    }
  }

  consuming func finish(into cache: inout AnswerCache) -> Known<[EnvironmentState.Accelerator]> {
    guard isPresent else { return .known([]) }
    let (isNvidia, tool) = (isNvidia, isNvidia ? "nvidia-smi" : "rocm-smi")
    let list = list.finish(into: &cache) { outcome in
      if outcome.status == 124 { return .unknown("\(tool): no answer within \(Self.patience) seconds") }
      return outcome.succeeded ? .known(outcome.text) : .unknown("\(tool): \(outcome.complaint)")
    }
    let details = details.finish(into: &cache) { $0.succeeded ? .known(Self.element("cuda_version", $0.text)) : .unknown("") }
    guard let text = list.value else { return .unknown(list.reason ?? "") }
    return isNvidia ? Self.nvidia(text, cuda: details.value) : Self.rocm(text)
  }

  static func nvidia(_ text: String, cuda: String?) -> Known<[EnvironmentState.Accelerator]> {
    var found: [EnvironmentState.Accelerator] = []
    for line in text.split(separator: "\n") where !trimmed(line).isEmpty && trimmed(line) != "No devices were found" {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
      guard fields.count == 5, let index = Int(fields[0]) else { return .unknown("nvidia-smi: cannot read \"\(trimmed(line))\"") }
      found.append(
        EnvironmentState.Accelerator(
          index: index, name: fields[2], uuid: fields[1], driver: fields[3],
          runtime: cuda.flatMap { $0.isEmpty ? nil : "CUDA " + $0 }, memory: Int(fields[4])))
    }
    return .known(found)
  }

  static func rocm(_ text: String) -> Known<[EnvironmentState.Accelerator]> {
    let start = text.firstIndex(of: "{") ?? text.endIndex
    guard let report = (try? JSONReader.read(String(text[start...])))?.object else {
      return .unknown("rocm-smi: its answer is not JSON")
    }
    func field(_ card: Value, _ names: String...) -> String? { names.lazy.compactMap { card[$0]?.string }.first }
    let driver = report["system"].flatMap { field($0, "Driver version") }
    var found: [EnvironmentState.Accelerator] = []
    for member in report.members where member.key.hasPrefix("card") {
      guard let index = Int(member.key.dropFirst(4)) else { continue }
      let card = member.value
      let bytes = field(card, "VRAM Total Memory (B)").flatMap { Int($0) }
      found.append(
        EnvironmentState.Accelerator(
          index: index, name: field(card, "Card series", "Card Series", "Card model", "Card Model") ?? "unnamed",
          uuid: field(card, "Unique ID"), driver: driver, memory: bytes.map { $0 / 1_048_576 }))
    }
    return .known(found.sorted { $0.index < $1.index })
  }

  private static func element(_ name: String, _ text: String) -> String {
    let parts = text.split(separator: "<" + name + ">", maxSplits: 1)
    return parts.count == 2 ? trimmed(parts[1].prefix { $0 != "<" }) : ""
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads what the machine is, from the files in which Linux says so.
struct SystemCapture {
  /// Before every path; empty for this machine.
  var root = ""
  let variables: [String: String]

  func capture() -> EnvironmentState.SystemState {
    var name = utsname()
    uname(&name)
    let groups = FileHead.text(root + "/proc/self/cgroup", limit: 16384) ?? ""
    let limits = ControlGroups(root: root, membership: groups)
    return EnvironmentState.SystemState(
      host: text(&name.nodename), os: operatingSystem ?? text(&name.sysname),
      kernel: text(&name.sysname) + " " + text(&name.release), architecture: text(&name.machine),
      cpu: processor, cores: min(usableCores, limits.cores ?? .max), memory: memory(limit: limits.memory),
      container: container(groups))
  }

  private var operatingSystem: String? {
    for path in ["/etc/os-release", "/usr/lib/os-release"] {
      guard let content = FileHead.text(root + path, limit: 16384) else { continue }
      let fields = content.split(separator: "\n").filter { $0.hasPrefix("PRETTY_NAME=") }
      if let value = fields.first?.dropFirst("PRETTY_NAME=".count) {
        return String(value.drop { $0 == "\"" || $0 == "'" }.prefix { $0 != "\"" && $0 != "'" })
      }
    }
    return nil
  }

  /// Every core says the same; a machine with hundreds needs milliseconds to print them all.
  private var processor: Known<String> {
    guard let content = FileHead.text(root + "/proc/cpuinfo", limit: 4096) else { return .unknown("no /proc/cpuinfo") }
    for line in content.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, ["model name", "Model", "cpu model"].contains(trimmed(parts[0])) else { continue }
      return .known(trimmed(parts[1]))
    }
    return .unknown("/proc/cpuinfo names no model")
  }

  /// The scheduler's mask, as the kernel prints it.
  private var usableCores: Int {
    let status = FileHead.text(root + "/proc/self/status", limit: 16384) ?? ""
    let field = "Cpus_allowed_list:"
    if let line = status.split(separator: "\n").first(where: { $0.hasPrefix(field) }),
      let count = Self.count(trimmed(line.dropFirst(field.count)))
    {
      return count
    }
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// How many numbers a list such as `0-3,8` names.
  static func count(_ list: String) -> Int? {
    var total = 0
    for range in list.split(separator: ",") {
      let ends = range.split(separator: "-").map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else { return nil }
      total += last - first + 1
    }
    return total > 0 ? total : nil
  }

  private func memory(limit: Int64?) -> Known<Int64> {
    guard let content = FileHead.text(root + "/proc/meminfo", limit: 4096) else { return .unknown("no /proc/meminfo") }
    let words = content.split(separator: "\n").first { $0.hasPrefix("MemTotal:") }?.split(separator: " ")
    guard let words, words.count > 1, let kibibytes = Int64(words[1]) else { return .unknown("/proc/meminfo names no total") }
    return .known(min(kibibytes * 1024, limit ?? .max))
  }

  private func container(_ groups: String) -> String? {
    if variables["APPTAINER_NAME"] != nil || variables["APPTAINER_CONTAINER"] != nil { return "apptainer" }
    if variables["SINGULARITY_NAME"] != nil || variables["SINGULARITY_CONTAINER"] != nil { return "singularity" }
    if variables["KUBERNETES_SERVICE_HOST"] != nil || groups.contains("kubepods") { return "kubernetes" }
    if FileStatus.of(root + "/run/.containerenv") != nil || groups.contains("libpod") { return "podman" }
    if FileStatus.of(root + "/.dockerenv") != nil || groups.contains("/docker") { return "docker" }
    return groups.contains("/lxc") ? "lxc" : nil
  }

  private func text<Characters>(_ characters: inout Characters) -> String {
    withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

/// The limits that control groups set, version 1 and 2.
struct ControlGroups {
  let cores: Int?
  /// Bytes.
  let memory: Int64?

  /// - Parameter membership: the content of `/proc/self/cgroup`.
  init(root: String, membership: String) {
    var folders: [String] = []
    for line in membership.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      let controllers = fields[1].split(separator: ",")
      let below = fields[2] == "/" ? "" : String(fields[2])
      if fields[0] == "0", fields[1].isEmpty { folders.append(below) }
      for controller in controllers where controller == "memory" || controller == "cpu" {
        folders.append("/\(controller)\(below)")
        folders.append("/\(controller)")
      }
    }
    folders.append("")
    let texts = { (file: String) in
      folders.compactMap { FileHead.text(root + "/sys/fs/cgroup" + $0 + "/" + file, limit: 256) }
    }
    let limits = (texts("memory.max") + texts("memory.limit_in_bytes")).compactMap { Int64(trimmed($0[...])) }
    // Version 1 says "no limit" by a number near 2^63.
    memory = limits.filter { $0 > 0 && $0 < 1 << 60 }.min()
    var shares: [Int] = []
    for text in texts("cpu.max") {
      let words = text.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
      if words.count == 2, words[1] > 0 { shares.append((words[0] + words[1] - 1) / words[1]) }
    }
    let quotas = texts("cpu.cfs_quota_us").compactMap { Int(trimmed($0[...])) }
    let periods = texts("cpu.cfs_period_us").compactMap { Int(trimmed($0[...])) }
    for (quota, period) in zip(quotas, periods) where quota > 0 && period > 0 {
      shares.append((quota + period - 1) / period)
    }
    cores = shares.min()
  }
}

/// The beginning of a file, for files whose size says nothing (`/proc`) or whose head is enough.
enum FileHead {
  /// - Returns: nil if the file cannot be read.
  static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var failed = false
    let content = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit {
        let got = read(descriptor, buffer.baseAddress! + count, limit - count)
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        guard got > 0 else { break }
        count += got
      }
    }
    return failed ? nil : content
  }

  static func text(_ path: String, limit: Int) -> String? {
    bytes(path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The text without spaces, tabs and line ends around it.
func trimmed(_ text: Substring) -> String {
  var bytes = text.utf8[...]
  while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
  while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
  return String(Substring(bytes))
}

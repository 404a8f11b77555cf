/// How often the system has ended a process for want of memory: a number that has grown while a command ran is evidence that the command
/// was one of them.
public enum OutOfMemory {
  /// Returns the count of this process's own control group where the system keeps one, else of the machine; nil where neither is told.
  ///
  /// - Parameter root: before every path; empty for this machine.
  public static func count(root: String = "") -> Int? {
    let groups = FileHead.text(root + "/proc/self/cgroup", limit: 16_384) ?? ""
    if let own = groups.split(separator: "\n").first(where: { $0.hasPrefix("0::") })?.dropFirst(3),
      let count = field("oom_kill", of: root + "/sys/fs/cgroup" + (own == "/" ? "" : own) + "/memory.events")
    {
      return count
    }
    return field("oom_kill", of: root + "/proc/vmstat")
  }

  private static func field(_ name: String, of path: String) -> Int? {
    FileHead.text(path, limit: 65_536)?.split(separator: "\n").first { $0.hasPrefix(name + " ") }.flatMap {
      Int(trimmed($0.dropFirst(name.utf8.count + 1)))
    }
  }
}

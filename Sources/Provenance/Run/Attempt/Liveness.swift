#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What tells one process from every other: a number alone comes round again.
public enum Liveness {
  /// The boot of this machine; nil where the system does not tell it. Containers of one machine share it.
  public static var boot: String? {
    FileHead.text("/proc/sys/kernel/random/boot_id", limit: 64).map { trimmed($0[...]) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Names the space in which this process's numbers mean something, such as `pid:[4026531836]`; nil where there is only one.
  public static var namespace: String? {
    var buffer = [CChar](repeating: 0, count: 128)
    let count = readlink("/proc/self/ns/pid", &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  /// The machine's own name.
  public static var host: String {
    var name = utsname()
    uname(&name)
    return withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// When a process began, in ticks since the boot; nil if there is none of that number, or it has ended and waits to be told of.
  public static func ticks(of process: Int) -> Int? {
    guard let stat = FileHead.text("/proc/\(process)/stat", limit: 4096), let close = stat.utf8.lastIndex(of: UInt8(ascii: ")"))
    else {
      return nil
    }
    // Behind the name, which may hold anything: state is the third field, the start the twenty-second.
    let fields = stat[stat.utf8.index(after: close)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return Int(fields[19])
  }
}

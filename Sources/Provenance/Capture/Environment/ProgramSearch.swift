#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds programs as the command's own environment would.
struct ProgramSearch: Sendable {
  /// `NAME=value`, as children get them.
  private(set) var environment: [String]
  /// The same by name; of a name that comes twice, the first.
  private(set) var variables: [String: String] = [:]
  let folder: String

  init(environment: [String], folder: String) {
    self.environment = environment
    self.folder = folder
    for variable in environment {
      guard let (name, value) = Self.split(variable) else { continue }
      if variables[name] == nil { variables[name] = value }
    }
  }

  /// The path of an executable file; nil if there is none. A name with `/` is taken from the folder, any other from `PATH`.
  func find(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    if name.utf8.contains(UInt8(ascii: "/")) {
      let path = absolutePath(name, from: folder)
      return isProgram(path) ? path : nil
    }
    let places = (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return places.lazy.map { absolutePath(String($0), from: folder) + "/" + name }.first(where: isProgram)
  }

  /// The same search with a variable set.
  func setting(_ name: String, _ value: String) -> ProgramSearch {
    ProgramSearch(environment: ["\(name)=\(value)"] + environment.filter { !$0.hasPrefix(name + "=") }, folder: folder)
  }

  /// The same search that looks into a folder first.
  func preferring(_ place: String) -> ProgramSearch {
    setting("PATH", place + (variables["PATH"].map { ":" + $0 } ?? ":/usr/local/bin:/usr/bin:/bin"))
  }

  static func split(_ variable: String) -> (name: String, value: String)? {
    guard let sign = variable.utf8.firstIndex(of: UInt8(ascii: "=")), sign != variable.startIndex else { return nil }
    return (String(variable[..<sign]), String(variable[variable.utf8.index(after: sign)...]))
  }

  private func isProgram(_ path: String) -> Bool {
    access(path, X_OK) == 0 && FileStatus.of(path, followingLinks: true)?.kind == .file
  }
}

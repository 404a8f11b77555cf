/// Finds the paths that stand in a record, and looks whether they lead somewhere (F21).
struct RecordedPathSearch {
  let project: Project
  let record: ExperimentRecord
  let environment: EnvironmentState?

  var paths: [RecordedPath] {
    configPaths + dataPaths + lockFiles + artifacts + links + machinePaths
  }

  /// - Parameter folder: what a relative path is relative to.
  private func path(_ path: String, _ role: String, from folder: String, place: String? = nil) -> RecordedPath {
    let target = absolutePath(path, from: folder)
    return RecordedPath(path: path, role: role, place: place, leads: FileStatus.of(target, followingLinks: true) != nil)
  }

  private var configPaths: [RecordedPath] {
    let config = record.registration.config
    var found: [RecordedPath] = []
    if isFile(config.source) { found.append(path(config.source, "config source", from: project.root)) }
    if !config.file.isEmpty && config.source != "none" { found.append(path(config.file, "config file", from: record.folder)) }
    return found
  }

  /// A source is a file, or words that no file is: `arguments`, `none`, `-`, `command: …`.
  private func isFile(_ source: String) -> Bool {
    !["arguments", "none", "-", "stdin", ""].contains(source) && !source.contains(": ") && !source.contains("://")
  }

  private var dataPaths: [RecordedPath] {
    record.registration.data.filter { !$0.path.contains("://") && !$0.path.hasPrefix("hf:") }.map { input in
      // What is only declared need not lie here.
      input.mode == .declared
        ? RecordedPath(path: input.path, role: "data input", leads: nil) : path(input.path, "data input", from: project.root)
    }
  }

  private var lockFiles: [RecordedPath] {
    (environment?.lockFiles ?? []).map { path($0.path, "lock file", from: project.root, place: "environment.json") }
  }

  private var artifacts: [RecordedPath] {
    (record.attempt?.artifacts ?? []).compactMap { artifact in
      let leads = record.path(of: artifact, in: project).map { FileStatus.of($0, followingLinks: true) != nil } ?? false
      // What was let go leads nowhere, and its record says so.
      if !leads, record.release(of: artifact) != nil { return nil }
      return RecordedPath(path: artifact.path, role: "artifact", leads: leads)
    }
  }

  /// Links in a README that lies in the folder: relative ones must lead somewhere.
  private var links: [RecordedPath] {
    guard let text = try? FileReading.text(of: record.folder + "/README.md", limit: 4_000_000) else { return [] }
    var found: [RecordedPath] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for target in Self.targets(in: line) {
        found.append(path(target, "link", from: record.folder, place: "README.md:\(index + 1)"))
      }
    }
    return found
  }

  /// The targets of `[text](target)` that are paths, without their fragments.
  static func targets(in line: Substring) -> [String] {
    var targets: [String] = []
    var rest = line.utf8[...]
    while let bracket = rest.firstIndex(of: UInt8(ascii: "]")) {
      rest = rest[rest.index(after: bracket)...]
      guard rest.first == UInt8(ascii: "(") else { continue }
      rest.removeFirst()
      guard let end = rest.firstIndex(of: UInt8(ascii: ")")) else { break }
      let inner = Substring(rest[..<end])
      let target = inner.split(whereSeparator: { $0 == "#" || $0 == " " || $0 == "\"" }).first.map(String.init) ?? ""
      if !target.isEmpty && !inner.hasPrefix("#") && !target.contains(":") { targets.append(target) }
    }
    return targets
  }

  /// Absolute paths in the config and in the command: nobody looks where they lead, but they hold on one machine only.
  private var machinePaths: [RecordedPath] {
    let words = (record.registration.command?.argv ?? []).dropFirst()
    return words.filter(isAbsolute).map { RecordedPath(path: $0, role: "word of the command", leads: nil) } + configValues
  }

  private var configValues: [RecordedPath] {
    guard let bytes = try? FileReading.bytes(of: record.folder + "/config.json"), let value = try? JSONReader.read(bytes) else {
      return []
    }
    return Parameter.all(in: value.untagged).compactMap { parameter in
      guard let text = parameter.value.string, isAbsolute(text) else { return nil }
      let place = "config.json" + (parameter.line.map { ":\($0)" } ?? "")
      return RecordedPath(path: text, role: parameter.key, place: place, leads: nil)
    }
  }

  private func isAbsolute(_ text: String) -> Bool {
    text.hasPrefix("/") && text.utf8.count > 1 && !text.hasPrefix("//") && !text.contains("\n")
  }
}

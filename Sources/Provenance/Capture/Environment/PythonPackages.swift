/// Reads which Python distributions are installed from their metadata, as `pip inspect` does, without starting pip.
struct PythonPackages {
  /// `sys.path`: of two distributions of one name, the first is the one that is imported.
  let folders: [String]

  func capture(_ cache: inout AnswerCache) -> [EnvironmentState.Package] {
    var found: [String: EnvironmentState.Package] = [:]
    var links: [String: String] = [:]
    var seen: Set<String> = []
    for folder in folders where seen.insert(folder).inserted {
      if folder.hasSuffix(".egg"), let package = package(folder + "/EGG-INFO", &cache) { add(package, to: &found) }
      for name in (try? FileReading.names(in: folder)) ?? [] where !name.hasPrefix("~") {
        let path = folder + "/" + name
        if name.hasSuffix(".dist-info") || name.hasSuffix(".egg-info") {
          if let package = package(path, &cache) { add(package, to: &found) }
        } else if name.hasSuffix(".egg-link") {
          links[Self.normalised(String(name.dropLast(".egg-link".count)))] = linked(path)
        } else if name.hasSuffix(".egg"), let package = package(path + "/EGG-INFO", &cache) {
          add(package, to: &found)
        }
      }
    }
    for (name, folder) in links where found[name] != nil {
      found[name]?.editable = true
      found[name]?.source = "file://" + folder
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private func add(_ package: EnvironmentState.Package, to found: inout [String: EnvironmentState.Package]) {
    let name = Self.normalised(package.name)
    if found[name] == nil { found[name] = package }
  }

  /// A package is read again only if its metadata's folder or its list of files is new.
  private func package(_ path: String, _ cache: inout AnswerCache) -> EnvironmentState.Package? {
    guard let status = FileStatus.of(path, followingLinks: true) else { return nil }
    let listing = FileStatus.of(path + "/RECORD", followingLinks: true)
    let key = "package " + AnswerCache.identity(status) + " " + (listing.map(AnswerCache.identity) ?? "")
    if let answer = cache.answer(to: key), let package = Self.package(answer) { return package }
    guard let package = read(path, isFolder: status.kind == .folder, hasRecord: listing != nil) else { return nil }
    if cache.isSettled(status), listing.map(cache.isSettled) ?? true { cache.remember(Self.text(package), for: key) }
    return package
  }

  /// A line a field: a hundred of these are read for every capture.
  private static func text(_ package: EnvironmentState.Package) -> String {
    let fields = [
      package.name, package.version, package.source ?? "", package.editable == true ? "editable" : "",
      package.record?.description ?? "",
    ]
    return fields.map { String($0.map { $0.isNewline ? " " : $0 }) }.joined(separator: "\n")
  }

  private static func package(_ text: String) -> EnvironmentState.Package? {
    let fields = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
    guard fields.count == 5 else { return nil }
    return EnvironmentState.Package(
      name: fields[0], version: fields[1], source: fields[2].isEmpty ? nil : fields[2],
      editable: fields[3].isEmpty ? nil : true, record: Digest(fields[4]))
  }

  private func read(_ path: String, isFolder: Bool, hasRecord: Bool) -> EnvironmentState.Package? {
    let heads = isFolder ? [path + "/METADATA", path + "/PKG-INFO"] : [path]
    let text = heads.lazy.compactMap { FileHead.text($0, limit: 65536) }.first
    let header = Self.header(text ?? "")
    // `name-version.dist-info`: what is left when the metadata cannot be read.
    let parts = lastComponent(of: path).split(separator: "-", maxSplits: 1)
    guard let name = header.name ?? (parts.count == 2 ? String(parts[0]) : nil) else { return nil }
    var package = EnvironmentState.Package(name: name, version: header.version ?? "")
    if header.version == nil, parts.count == 2 {
      package.version = String(parts[1].dropLast(path.hasSuffix(".dist-info") ? 10 : 9))
    }
    if hasRecord { package.record = try? FileReading.sha256(of: path + "/RECORD") }
    if isFolder, let text = try? FileReading.text(of: path + "/direct_url.json", limit: 65536),
      let origin = try? JSONReader.read(text)
    {
      (package.source, package.editable) = Self.origin(origin)
    }
    return package
  }

  /// PEP 610: the URL, and the commit or hash that pins it.
  static func origin(_ value: Value) -> (source: String?, editable: Bool?) {
    guard let url = value["url"]?.string.map({ URLCredentials($0).stripped }) else { return (nil, nil) }
    if let control = value["vcs_info"] {
      let commit = control["commit_id"]?.string.map { "@" + $0 } ?? ""
      let kind = control["vcs"]?.string.map { $0 + "+" } ?? ""
      return (kind + url + commit, nil)
    }
    if let archive = value["archive_info"] {
      let hashes = archive["hashes"]?.object?.members.compactMap { member in member.value.string.map { member.key + "=" + $0 } }
      let hash = hashes?.sorted().first { $0.hasPrefix("sha256=") } ?? hashes?.first ?? archive["hash"]?.string
      return (url + (hash.map { "#" + $0 } ?? ""), nil)
    }
    return (url, value["dir_info"]?["editable"]?.bool == true ? true : nil)
  }

  private static func header(_ text: String) -> (name: String?, version: String?) {
    var (name, version): (String?, String?) = (nil, nil)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line == "\r" || name != nil && version != nil { break }
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      switch parts[0].lowercased() {
      case "name": name = trimmed(parts[1])
      case "version": version = trimmed(parts[1])
      default: break
      }
    }
    return (name, version)
  }

  private func linked(_ path: String) -> String? {
    FileHead.text(path, limit: 4096)?.split(separator: "\n").first.map { trimmed($0) }
  }

  /// PEP 503: names that differ only in case and in `-`, `_`, `.` are one.
  static func normalised(_ name: String) -> String {
    var result: [UInt8] = []
    for byte in name.utf8 {
      if byte == 0x2D || byte == 0x5F || byte == 0x2E {
        if result.last != 0x2D { result.append(0x2D) }
      } else {
        result.append(isCapital(byte) ? byte | 0x20 : byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

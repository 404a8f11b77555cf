#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Returns the folder that holds a path: `a/b` → `a`, `b` → `.`, `/b` → `/`.
public func parent(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Returns the last component of a path.
public func lastComponent(of path: String) -> String {
  guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
  return String(path[path.utf8.index(after: slash)...])
}

/// Returns the path made absolute from a folder, with `.` and `..` taken out by words alone, links not followed.
public func absolutePath(_ path: String, from folder: String) -> String {
  let whole = path.hasPrefix("/") ? path : folder + "/" + path
  var parts: [Substring] = []
  for part in whole.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

/// Returns the path relative to a folder above it; nil if it lies elsewhere. Both absolute.
public func relativePath(_ path: String, to folder: String) -> String? {
  if path == folder { return "." }
  let prefix = folder.hasSuffix("/") ? folder : folder + "/"
  return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : nil
}

/// Returns the path with all links followed; nil if it leads nowhere.
public func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// What somebody says about data without its content being read: DVC, git-LFS, Hugging Face, a URL.
struct DataDeclaration {
  /// Such as `dvc md5:…`, `lfs sha256:…`, `hf:owner/name@revision`.
  let text: String
  var files = 0
  /// Bytes.
  var size: Int64 = 0
  /// How far links of the data may lead: a Hugging Face snapshot's lead to its repository's blobs.
  var boundary: String?

  /// The text of a URL without credentials; nil if the path is none.
  static func url(_ path: String) -> String? {
    if path.hasPrefix("hf:") || path.hasPrefix("doi:") { return path }
    guard path.contains("://") else { return nil }
    return URLCredentials(path).replaced(where: { SecretName($0).isSecret && !$1.isEmpty }, by: { _ in "redacted" })
  }

  /// What is said beside a path: `path.dvc`, or by the folders that it lies in.
  static func beside(_ path: String) -> DataDeclaration? {
    if let text = FileHead.text(path + ".dvc", limit: 65536) { return dvc(text) }
    return huggingFace(path)
  }

  /// The pointer file that git-LFS leaves where the content was not fetched.
  static func pointer(_ path: String, _ status: FileStatus) -> DataDeclaration? {
    guard status.kind == .file, status.size < 1024, let text = FileHead.text(path, limit: 1024),
      text.hasPrefix("version https://git-lfs.github.com/spec/")
    else { return nil }
    var declaration: DataDeclaration?
    var size: Int64 = 0
    for line in text.split(separator: "\n") {
      if line.hasPrefix("oid sha256:") { declaration = DataDeclaration(text: "lfs " + line.dropFirst(4), files: 1) }
      if line.hasPrefix("size ") { size = Int64(line.dropFirst(5)) ?? 0 }
    }
    declaration?.size = size
    return declaration
  }

  /// Fields of the first output in a `.dvc` file, which DVC itself writes one a line.
  static func dvc(_ text: String) -> DataDeclaration? {
    var declaration: DataDeclaration?
    var (files, size): (Int?, Int64?) = (nil, nil)
    for line in text.split(separator: "\n") {
      let parts = line.drop { $0 == " " || $0 == "-" }.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = trimmed(parts[1])
      switch parts[0] {
      case "md5" where line.first == " " || line.first == "-", "etag", "checksum":
        if declaration == nil { declaration = DataDeclaration(text: "dvc \(parts[0]):\(value)") }
      case "size": size = size ?? Int64(value)
      case "nfiles": files = files ?? Int(value)
      default: break
      }
    }
    declaration?.files = files ?? 1
    declaration?.size = size ?? 0
    return declaration
  }

  /// `…/models--owner--name/snapshots/<revision>`.
  static func huggingFace(_ path: String) -> DataDeclaration? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let place = parts.lastIndex(of: "snapshots"), place > 0, place + 1 < parts.count else { return nil }
    let kinds = ["models--": "", "datasets--": "datasets/", "spaces--": "spaces/"]
    let repository = parts[place - 1]
    guard let kind = kinds.first(where: { repository.hasPrefix($0.key) }) else { return nil }
    let owned = String(repository.dropFirst(kind.key.count)).replacing("--", with: "/")
    let folder = parts[..<place].joined(separator: "/")
    return DataDeclaration(text: "hf:\(kind.value)\(owned)@\(parts[place + 1])", boundary: realPath(folder) ?? folder)
  }
}

/// The captured trees of experiments in one file that git reads by itself: a git bundle of `refs/xp/trees/*`.
struct CodeBundle: Sendable {
  let project: Project
  /// All variables, `NAME=value`.
  let environment: [String]

  /// Writes a bundle of those trees that the repository keeps.
  ///
  /// - Parameter path: where it is written, absolute.
  /// - Returns: the trees in it, sorted; with the reason for each that is not. No file is made if there is none.
  func write(_ trees: Set<Digest>, to path: String) throws(Failure) -> (kept: [Digest], leftOut: [BundleManifest.LeftOut]) {
    let sorted = trees.sorted { $0.description < $1.description }
    guard !sorted.isEmpty else { return ([], []) }
    func all(_ reason: String) -> (kept: [Digest], leftOut: [BundleManifest.LeftOut]) {
      ([], sorted.map { BundleManifest.LeftOut(path: $0.description, reason: reason) })
    }
    let repository: GitRepository
    do throws(Failure) { repository = try GitRepository(folder: project.root, environment: environment) } catch {
      return all(error.message)
    }
    let listed: [UInt8]
    do throws(Failure) {
      listed = try repository.git.output(["for-each-ref", "--format=%(objectname) %(refname)", "refs/xp/trees"])
    } catch {
      return all(error.message)
    }
    let refs = Set(String(decoding: listed, as: UTF8.self).split(separator: "\n").map(String.init))
    let kept = sorted.filter { refs.contains("\($0.hex) refs/xp/trees/\($0.hex)") }
    let gone = sorted.filter { !kept.contains($0) }
    if !kept.isEmpty {
      let names = kept.map { "refs/xp/trees/\($0.hex)\n" }.joined()
      _ = try repository.git.output(["bundle", "create", "--quiet", path, "--stdin"], input: Array(names.utf8))
    }
    return (kept, gone.map { BundleManifest.LeftOut(path: $0.description, reason: "the repository keeps no such tree") })
  }
}

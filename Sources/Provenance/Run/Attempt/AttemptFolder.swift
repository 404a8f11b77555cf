/// Where an attempt's files are: the experiment's own folder for the first, `attempt_2`, `attempt_3` … for the others.
public struct AttemptFolder: Sendable, Equatable {
  /// From 1.
  public let number: Int
  /// Relative to the experiment's folder; empty for the first.
  public let name: String
  /// Absolute.
  public let path: String

  /// Claims the next free one with its logs and its `attempt.txt`, all empty. Nothing is ever overwritten.
  ///
  /// - Parameter folder: the experiment's, absolute.
  /// - Throws: kind `environment` if it cannot be written.
  static func claim(in folder: String) throws(Failure) -> AttemptFolder {
    let logs = [ExperimentFiles.stdout, ExperimentFiles.stderr]
    if !logs.contains(where: { FileStatus.of(folder + "/" + $0) != nil }), try make(ExperimentFiles.attempt, in: folder) {
      for name in logs { _ = try make(name, in: folder) }
      return AttemptFolder(number: 1, name: "", path: folder)
    }
    var number = 2
    while try !FileWriting.claimFolder(folder + "/attempt_\(number)") { number += 1 }
    let path = folder + "/attempt_\(number)"
    for name in [ExperimentFiles.attempt] + logs { _ = try make(name, in: path) }
    return AttemptFolder(number: number, name: "attempt_\(number)", path: path)
  }

  /// - Returns: false if there is something of that name.
  private static func make(_ name: String, in folder: String) throws(Failure) -> Bool {
    guard FileStatus.of(folder + "/" + name) == nil else { return false }
    do throws(Failure) { try FileWriting.create(folder + "/" + name, with: [], durable: false) } catch {
      guard FileStatus.of(folder + "/" + name) == nil else { return false }
      throw error
    }
    return true
  }
}

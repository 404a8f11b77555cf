extension ExperimentRecord {
  /// Returns the file that the attempt under way logs points to; before the first attempt, the first one's.
  ///
  /// - Throws: kind `input` if all attempts have ended: their files are sealed.
  public func openPointLog() throws(Failure) -> String {
    let ended = Set(attempts.map(\.number))
    let started = entries.compactMap { $0.kind == .started ? $0.body["number"]?.int : nil }
    guard let number = started.last(where: { !ended.contains($0) }) ?? (ended.isEmpty ? 1 : nil) else {
      throw Failure(
        .input,
        "its \(ended.count == 1 ? "attempt has" : "attempts have") ended: what \(ended.count == 1 ? "it" : "they") logged is sealed",
        file: name, hint: "run it again, and log from inside the run")
    }
    return (number <= 1 ? folder : folder + "/attempt_\(number)") + "/" + ExperimentFiles.metrics
  }
}

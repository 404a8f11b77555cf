internal import Provenance

/// ` (did you mean …?)`, or nothing (F11).
func suggestion(for name: String, among names: [String]) -> String {
  let near = nearNames(to: name, in: names)
  return near.isEmpty ? "" : " (did you mean \(near.joined(separator: ", "))?)"
}

/// Whether a file is part of the record itself: nobody meant it as a metric file or a log.
func isOfTheRecord(_ path: String) -> Bool {
  ["config.json", "config.jcs", "environment.json", "command.sh", "attempt.txt", "README.md"].contains(lastComponent(of: path))
    || lastComponent(of: path).hasPrefix("journal.") || lastComponent(of: path).hasPrefix("config.source.")
}

internal import Provenance

/// ` (did you mean …?)`, or nothing (F11).
func suggestion(for name: String, among names: [String]) -> String {
  let near = nearNames(to: name, in: names)
  return near.isEmpty ? "" : " (did you mean \(near.joined(separator: ", "))?)"
}

internal import Provenance

extension Items {
  /// Paths of the record lead somewhere; those of one machine are named (F21).
  static let pathsLeadSomewhere: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    let entry = EvidencePlace.entry(evidence.registeredEntry)
    var weighing = Weighing()
    var absolute: [String] = []
    for path in evidence.paths {
      let place = path.place.map { EvidencePlace(place: $0) } ?? entry
      if path.leads == false { weighing.fail("\(path.role) \(path.path) leads nowhere", place) }
      if path.path.hasPrefix("/"), !absolute.contains(where: { $0.isExactly(path.path) }) {
        absolute.append(path.path)
        weighing.evidence.append(place)
      }
    }
    if weighing.evidence.isEmpty { weighing.evidence = [entry] }
    let looked = evidence.paths.filter { $0.leads != nil }.count
    let machine = absolute.isEmpty ? "" : "; absolute, so of this machine only: \(listed(absolute, limit: 6))"
    return weighing.ruling(
      pass: "\(looked) path\(looked == 1 ? "" : "s")\(machine)",
      remedy: "put back what was moved, or correct the link")
  }
}

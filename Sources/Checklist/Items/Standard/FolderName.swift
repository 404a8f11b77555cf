internal import Provenance

extension Items {
  static let folderName: @Sendable (Evidence, Policy) -> Ruling = { evidence, _ in
    let (name, registration) = (evidence.name, evidence.registration)
    let place = EvidencePlace.entry(evidence.registeredEntry)
    let form = "YYYYMMDD_HHMMSS_<model>_<short_title>"
    let remedy =
      evidence.isImported
      ? "it keeps the name under which it was adopted; to leave this out: [checklist] off = [\"folder-name\"] in xp.toml"
      : "rename the folder back"
    guard name.isExactly(evidence.recordedName) else {
      return .fail(
        "\(evidence.origin)the folder is \(name), recorded as \(evidence.recordedName)", [place],
        remedy: "rename it: mv \(name) \(evidence.recordedName)")
    }
    guard ExperimentName.fits(name), let time = Moment(stamp: String(name.prefix(15))) else {
      return .fail("\(evidence.origin)\(name) is not \(form) with a real UTC time", [place], remedy: remedy)
    }
    guard time.milliseconds <= evidence.registeredAt.milliseconds + clockSlack else {
      return .fail(
        "its time, \(time), is later than its registration at \(evidence.registeredAt)", [place], remedy: remedy)
    }
    guard parts(of: name, are: registration) else {
      return .fail(
        "\(evidence.origin)it does not name the recorded model and title: \(registration.model), \(registration.shortTitle)",
        [place], remedy: remedy)
    }
    return .pass("\(evidence.origin)\(name)", [place])
  }

  /// Whether what follows the time is model and short title, with the ordinal of its second if there is one.
  private static func parts(of name: String, are registration: Registration) -> Bool {
    guard let model = try? ExperimentName.part(registration.model, what: "model") else { return false }
    let expected = "\(model)_\(registration.shortTitle)"
    let found = name.dropFirst(16)
    guard found.hasPrefix(expected) else { return false }
    let rest = found.dropFirst(expected.count)
    return rest.isEmpty || (rest.first == "_" && (Int(rest.dropFirst()) ?? 0) > 1)
  }
}

import Provenance

struct EnvironmentComparison {
  let left: EnvironmentState?
  let right: EnvironmentState?
  let leftDigest: Known<Digest>
  let rightDigest: Known<Digest>

  var aspect: InputDifference.Aspect {
    if let left, let right {
      let facts = facts(left, right)
      return InputDifference.Aspect(facts.contains { !$0.ignored } ? .different : .same, facts: facts)
    }
    if let leftDigest = leftDigest.value, leftDigest == rightDigest.value { return InputDifference.Aspect(.same) }
    let reason = leftDigest.reason ?? rightDigest.reason ?? "environment.json could not be read"
    return InputDifference.Aspect(.unknown(reason))
  }

  private func facts(_ left: EnvironmentState, _ right: EnvironmentState) -> [InputDifference.Fact] {
    var facts = FactList.compare(system(left.system), system(right.system)) { ["host", "memory"].contains($0) }
    facts += FactList.compare(program(left.program), program(right.program)) {
      ["program path", "program prefix"].contains($0)
    }
    facts += FactList.compare(
      packages(left.program), packages(right.program), prefix: "package ")
    facts += FactList.compare(libraries(left.program), libraries(right.program), prefix: "library ")
    facts += FactList.compare(accelerators(left), accelerators(right))
    facts += FactList.compare(
      left.modules.map { ($0, "loaded") }, right.modules.map { ($0, "loaded") }, prefix: "module ")
    facts += FactList.compare(
      left.lockFiles.map { ($0.path, text($0.sha256)) }, right.lockFiles.map { ($0.path, text($0.sha256)) },
      prefix: "lock file ")
    // A scheduler names every job anew.
    facts += FactList.compare(
      left.variables.map { ($0.name, $0.value) }, right.variables.map { ($0.name, $0.value) }, prefix: "variable "
    ) { $0.hasPrefix("SLURM_") }
    return facts
  }

  private func system(_ system: EnvironmentState.SystemState) -> [(String, String)] {
    [
      ("host", system.host), ("os", system.os), ("kernel", system.kernel), ("architecture", system.architecture),
      ("cpu", system.cpu.value ?? "unknown: \(system.cpu.reason ?? "")"), ("cores", String(system.cores)),
      ("memory", system.memory.value.map { "\($0) bytes" } ?? "unknown: \(system.memory.reason ?? "")"),
      ("container", system.container ?? "none"),
    ]
  }

  private func program(_ program: Known<EnvironmentState.Program>) -> [(String, String)] {
    guard let program = program.value else { return [("program", "unknown: \(program.reason ?? "")")] }
    return [
      ("program", program.name), ("program path", program.path),
      ("program version", program.version.value ?? "unknown: \(program.version.reason ?? "")"),
      ("program digest", text(program.sha256)), ("program prefix", program.prefix ?? "none"),
    ]
  }

  private func packages(_ program: Known<EnvironmentState.Program>) -> [(String, String)] {
    (program.value?.packages.value ?? []).map { package in
      let source = package.source.map { " from \($0)" } ?? ""
      return (package.name, package.version + source + (package.editable == true ? " (editable)" : ""))
    }
  }

  private func libraries(_ program: Known<EnvironmentState.Program>) -> [(String, String)] {
    (program.value?.libraries.value ?? []).map { ($0.name, text($0.sha256)) }
  }

  private func accelerators(_ state: EnvironmentState) -> [(String, String)] {
    guard let devices = state.accelerators.value else { return [("gpus", "unknown: \(state.accelerators.reason ?? "")")] }
    return devices.flatMap { device in
      [("gpu \(device.index)", device.name)]
        + [("gpu \(device.index) driver", device.driver), ("gpu \(device.index) runtime", device.runtime)]
        .compactMap { name, value in value.map { (name, $0) } }
    }
  }

  private func text(_ digest: Known<Digest>) -> String { digest.value?.description ?? "unknown: \(digest.reason ?? "")" }
}

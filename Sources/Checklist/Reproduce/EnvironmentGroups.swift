import Provenance

/// What two environments have in common, in the groups that a reader asks for.
struct EnvironmentGroups {
  let then: EnvironmentState
  let now: EnvironmentState

  /// In the order in which they are told.
  enum Group: String, CaseIterable {
    case program, packages, libraries, gpu, cpu, threads, system
    case lockFiles = "lock files"
    case variables
  }

  /// What differs, group by group; what is known not to matter is left out.
  var differences: [(group: Group, fact: InputDifference.Fact)] {
    let unknown = Known<Digest>.unknown("")
    let facts = EnvironmentComparison(left: then, right: now, leftDigest: unknown, rightDigest: unknown).aspect.facts
    return facts.filter { !$0.ignored && !$0.subject.hasPrefix("program p") }.map { (Self.group(of: $0.subject), $0) }
  }

  /// Why a group cannot be told the same; nil if it can.
  func doubt(about group: Group) -> String? {
    func either<Fact>(_ look: (EnvironmentState) -> Known<Fact>) -> String? { look(then).reason ?? look(now).reason }
    switch group {
    case .program: return either(\.program)
    case .packages:
      // Only a Python has packages that are read.
      guard then.program.value?.kind == .python else { return either(\.program) }
      return then.program.value?.packages.reason ?? now.program.value?.packages.reason
    case .libraries:
      guard then.program.value?.kind == .binary else { return nil }
      return then.program.value?.libraries.reason ?? now.program.value?.libraries.reason
    case .gpu: return either(\.accelerators)
    case .cpu: return either(\.system.cpu)
    default: return nil
    }
  }

  /// Whether the group says anything of these environments.
  func isAsked(_ group: Group) -> Bool {
    switch group {
    case .packages: then.program.value?.kind == .python
    case .libraries: then.program.value?.kind == .binary
    case .lockFiles: !(then.lockFiles.isEmpty && now.lockFiles.isEmpty)
    default: true
    }
  }

  /// What there is of the group, in a few words.
  func words(for group: Group) -> String {
    let program = now.program.value
    switch group {
    case .program: return [program?.name, program?.version.value].compactMap { $0 }.joined(separator: " ")
    case .packages: return count(program?.packages.value, "package")
    case .libraries: return count(program?.libraries.value, "library", "libraries")
    case .gpu:
      let names = (now.accelerators.value ?? []).map(\.name)
      return names.isEmpty ? "none" : names.joined(separator: ", ")
    case .cpu: return "\(now.system.cpu.value ?? ""), \(now.system.cores) cores"
    case .threads:
      let set = now.variables.filter { Self.isOfThreads($0.name) }.map { "\($0.name)=\($0.value)" }
      return set.isEmpty ? "no variable set" : set.joined(separator: ", ")
    case .system: return now.system.os
    case .lockFiles: return now.lockFiles.map(\.path).joined(separator: ", ")
    case .variables: return count(now.variables.filter { !Self.isOfThreads($0.name) }, "variable")
    }
  }

  private func count<Element>(_ list: [Element]?, _ one: String, _ many: String? = nil) -> String {
    let number = list?.count ?? 0
    return "\(number) \(number == 1 ? one : many ?? one + "s")"
  }

  private static func isOfThreads(_ name: String) -> Bool { name.hasSuffix("_NUM_THREADS") || name.hasPrefix("KMP_") }

  private static func group(of subject: String) -> Group {
    let first = String(subject.prefix { $0 != " " })
    switch first {
    case "program": return .program
    case "package": return .packages
    case "library": return .libraries
    case "gpu", "gpus": return .gpu
    case "cpu", "cores", "architecture": return .cpu
    case "lock": return .lockFiles
    case "variable": return isOfThreads(String(subject.dropFirst("variable ".count))) ? .threads : .variables
    default: return .system
    }
  }
}

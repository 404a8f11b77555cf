import Provenance

/// What `xp register` says: where the record is, what it holds, and what it does not hold.
enum RegisterRendering {
  static func text(_ result: Registrar.Result, isDryRun: Bool, style: Style) -> String {
    let registration = result.registration
    var rows: [[Terminal.Cell]] = []
    func row(_ label: String, _ text: String, _ colour: Style.Colour? = nil) {
      rows.append([.init(label, .dim), .init(text, colour)])
    }
    row("config", config(registration.config))
    for override in registration.config.overrides {
      row("set", "\(override.key): \(override.old ?? "(absent)") → \(override.new)")
    }
    row("code", code(registration.code), registration.code.value == nil ? .yellow : nil)
    row("environment", program(result.environment))
    row("seeds", seeds(registration.seeds))
    for input in registration.data { row("data", data(input)) }
    for use in registration.uses { row("uses", "\(use.artifact) of \(use.experiment)") }
    if let command = registration.command { row("command", command.argv.map { ShellWords.quoted($0) }.joined(separator: " ")) }
    if registration.rehearsal { row("rehearsal", "the script will only pretend to train", .yellow) }
    let left = notCaptured(registration)
    if let first = left.first {
      let others = left.count > 1 ? " and \(left.count - 1) more" : ""
      row("NOT captured", "\(first.path): \(first.reason.rawValue)\(others)", .yellow)
    }
    if let same = result.sameConfig.first {
      let code = registration.code.value?.codeDigest.value
      row("same config", same.name + (same.code != code ? ", with different code" : ""), .yellow)
    }
    let head = isDryRun ? "would register" : "registered"
    return "\(head) \(style.paint(Terminal.safe(result.name), .bold))\n" + Terminal.table(rows, indent: 2, style: style)
      + (isDryRun ? "nothing was written\n" : next(result))
  }

  static func json(_ result: Registrar.Result, isDryRun: Bool) -> String {
    var record = (try? ValueEncoder.encode(result.registration))?.object ?? Object()
    record["name"] = .string(result.name)
    record["folder"] = .string(result.folder)
    record["dry_run"] = .bool(isDryRun)
    record["entry"] = result.entry.map { .string($0.description) } ?? .null
    record["same_config"] = .array(result.sameConfig.map { .string($0.name) })
    return JSONWriter.pretty(.object(record))
  }

  private static func next(_ result: Registrar.Result) -> String {
    let folder = Terminal.safe(result.folder)
    return result.registration.command == nil ? "record  \(folder)/\n" : "run it  sh \(folder)/command.sh\n"
  }

  private static func config(_ config: ConfigRecord) -> String {
    let keys = config.groups.reduce(0) { $0 + $1.keys }
    let groups = Short.count(config.groups.count, "group")
    return "\(Short.count(keys, "key")) in \(groups) from \(config.source), \(Short.digest(config.digest))"
  }

  private static func code(_ code: Known<CodeState>) -> String {
    switch code {
    case .unknown(let reason): return "unknown: \(reason)"
    case .known(let state):
      let commit = state.commit.value.map { String($0.hex.prefix(10)) } ?? "no commit"
      let place = state.branch.map { "\(commit) on \($0)" } ?? "\(commit), detached"
      let dirt = state.clean ? "clean" : "\(state.changes.count) changed or untracked, captured"
      let tree = state.tree.reason.map { ", tree unknown: \($0)" } ?? ""
      return "\(place), \(dirt)\(tree)"
    }
  }

  private static func program(_ environment: EnvironmentState) -> String {
    switch environment.program {
    case .unknown(let reason): return "\(environment.system.os), \(environment.system.cores) cores; program unknown: \(reason)"
    case .known(let program):
      let version = program.version.value.map { " \($0)" } ?? ""
      let packages = program.packages.value.map { ", \($0.count) packages" } ?? ""
      return
        "\(lastComponent(of: program.path))\(version)\(packages), \(environment.system.os), \(environment.system.cores) cores"
    }
  }

  private static func seeds(_ seeds: Seeds) -> String {
    guard !seeds.places.isEmpty else { return "none found" }
    return seeds.places.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
  }

  private static func data(_ input: DataInput) -> String {
    let what = input.digest.value.map(Short.digest) ?? input.digest.reason.map { "unknown: \($0)" } ?? ""
    return "\(input.path), \(input.mode.rawValue), \(input.declared ?? what)" + (input.because.map { " (\($0))" } ?? "")
  }

  private static func notCaptured(_ registration: Registration) -> [NotCaptured] {
    (registration.code.value?.notCaptured ?? []) + registration.data.flatMap(\.notCaptured)
  }
}

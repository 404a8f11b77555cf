import Foundation
import Provenance
import TestSupport
import Testing

private let search = "/usr/local/bin:/usr/bin:/bin"
private let later = Moment(milliseconds: Moment.now().milliseconds + 60_000)

private func capture(
  _ scratch: Scratch, _ argv: [String]?, _ variables: [String] = ["PATH=" + search], cache: Bool = false
) -> EnvironmentState {
  EnvironmentCapture(
    project: scratch.path, argv: argv, variables: variables, rules: Policy().environment,
    scanner: SecretScanner(rules: Policy().secrets), digest: { _ in "secret:digest" },
    cacheFolder: cache ? scratch.path + "/cache" : nil, now: later
  ).capture()
}

extension Scratch {
  fileprivate func program(_ name: String, _ text: String) throws {
    try write(name, text)
    chmod(path + "/" + name, 0o755)
  }
}

private func output(_ words: [String], _ variables: [String] = ["PATH=" + search]) -> String? {
  guard let outcome = try? ChildProcess.run(["/usr/bin/env"] + words, in: "/", environment: variables), outcome.succeeded else {
    return nil
  }
  return outcome.text
}

private let hasPython = output(["python3", "--version"]) != nil
/// This process's own environment, where python3 may be a version manager's script.
private let inherited = ProcessInfo.processInfo.environment.map { $0.key + "=" + $0.value }
private let hasPip = output(["python3", "-m", "pip", "--version"], inherited) != nil

@Test func theMachineIsWhatItsToolsSay() throws {
  let system = capture(Scratch(), nil).system
  #expect(system.kernel == output(["uname", "-sr"])?.dropLast().description)
  #expect(system.architecture == output(["uname", "-m"])?.dropLast().description)
  #expect(system.host == output(["uname", "-n"])?.dropLast().description)
  let processors = try #require(output(["nproc"]).flatMap { Int($0.dropLast()) })
  #expect(system.cores >= 1 && system.cores <= processors)
  #expect(try #require(system.memory.value) > 1 << 20)
  #expect(!system.os.isEmpty)
}

@Test func withoutACommandTheProgramIsUnknown() {
  #expect(capture(Scratch(), nil).program.reason == "no command was given")
  #expect(capture(Scratch(), ["no-such-program"]).program.reason?.contains("not found") == true)
}

@Test func aBinaryIsItsDigestAndItsLibraries() throws {
  let program = try #require(capture(Scratch(), ["ls", "-l"]).program.value)
  #expect(program.kind == .binary && program.path == realPath("/usr/bin/ls") ?? realPath("/bin/ls"))
  #expect(program.sha256.value?.hex == output(["sha256sum", program.path])?.prefix(64).description)
  let libraries = try #require(program.libraries.value)
  let libc = try #require(libraries.first { $0.name == "libc.so.6" })
  #expect(libc.sha256.value?.hex == output(["sha256sum", libc.path])?.prefix(64).description)
}

// Needs python3 in the ordinary places.
@Test(.enabled(if: hasPython, "skipped: no python3"))
func pythonIsAskedOnceAndItsPackagesAreReadFromTheirMetadata() throws {
  let scratch = Scratch()
  let site = "site"
  try scratch.write(
    "\(site)/Foo_Bar-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: Foo.Bar\nVersion: 1.2\n\nVersion: 9\n")
  try scratch.write("\(site)/Foo_Bar-1.2.dist-info/RECORD", "foo.py,sha256=x,1\n")
  try scratch.write("\(site)/gitted-1.dist-info/METADATA", "Name: gitted\nVersion: 1\n")
  try scratch.write(
    "\(site)/gitted-1.dist-info/direct_url.json",
    #"{"url":"https://me:pw@host/g.git","vcs_info":{"vcs":"git","commit_id":"abc123"}}"#)
  try scratch.write("\(site)/edit-1.dist-info/METADATA", "Name: edit\nVersion: 1\n")
  try scratch.write("\(site)/edit-1.dist-info/direct_url.json", #"{"url":"file:///src/edit","dir_info":{"editable":true}}"#)
  try scratch.write("\(site)/arch-1.dist-info/METADATA", "Name: arch\nVersion: 1\n")
  try scratch.write(
    "\(site)/arch-1.dist-info/direct_url.json", #"{"url":"https://h/a.whl","archive_info":{"hashes":{"sha256":"ff"}}}"#)
  try scratch.write("\(site)/legacy.egg-info/PKG-INFO", "Name: legacy\nVersion: 0.1\n")
  try scratch.write("\(site)/legacy.egg-link", "/src/legacy\n.")
  try scratch.write("later/foo_bar-3.dist-info/METADATA", "Name: foo-bar\nVersion: 3\n")
  let variables = ["PATH=" + search, "PYTHONPATH=\(scratch.path)/site:\(scratch.path)/later"]
  let program = try #require(capture(scratch, ["env", "X=1", "python3", "train.py"], variables, cache: true).program.value)
  #expect(program.kind == .python && program.name == "python3")
  #expect(
    program.version.value
      == output(["python3", "-c", "import platform;print(platform.python_version())"])?.dropLast().description)
  let packages = try #require(program.packages.value)
  func package(_ name: String) -> EnvironmentState.Package? { packages.first { $0.name == name } }
  #expect(package("Foo.Bar")?.version == "1.2" && package("Foo.Bar")?.record == .sha256("foo.py,sha256=x,1\n"))
  #expect(package("foo-bar") == nil, "the first on the path wins")
  #expect(package("gitted")?.source == "git+https://host/g.git@abc123")
  #expect(package("edit")?.editable == true && package("edit")?.source == "file:///src/edit")
  #expect(package("arch")?.source == "https://h/a.whl#sha256=ff" && package("arch")?.editable == nil)
  #expect(package("legacy")?.editable == true)
  let again = capture(scratch, ["env", "X=1", "python3", "train.py"], variables, cache: true)
  #expect(again.program.value == program)
  try scratch.write("site/gitted-1.dist-info/RECORD", "new\n")
  let changed = capture(scratch, ["python3"], variables, cache: true).program.value?.packages.value
  #expect(changed?.first { $0.name == "gitted" }?.record == .sha256("new\n"))
}

@Test(.enabled(if: hasPip, "skipped: no pip beside python3"))
func thePackagesAreThoseThatPipLists() throws {
  let listed = try JSONReader.read(
    try #require(output(["python3", "-m", "pip", "list", "--format=json", "--disable-pip-version-check"], inherited)))
  let pip = (listed.array ?? []).map { ($0["name"]?.string ?? "") + " " + ($0["version"]?.string ?? "") }
  let program = try #require(capture(Scratch(), ["python3", "x.py"], inherited).program.value)
  let ours = try #require(program.packages.value).map { $0.name + " " + $0.version }
  #expect(Set(ours) == Set(pip))
}

@Test(.enabled(if: hasPython, "skipped: no python3"))
func wrappersAndScriptsLeadToTheirInterpreter() throws {
  let scratch = Scratch()
  try scratch.program("bin/torchrun", "#!/usr/bin/env python3\n")
  try scratch.program("bin/long", "#!/bin/sh\n'''exec' \"\(scratch.path)/bin/my python/python3\" \"$0\" \"$@\"\n' '''\n")
  try scratch.program("bin/my python/python3", "#!/bin/sh\nexec python3 \"$@\"\n")
  for name in ["srun", "mpirun", "conda", "uv"] {
    try scratch.program("bin/" + name, "#!/bin/sh\nwhile [ \"$1\" != python3 ]; do shift; done; exec \"$@\"\n")
  }
  let variables = ["PATH=\(scratch.path)/bin:" + search]
  let commands = [
    ["nice", "-n", "5", "python3", "t.py"], ["timeout", "5", "python3", "t.py"], ["env", "-u", "X", "A=b", "python3"],
    ["torchrun", "--nproc", "2", "t.py"], ["srun", "-n", "4", "python3", "t.py"],
    ["mpirun", "-np", "2", "--bind-to", "core", "python3"],
    ["long"], ["conda", "run", "-n", "test", "python3", "t.py"], ["nohup", "time", "-p", "python3", "t.py"],
  ]
  let direct = try #require(capture(scratch, ["python3"], variables).program.value)
  for command in commands {
    let program = capture(scratch, command, variables).program
    #expect(program.value?.kind == .python, "\(command): \(program.reason ?? "")")
    #expect(program.value?.version == direct.version && program.value?.path == direct.path, "\(command)")
  }
  #expect(capture(scratch, ["uv", "run", "t.py"], variables).program.reason?.contains("has not made") == true)
}

@Test(.enabled(if: hasPython, "skipped: no python3"))
func uvRunsTheProjectsOwnEnvironment() throws {
  let scratch = Scratch()
  try #require(output(["python3", "-m", "venv", "--without-pip", scratch.path + "/.venv"]) != nil)
  try scratch.program("bin/uv", "#!/bin/sh\nexit 1\n")
  for command in [["uv", "run", "t.py"], ["uv", "run", "--with", "rich", "python", "t.py"], ["uv", "run", "-m", "t"]] {
    let program = capture(scratch, command, ["PATH=\(scratch.path)/bin:" + search]).program
    #expect(program.value?.prefix == scratch.path + "/.venv", "\(command): \(program.reason ?? "")")
    #expect(program.value?.packages.value == [])
  }
}

@Test(.enabled(if: hasPython, "skipped: no python3"))
func anInterpreterIsAskedAgainOnlyIfItsAnswerMayChange() throws {
  let scratch = Scratch()
  try scratch.program("bin/python3", "#!/bin/sh\necho asked >> '\(scratch.path)/asked'\nPATH=\(search) exec python3 \"$@\"\n")
  let path = "PATH=\(scratch.path)/bin:" + search
  func asked(_ variables: [String] = []) throws -> Int {
    try #require(capture(scratch, ["python3", "t.py"], [path] + variables, cache: true).program.value?.packages.value != nil)
    return try scratch.read("asked").split(separator: "\n").count
  }
  #expect(try asked() == 1)
  #expect(try asked() == 1)
  #expect(try asked(["PYTHONPATH=/elsewhere"]) == 2)
  #expect(try asked(["UNRELATED=1"]) == 2)
  try scratch.write(".python-version", "3.12\n")
  #expect(try asked() == 3)
  try scratch.write("cache/environment-answers.json", "{ torn")
  #expect(try asked() == 4, "a cache that cannot be read is empty")
}

@Test func aShellScriptIsAnInterpreterWhosePackagesAreUnknown() throws {
  let scratch = Scratch()
  try scratch.program("train.sh", "#!/bin/bash\npython3 t.py\n")
  for command in [["bash", "train.sh"], ["./train.sh"]] {
    let program = try #require(capture(scratch, command).program.value)
    #expect(program.kind == .interpreter && program.packages.reason?.contains("shell script") == true)
    #expect(program.version.value?.contains("bash") == true)
  }
}

@Test func anotherInterpreterTellsItsVersion() throws {
  let scratch = Scratch()
  try scratch.program("bin/Rscript", "#!/bin/sh\necho 'Rscript (R) version 4.2.2 (2022-10-31)' >&2\n")
  let program = try #require(capture(scratch, ["Rscript", "t.R"], ["PATH=\(scratch.path)/bin:" + search]).program.value)
  #expect(program.kind == .interpreter && program.version.value == "Rscript (R) version 4.2.2 (2022-10-31)")
  #expect(program.packages.reason == "not read for Rscript: see lock files")
}

@Test func acceleratorsAreWhatTheDriversToolSays() throws {
  let scratch = Scratch()
  try scratch.program(
    "bin/nvidia-smi",
    """
    #!/bin/sh
    case "$1" in
      -q) echo '<nvidia_smi_log><cuda_version>12.2</cuda_version></nvidia_smi_log>';;
      *) echo '0, GPU-5f, NVIDIA A100-SXM4-40GB, 535.104.05, 40960'; echo '1, GPU-6a, NVIDIA A100-SXM4-40GB, 535.104.05, [N/A]';;
    esac
    """)
  let found = try #require(capture(scratch, nil, ["PATH=\(scratch.path)/bin:" + search]).accelerators.value)
  #expect(found.map(\.index) == [0, 1] && found.map(\.uuid) == ["GPU-5f", "GPU-6a"])
  #expect(found.map(\.memory) == [40960, nil] && found.map(\.runtime) == ["CUDA 12.2", "CUDA 12.2"])
  #expect(found[0].name == "NVIDIA A100-SXM4-40GB" && found[0].driver == "535.104.05")
}

@Test func aDriversToolThatFailsMakesAcceleratorsUnknown() throws {
  let scratch = Scratch()
  try scratch.program("bin/nvidia-smi", "#!/bin/sh\necho 'Failed to initialize NVML: Driver/library version mismatch'\nexit 18\n")
  let state = capture(scratch, nil, ["PATH=\(scratch.path)/bin:" + search])
  #expect(state.accelerators.reason == "nvidia-smi: Failed to initialize NVML: Driver/library version mismatch")
}

@Test func rocmCardsAreReadFromJSON() throws {
  let scratch = Scratch()
  let card = #"{"Card series": "Instinct MI250X", "Unique ID": "0xab", "VRAM Total Memory (B)": "68702699520"}"#
  try scratch.program("bin/rocm-smi", "#!/bin/sh\necho '{\"card0\": \(card), \"system\": {\"Driver version\": \"6.2.4\"}}'\n")
  // Only the scratch folder is searched: a machine may have an nvidia-smi.
  let found = try #require(capture(scratch, nil, ["PATH=\(scratch.path)/bin"]).accelerators.value)
  #expect(
    found == [EnvironmentState.Accelerator(index: 0, name: "Instinct MI250X", uuid: "0xab", driver: "6.2.4", memory: 65520)])
}

@Test func withoutAToolThereIsNoAccelerator() {
  #expect(capture(Scratch(), nil, ["PATH=/nowhere"]).accelerators == .known([]))
}

@Test func allowedVariablesLockFilesAndModulesAreRecorded() throws {
  let scratch = Scratch()
  try scratch.write("requirements-dev.txt", "numpy\n")
  try scratch.write("uv.lock", "x")
  try scratch.write("notes.txt", "x")
  let token = "hf_" + "a9B8c7D6e5F4g3H2i1J0kLmNoPqRsTuVwX"
  let state = capture(
    scratch, nil,
    [
      "PATH=" + search, "SLURM_JOB_ID=7", "LANG=C", "HOME=/h", "SLURM_TOKEN=hush hush", "LC_ALL=" + token,
      "LOADEDMODULES=gcc/12:cuda/12.2",
    ])
  #expect(
    state.variables.map { $0.name + "=" + $0.value } == [
      "LANG=C", "LC_ALL=secret:digest", "SLURM_JOB_ID=7", "SLURM_TOKEN=secret:digest",
    ])
  #expect(state.modules == ["gcc/12", "cuda/12.2"])
  #expect(state.lockFiles.map(\.path) == ["requirements-dev.txt", "uv.lock"])
  #expect(state.lockFiles[0].sha256.value == .sha256("numpy\n"))
}

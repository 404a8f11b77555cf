import TestSupport
import Testing

@testable import Provenance

private func machine(_ files: [String: String], _ variables: [String: String] = [:]) throws -> EnvironmentState.SystemState {
  let scratch = Scratch()
  for (name, text) in files { try scratch.write(name, text) }
  return withExtendedLifetime(scratch) { SystemCapture(root: scratch.path, variables: variables).capture() }
}

@Test func coresAreThoseOfTheMaskAndTheQuota() throws {
  let status = "Name:\txp\nCpus_allowed_list:\t0-3,8\n"
  #expect(try machine(["proc/self/status": status]).cores == 5)
  #expect(
    try machine([
      "proc/self/status": status, "proc/self/cgroup": "0::/job\n", "sys/fs/cgroup/job/cpu.max": "250000 100000\n",
    ]).cores == 3)
  #expect(
    try machine([
      "proc/self/status": status, "proc/self/cgroup": "1:cpu,cpuacct:/\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "100000\n",
      "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ]).cores == 1)
  #expect(try machine(["proc/self/status": status, "sys/fs/cgroup/cpu.max": "max 100000\n"]).cores == 5)
}

@Test func memoryIsTheMachinesOrTheLimit() throws {
  let total = "MemTotal:       16384 kB\nMemFree: 1 kB\n"
  #expect(try machine(["proc/meminfo": total]).memory == .known(16384 * 1024))
  #expect(
    try machine(["proc/meminfo": total, "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "1048576\n"]).memory
      == .known(1_048_576))
  #expect(try machine([:]).memory.reason == "no /proc/meminfo")
}

@Test func theContainerIsToldByItsMarks() throws {
  #expect(try machine([".dockerenv": ""]).container == "docker")
  #expect(try machine(["run/.containerenv": ""]).container == "podman")
  #expect(try machine(["proc/self/cgroup": "1:name=systemd:/kubepods/x\n"]).container == "kubernetes")
  #expect(try machine([:], ["APPTAINER_NAME": "x.sif"]).container == "apptainer")
  #expect(try machine([:]).container == nil)
}

@Test func theSystemIsNamedByItsOwnFiles() throws {
  let state = try machine([
    "etc/os-release": "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n",
    "proc/cpuinfo": "processor\t: 0\nmodel name\t: EPYC 7763\n",
  ])
  #expect(state.os == "Debian GNU/Linux 12 (bookworm)" && state.cpu == .known("EPYC 7763"))
}

import Provenance
import Testing

@Suite struct SchedulerIdentityTests {
  @Test func aSlurmJobIsItsClusterArrayTaskAndRestart() {
    let variables = [
      "SLURM_CLUSTER_NAME=alpha", "SLURM_JOB_ID=4720", "SLURM_ARRAY_JOB_ID=4711", "SLURM_ARRAY_TASK_ID=0",
      "SLURM_JOB_NODELIST=n[1-2]", "HOME=/h", "SLURM_CONF=/etc/slurm.conf",
    ]
    let first = SchedulerIdentity.read(variables)
    #expect(first.name == "slurm" && first.job == "slurm:alpha/4711_0" && first.requeue == nil && first.identity == first.job)
    #expect(
      first.scheduler.map { "\($0.name)=\($0.value)" } == [
        "SLURM_ARRAY_JOB_ID=4711", "SLURM_ARRAY_TASK_ID=0", "SLURM_CLUSTER_NAME=alpha", "SLURM_JOB_ID=4720",
        "SLURM_JOB_NODELIST=n[1-2]",
      ])
    let again = SchedulerIdentity.read(variables + ["SLURM_RESTART_COUNT=2"])
    #expect(again.requeue == 2 && again.job == first.job && again.identity == "slurm:alpha/4711_0+2")
  }

  @Test(arguments: [
    (["SLURM_JOB_ID=7"], "slurm:7"), (["SLURM_JOB_ID=7", "SLURM_RESTART_COUNT=x"], "slurm:7"),
    (["PBS_JOBID=1234.server", "PBS_ENVIRONMENT=PBS_BATCH"], "pbs:1234.server"),
    (["PBS_JOBID=1234[5].server", "PBS_ARRAY_INDEX=5"], "pbs:1234[5].server"),
    (["PBS_JOBID=1234-5.server", "PBS_ARRAYID=5"], "pbs:1234-5.server_5"),
    (["LSB_JOBID=88", "LSB_JOBINDEX=0"], "lsf:88"), (["LSB_JOBID=88", "LSB_JOBINDEX=3"], "lsf:88_3"),
    (["JOB_ID=9", "SGE_ROOT=/sge", "SGE_CELL=default", "SGE_TASK_ID=undefined", "RESTARTED=0"], "sge:default/9+0"),
    (["JOB_ID=9", "SGE_ROOT=/sge", "SGE_TASK_ID=4", "RESTARTED=1"], "sge:9_4+1"),
  ])
  func otherSchedulersAreToldByTheirOwnVariables(variables: [String], identity: String) {
    #expect(SchedulerIdentity.read(variables).identity == identity)
  }

  @Test func outsideASchedulerThereIsNoIdentity() {
    for variables in [[], ["JOB_ID=9"], ["SLURM_JOB_ID="], ["SLURM_CONF=/etc/slurm.conf"]] {
      let identity = SchedulerIdentity.read(variables)
      #expect(identity.name == nil && identity.identity == nil && identity.requeue == nil && identity.scheduler.isEmpty)
    }
  }
}

@Suite struct LaunchRankTests {
  @Test(arguments: [
    (["RANK=1", "WORLD_SIZE=4", "LOCAL_RANK=1", "MASTER_ADDR=n1", "MASTER_PORT=29500"], "torchrun", 1, 4),
    (["OMPI_COMM_WORLD_RANK=0", "OMPI_COMM_WORLD_SIZE=2", "PMIX_NAMESPACE=prterun-n1-77@1"], "openmpi", 0, 2),
    (["PMI_RANK=3", "PMI_SIZE=4", "PMI_PORT=n1:4000"], "pmi", 3, 4),
    (["SLURM_JOB_ID=7", "SLURM_PROCID=2", "SLURM_STEP_NUM_TASKS=8", "SLURM_STEP_ID=0"], "slurm", 2, 8),
    // A process that a rank of another launcher started belongs to the inner one.
    (
      [
        "SLURM_JOB_ID=7", "SLURM_PROCID=0", "SLURM_STEP_NUM_TASKS=2", "SLURM_STEP_ID=0", "RANK=5", "WORLD_SIZE=8",
        "MASTER_ADDR=n1",
      ], "torchrun", 5, 8
    ),
  ])
  func aRankIsToldByItsLauncher(variables: [String], launcher: String, rank: Int, size: Int) throws {
    let found = try #require(LaunchRank.read(variables))
    #expect(found.launcher == launcher && found.rank == rank && found.size == size)
    #expect(found.records == (rank == 0) && found.logName == "rank_\(rank).log")
  }

  @Test func ranksOfOneLaunchShareItsNameAndOtherLaunchesDoNot() throws {
    func launch(_ rank: Int, step: Int, restart: Int = 0) -> String? {
      LaunchRank.read([
        "SLURM_JOB_ID=7", "SLURM_PROCID=\(rank)", "SLURM_STEP_NUM_TASKS=4", "SLURM_STEP_ID=\(step)",
        "SLURM_RESTART_COUNT=\(restart)",
      ])?.key
    }
    let key = try #require(launch(0, step: 0))
    #expect(key.utf8.count == 16 && (0..<4).allSatisfy { launch($0, step: 0) == key })
    #expect(launch(0, step: 1) != key && launch(0, step: 0, restart: 1) != key)
  }

  @Test func withoutANameOfItsOwnALaunchIsItsParent() {
    let variables = ["PMI_RANK=1", "PMI_SIZE=2"]
    #expect(LaunchRank.read(variables)?.launch == nil && LaunchRank.read(variables)?.key == nil)
    #expect(LaunchRank.read(variables, parent: "n1 4711")?.launch == "pmi n1 4711")
    #expect(LaunchRank.read(variables + ["SLURM_JOB_ID=7"], parent: "n1 4711")?.launch == "pmi slurm:7")
  }

  @Test(arguments: [
    [], ["RANK=0", "WORLD_SIZE=1", "MASTER_ADDR=n1"], ["RANK=0", "WORLD_SIZE=2"], ["RANK=x", "WORLD_SIZE=2", "LOCAL_RANK=0"],
    ["RANK=2", "WORLD_SIZE=2", "LOCAL_RANK=0"],
    // In a batch script itself: what was asked for is not what was started.
    ["SLURM_JOB_ID=7", "SLURM_PROCID=0", "SLURM_NTASKS=8"],
  ])
  func whoeverIsAloneHasNoRank(variables: [String]) {
    #expect(LaunchRank.read(variables) == nil)
  }
}

import Provenance
import TestSupport
import Testing

/// A launcher that starts `xp` once a rank: one experiment comes of it, and every rank's command is the same.
@Suite struct RankTests {
  private static let token = "ghp_" + String("aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5b".prefix(36))

  /// Says beside the project what it was told, and stays until the other has said it too.
  private static let training = """
    rank=$RANK; [ "$rank" = 1 ] || cat ../../.xp/open/*.launch >../../../announced
    echo "$@" "set=$XP_TEST_SET secret=$XP_TEST_TOKEN late=$PYTHONUNBUFFERED gpus=$CUDA_VISIBLE_DEVICES" "$XP_EXPERIMENT" "$XP_DIR" \
      "$XP_CONFIG" "$XP_METRICS" "$PWD" >../../../said.$rank
    echo rank $rank
    until [ -s ../../../said.0 ] && [ -s ../../../said.1 ]; do sleep 0.02; done

    """

  private static func bench() throws -> Bench {
    let bench = try Bench.inRepository(["src/a/train.sh": training])
    try bench.write(
      "src/a/c.yaml", "training:\n  lr: 0.1\n  name: é x\n  layers: [1, 2]\nseed: 7\nhub:\n  token: \(token)\n")
    let policy = try bench.expect("cat xp.toml")
    try bench.write("xp.toml", policy + "\n[environment.set]\nXP_TEST_SET = \"a b\"\nXP_TEST_TOKEN = \"\(token)\"\n")
    return bench
  }

  /// Runs a rank as torchrun would have begun it.
  private static func rank(_ rank: Int, _ more: String = "") -> String {
    """
    RANK=\(rank) LOCAL_RANK=\(rank) WORLD_SIZE=2 MASTER_ADDR=localhost MASTER_PORT=29500 \(more) xp run c.yaml --model m --title t \
      --set training.lr=1e-3 -- sh train.sh {training.lr} {training.name} {training.layers} {seed} {dir} {config} {hub.token} {epoch}
    """
  }

  @Test func everyRankIsToldWhatTheFirstIsTold() throws {
    let bench = try Self.bench()
    let run = try bench.shell(
      "cd src/a && { \(Self.rank(1)) >../../../out.1 2>&1 & }; \(Self.rank(0)) >../../../out.0 2>&1; s=$?; wait; exit $s")
    let shown = try bench.expect("cat ../out.0 ../out.1")
    #expect(run.status == 0, "\(shown)")
    let said = try (0...1).map { try bench.expect("cat ../said.\($0)") }
    #expect(said[0] == said[1])
    let name = try #require(try bench.experiments().first)
    #expect(try bench.experiments().count == 1)
    let config = "../../.xp/private/\(name)/config.source.yaml"
    #expect(said[0].hasPrefix("1e-3 é x [1,2] 7 ../../experiments/\(name) \(config) \(Self.token) {epoch} "))
    #expect(said[0].contains("set=a b secret=\(Self.token) late=1 gpus= \(name) \(bench.folder)/experiments/\(name) "))
    #expect(try bench.expect("cat experiments/*/stdout.log experiments/*/rank_1.log") == "rank 0\nrank 1\n")
    let announced = try bench.expect("cat ../announced")
    #expect(announced.contains("XP_TEST_SET") && !announced.contains(Self.token))
    #expect(try bench.expect("ls .xp/open").isEmpty)
  }

  @Test func aLaunchWhoseFirstRankWasKilledIsNotTheNextOnes() throws {
    let bench = try Self.bench()
    // Rank 0 alone, killed with its holder and its command while it waits for rank 1.
    try bench.shell(
      """
      cd src/a; \(Self.rank(0)) >/dev/null 2>&1 & p=$!; cd ../..
      until [ -s ../said.0 ]; do sleep 0.02; done
      fact() { sed -n "s/^$1 //p" experiments/*/attempt.txt; }
      kill -9 $p $(fact pid) $(fact child); wait $p
      while kill -0 $(fact pid) || kill -0 $(fact child); do sleep 0.02; done 2>/dev/null
      rm ../said.0
      """)
    let left = try bench.expect("ls .xp/open")
    #expect(left.contains(AttemptAnnouncement.suffix) && left.contains(".run"), "\(left)")
    // Rank 1 is first; what was left is as good as new to it but for its marker.
    let run = try bench.shell(
      """
      cp -r .xp/open ../open; cd src/a
      { \(Self.rank(1)) >../../../out.1 2>&1 & }; sleep 0.3; cp ../../../open/*.launch ../../.xp/open/; sleep 0.3
      \(Self.rank(0)) >../../../out.0 2>&1; s=$?; wait; exit $s
      """)
    let shown = try bench.expect("cat ../out.0 ../out.1")
    #expect(run.status == 0, "\(shown)")
    let names = try bench.experiments()
    #expect(names.count == 2)
    #expect(try bench.expect("cd experiments; ls */rank_1.log") == "\(names[1])/rank_1.log\n")
    #expect(try bench.expect("ls .xp/open").isEmpty)
  }

  @Test func whatAKilledLaunchLeftIsRemovedByTheNextCommand() throws {
    let bench = try Bench.initialised()
    try bench.write(".xp/open/0123456789abcdef.launch", "{\"half\":")
    try bench.write(".xp/open/20260101_000000_m_t.run.stop", "")
    try bench.expect("xp list")
    #expect(try bench.expect("ls .xp/open").isEmpty)
  }
}

import Provenance
import Testing

private func read(_ text: String) throws(Failure) -> Policy { try PolicyReader.read(Array(text.utf8), file: "xp.toml") }

private let config = """
  {"experiment": {"id": "x", "title": "t"}, "data": {"dataset": "assist2015", "fold": 0, "batch": 64},
   "training": {"epochs": 20, "lr": 1e-4, "optimizer": {"name": "adam", "seed": 3}},
   "early_stopping": {"metric": "val_loss", "patience": 3}, "seeds": {"primary": 42, "all": [42, 7], "note": "text"},
   "runtime": {"device": "cuda"}, "cv": 5, "empty": {}}
  """

@Suite struct InitialPolicyTests {
  @Test func theFirstPolicyIsShortAndSaysTheDefaults() throws {
    let text = InitialPolicy.text(updated: "2026-11-20")
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)
    var expected = Policy()
    expected.updated = "2026-11-20"
    #expect(try read(text) == expected)
  }

  @Test func aConfigProposesGroupsSeedsClassAndMetrics() throws {
    let root = try #require(try JSONReader.read(config).object)
    let policy = try read(InitialPolicy.proposed(from: root, strict: false))
    #expect(policy.config.groups == ["experiment", "data", "training", "early_stopping", "seeds", "runtime", "empty"])
    #expect(policy.config.required == [])
    #expect(policy.config.ignored == ["runtime.device"])
    #expect(policy.seeds.keys == ["training.optimizer.seed", "seeds.primary", "seeds.all"])
    #expect(policy.classKeys == ["data.dataset", "data.fold", "cv"])
    #expect(policy.metrics.epochs == ["training.epochs"])
    #expect(policy.metrics.primary == "val_loss")
    #expect(policy.metrics.direction == .min)
  }

  @Test func onlyStrictMakesKeysRequired() throws {
    let root = try #require(try JSONReader.read(config).object)
    let required = try read(InitialPolicy.proposed(from: root, strict: true)).config.required
    #expect(required.count == 17)
    #expect(required.contains("training.optimizer.name") && required.contains("cv") && required.contains("empty"))
  }

  @Test(arguments: [
    (#"{"monitor": "val_auc"}"#, "val_auc", Policy.Direction.max), (#"{"monitor": "val_auc", "mode": "min"}"#, "val_auc", .min),
    (#"{"a": {"metric_for_best_model": "loss", "greater_is_better": true}}"#, "loss", .max),
    (#"{"thresholds": {"val_auc": 0.7}}"#, "val_auc", .max), (#"{"loss": "bce"}"#, "", .max),
  ])
  func theWatchedMetricIsPrimary(text: String, primary: String, direction: Policy.Direction) throws {
    let root = try #require(try JSONReader.read(text).object)
    let policy = try read(InitialPolicy.proposed(from: root, strict: false))
    #expect((policy.metrics.primary, policy.metrics.direction) == (primary, direction))
  }

  @Test func noConfigMakesItLongOrBreaksIt() throws {
    var root = Object()
    for index in 0..<300 { root["group \(index)\n[x]\"'"] = ["seed": 1, "dataset": "x", "device": "y"] }
    let text = InitialPolicy.proposed(from: root, strict: true)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 40)
    #expect(try read(text).config.groups == root.keys)
    #expect(try read(text).config.required.count == 900)
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct ConfigTests {
  private let config = Config(
    Object([
      ("training", ["lr": 0.1, "seed": 1]), ("name", "x"), ("data", ["set": ["fold": 0, "tags": [], "extra": [:]]]),
      ("seeds", ["all": [1, 2]]), ("empty", [:]),
    ]))

  @Test func groupsComeInThePolicysOrderThenTheFiles() {
    #expect(config.groups(in: ["seeds", "data"]).map(\.name) == ["", "seeds", "data", "training", "empty"])
    #expect(config.groups(in: ["data", ""]).map(\.name) == ["data", "", "training", "seeds", "empty"])
    #expect(config.ordered(by: ["seeds"]).keys == ["name", "seeds", "training", "data", "empty"])
    #expect(Value.object(config.ordered(by: ["seeds"])) == .object(config.root))
  }

  @Test func objectsAreDescendedAndAllElseIsALeaf() {
    #expect(
      config.flattened.map(\.name) == [
        "training.lr", "training.seed", "name", "data.set.fold", "data.set.tags", "data.set.extra", "seeds.all",
      ])
    #expect(config.flattened[3].group == "data")
    #expect(config.flattened[3].key == "set.fold")
  }

  @Test func theSemanticDigestLeavesOutWhatDoesNotMatter() {
    var policy = Policy()
    policy.config.ignored = ["data.set.*"]
    let semantic = Value.object(config.semantic(policy: policy))
    #expect(semantic == ["training": ["lr": 0.1], "name": "x", "empty": [:]])
    let digests = config.digests(policy: policy)
    #expect(digests.semantic == .sha256(semantic.canonicalBytes))
    #expect(digests.whole == .sha256(Value.object(config.root).canonicalBytes))
    #expect(digests.groups.map(\.name) == ["", "training", "data", "seeds", "empty"])
    #expect(digests.groups[1].digest == .sha256("{\"lr\":0.1,\"seed\":1}"))
    #expect(digests.groups.map(\.keys) == [1, 2, 3, 1, 0])
  }

  @Test func optionsOfACommandAreAConfig() {
    let words = [
      "python", "train.py", "--lr", "1e-3", "--name=adam", "--verbose", "-s", "-1", "--tag", "a", "--tag", "b", "--betas", "0.9",
      "0.99", "--", "--x",
    ]
    #expect(
      Value.object(Config.fromArguments(words).root) == [
        "args": ["lr": 0.001, "name": "adam", "verbose": true, "s": -1, "tag": ["a", "b"], "betas": [0.9, 0.99]]
      ])
    #expect(Config.fromArguments(["make", "all"]).root.isEmpty)
  }

  @Test func theFormatIsTheExtensionsOrJSONByItsBrace() throws {
    #expect(ConfigFormat(path: "a/b.YML") == .yaml)
    #expect(ConfigFormat(path: "a.toml") == .toml)
    #expect(ConfigFormat(path: "a.json/b") == nil)
    #expect(ConfigFormat(path: "a.jsonc") == nil)
    #expect(ConfigReader.guess(Array(" \n{}".utf8)) == .json)
    #expect(ConfigReader.guess(Array("a: 1".utf8)) == nil)
  }

  @Test func aFailureNamesTheFileAndThePlace() {
    let failure = #expect(throws: Failure.self) {
      try ConfigReader.read(Array("{\n\"a\": }".utf8), format: .json, named: "conf/a.json", yaml: .core)
    }
    #expect(failure?.file == "conf/a.json")
    #expect(failure?.position == Position(line: 2, column: 6))
    for (text, format) in [("[1]", ConfigFormat.json), ("- 1", .yaml)] {
      let failure = #expect(throws: Failure.self) {
        try ConfigReader.read(Array(text.utf8), format: format, named: "x", yaml: .core)
      }
      #expect(failure?.message == "the config must be an object with keys, not array")
    }
    let missing = #expect(throws: Failure.self) { try ConfigReader.readFile("/nowhere/a.json", shownAs: "a.json", yaml: .core) }
    #expect(missing?.file == "a.json")
  }

  @Test func whatIsNoReadableFileIsRefusedByItsName() throws {
    let scratch = Scratch()
    let huge = try scratch.write("huge.json", "")
    // A hole in the file: nothing is written, and nothing may be read.
    #expect(truncate(huge, off_t(ConfigReader.maximumSize + 1)) == 0)
    try FileWriting.makeFolders(scratch.path + "/folder.yaml")
    let named = try scratch.write("config.conf", "a = 1")
    for (path, message) in [
      (huge, "is too large to read: 536870913 bytes, at most 536870912"), (named, "the format cannot be told from the name"),
    ] {
      let failure = #expect(throws: Failure.self) { try ConfigReader.readFile(path, shownAs: "it", yaml: .core) }
      #expect(failure?.message == message)
      #expect(failure?.file == "it")
    }
    #expect(throws: Failure.self) { try ConfigReader.readFile(scratch.path + "/folder.yaml", shownAs: "it", yaml: .core) }
  }

  @Test func nearNamesAreSlipsBeginningsAndEnds() {
    #expect(nearNames(to: "mastery_corr", in: ["loss", "mastery_correlation"]) == ["mastery_correlation"])
    #expect(nearNames(to: "trianing.lr", in: ["training.lr", "data.fold"]) == ["training.lr"])
    #expect(nearNames(to: "val_auc", in: ["best.val_auc", "val_acc", "epoch"]) == ["best.val_auc", "val_acc"])
    #expect(nearNames(to: "xyz", in: ["abc", "loss"]) == [])
    #expect(nearNames(to: "seed", in: ["seeds", "sed", "speed", "send"], limit: 2).count == 2)
  }
}

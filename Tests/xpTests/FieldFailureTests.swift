import Provenance
import TestSupport
import Testing

/// What went wrong in the field, and must not here, through the built program; each test ends in its row.
@Suite struct FieldFailureTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 21, 23])
  func everyRowHasATestOfItsName(_ row: Int) throws {
    let sources = try HouseRulesTests.files(in: "Tests", ending: ".swift").map(HouseRulesTests.text).joined()
    #expect(sources.contains("_F\(row)("), "no test is named after row F\(row)")
  }

  @Test func aRehearsalThatWroteEverythingIsNotGreen_F1() throws {
    let project = try ProjectCopy()
    try project.run("sh experiments/\(project.original.names[2])/command.sh")
    for id in ["real-run", "checkpoints", "epoch-metrics", "raw-log"] {
      let judgment = try project.judgment(id, project.original.names[2])
      #expect(judgment.verdict == "fail" && judgment.reason.contains("rehearsal"), "\(id): \(judgment)")
    }
  }

  @Test func aRunThatExitedThreeIsNoSuccessThoughItWroteMetrics_F2() throws {
    let project = try ProjectCopy()
    let judgment = try project.judgment("real-run", project.original.names[1])
    #expect(judgment.verdict == "fail" && judgment.reason.contains("3"))
  }

  @Test func aComparisonWithNothingIsUnknownAndNeverTheSame_F2() throws {
    let project = try ProjectCopy()
    let byHand = project.original.names[3]
    let text = try project.run("xp diff --json \(project.original.first) \(byHand)").output
    let difference = try JSONReader.read(text)
    for aspect in ["code", "environment"] {
      #expect(difference[aspect]?["state"]?.string == "unknown" && difference[aspect]?["reason"]?.string != "")
    }
  }

  @Test func theStoredFileIsTheFileThatWasHashed_F3() throws {
    let project = try ProjectCopy()
    for name in project.original.names {
      let folder = project.root + "/experiments/" + name
      let record = try ExperimentRecord.load(folder)
      #expect(try FileReading.sha256(of: folder + "/config.jcs") == record.registration.config.digest)
      let shown = try JSONReader.read(try FileReading.bytes(of: folder + "/config.json")).untagged
      #expect(try shown.canonicalBytes == FileReading.bytes(of: folder + "/config.jcs"))
    }
  }

  @Test func theHashedConfigHoldsNoDigest_F4() throws {
    let project = try ProjectCopy()
    for name in project.original.names {
      #expect(try !project.read("experiments/\(name)/config.jcs").contains(/[0-9a-f]{16}/))
    }
    // Nothing of the record gets into the config: registered again, it is the same.
    let again = try project.register("configs/base.json --title again -- sh train.sh")
    #expect(
      try project.read("experiments/\(again)/config.jcs") == project.read("experiments/\(project.original.first)/config.jcs"))
  }

  @Test func aPolicyThatChangedUnderItsVersionFailsAndBothDigestsAreKept_F5() throws {
    let project = try ProjectCopy()
    try project.output("printf '[config]\\nignored = [\"training.*\"]\\n' >> xp.toml")
    let judgment = try project.judgment("policy-unchanged", project.original.first)
    #expect(judgment.verdict == "fail" && judgment.reason.contains("1.0.0"))
    let second = try project.register("configs/base.json --title second -- sh train.sh")
    let records = try [project.original.first, second].map { try ExperimentRecord.load(project.root + "/experiments/" + $0) }
    #expect(records[0].registration.policy.digest != records[1].registration.policy.digest)
    #expect(records[0].registration.config.semantic != records[1].registration.config.semantic)
  }

  @Test func aPolicyThatGainedAKeyPassesOnlyUnderANewVersion_F16() throws {
    let project = try ProjectCopy()
    try project.output("printf '[config]\\nrequired = [\"training.lr\"]\\n' >> xp.toml")
    let same = try project.register("configs/base.json --title same -- sh train.sh")
    #expect(try project.judgment("policy-unchanged", same).verdict == "fail")
    try project.output("sed -i 's/1.0.0/1.1.0/' xp.toml")
    let newer = try project.register("configs/base.json --title newer -- sh train.sh")
    #expect(try project.judgment("policy-unchanged", newer).verdict == "pass")
  }

  @Test func noDigestStandsWithoutItsAlgorithm_F6() throws {
    let project = try ProjectCopy()
    let journals = try project.original.journals.flatMap { try FileReading.text(of: $0).split(separator: "\n") }
    for text in journals.map(String.init) + project.original.outputs.map(\.text) {
      for string in strings(in: try JSONReader.read(text)) {
        let isBare = string.text.wholeMatch(of: /[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}/) != nil
        #expect(!isBare || string.key == "ledger", "\(string)")
      }
    }
    for algorithm in ["sha256", "python-md5", "file-sha256-16"] {
      #expect(try project.output("xp hash --algorithm \(algorithm) configs/base.json").hasPrefix(algorithm + ":"))
    }
  }

  @Test func sameConfigWithDifferentCodeIsSaidByRegisterAndDiff_F7() throws {
    let project = try ProjectCopy()
    try project.output("echo '# other code' >> train.sh")
    let said = try project.output("xp register configs/base.json --model mlp --title again --data data -- sh train.sh")
    #expect(said.contains("same config") && said.contains("with different code"), "\(said)")
    let outcome = try project.run("xp diff --json \(project.original.first) @last")
    let difference = try JSONReader.read(outcome.output)
    #expect(outcome.status == 1 && difference["same"]?.bool == false)
    #expect(difference["config"]?["state"]?.string == "same" && difference["code"]?["state"]?.string == "different")
    #expect(difference["headline"]?.string == "same config, seeds, environment and data, different code")
  }

  @Test func whatCouldNotBeAskedIsUnknownAndNotFailed_F8() throws {
    let project = try ProjectCopy()
    let item = "[[checklist.item]]\\nid = \"stable\"\\ntitle = \"Gain is stable\"\\nexpression = \"best.gain > 0.5\"\\n"
    try project.output("printf '\(item)' >> xp.toml")
    let judgment = try project.judgment("stable", project.original.first)
    #expect(judgment.verdict == "unknown" && judgment.reason.contains("gain"))
    #expect(try project.output("xp verify \(project.original.first) || true").contains("2 unknown"))
  }

  @Test func aReportPairsAScoreWithTheConfigItWasMeasuredOn_F9() throws {
    let project = try ProjectCopy()
    try project.output("sed 's/0.72/0.81/' train.sh > other.sh")
    let second = try project.register("configs/base.json --title other --set training.lr=0.5 -- sh other.sh", running: true)
    try project.output("xp readme \(project.original.first) \(second)")
    let records = try [project.original.first, second].map { try ExperimentRecord.load(project.root + "/experiments/" + $0) }
    for (record, other, score, otherScore) in [
      (records[0], records[1], "0.72", "0.81"), (records[1], records[0], "0.81", "0.72"),
    ] {
      // The score is sealed in the same chain of entries as the digest: neither can be taken from elsewhere.
      #expect(record.attempts[0].metrics.first { $0.name == "val_auc" }?.maximum?.value == Double(score))
      #expect(record.entries.first { $0.kind == .finished }?.previous == record.registered.digest)
      let readme = try project.read("experiments/\(record.name)/README.md")
      #expect(readme.contains(record.registration.config.digest.hex) && readme.contains(score))
      #expect(!readme.contains(other.registration.config.digest.hex) && !readme.contains(otherScore))
    }
  }

  @Test func aReadmeShowsTheBestEpochAndTheLastBesideIt_F10() throws {
    let readme = try ProjectCopy().read("experiments/\(RecordedProject.shared.get().first)/README.md")
    let rows = readme.split(separator: "\n").filter { $0.contains("val_auc") && $0.hasPrefix("|") }
    #expect(rows.contains { $0.contains("0.72") && $0.contains("0.7 ") }, "\(rows)")
  }

  @Test func aMetricAskedForByANearNameFailsAndNamesTheRealOne_F11() throws {
    let project = try ProjectCopy()
    try project.output("sed -i 's/\"val_corr\"/\"val_correlation\"/' xp.toml")
    let judgment = try project.judgment("diagnostics", project.original.first)
    #expect(judgment.verdict == "fail" && judgment.reason.contains("did you mean val_corr"))
  }

  private func strings(in value: Value, key: String = "") -> [(key: String, text: String)] {
    switch value {
    case .string(let text): [(key, text)]
    case .array(let items): items.flatMap { strings(in: $0, key: key) }
    case .object(let object): object.members.flatMap { strings(in: $0.value, key: $0.key) }
    default: []
    }
  }
}

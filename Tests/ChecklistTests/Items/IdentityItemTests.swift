import Checklist
import Provenance
import Testing

@Suite struct FolderNameTests {
  @Test func aNameOfTimeModelAndTitlePasses() { #expect(judgment("folder-name").verdict == .pass) }

  @Test func aRenamedFolderFailsWithBothNames() {
    let result = judgment("folder-name") { $0.name = "20261120_215603_mlp_other" }
    #expect(result.verdict == .fail)
    #expect(result.reason.contains(Sample.name) && result.reason.contains("20261120_215603_mlp_other"))
    #expect(result.remedy?.contains("mv ") == true)
  }

  @Test(arguments: ["20261320_215603_mlp_baseline", "20260229_215603_mlp_baseline", "baseline", "2026-11-20_mlp_baseline"])
  func aTimeThatIsNoneFails(_ name: String) {
    let result = judgment("folder-name") { ($0.name, $0.recordedName) = (name, name) }
    #expect(result.verdict == .fail)
  }

  @Test func aTimeAfterRegistrationFails() {
    let name = "20261120_225603_mlp_baseline"
    #expect(judgment("folder-name") { ($0.name, $0.recordedName) = (name, name) }.verdict == .fail)
  }

  @Test func anotherModelOrTitleThanRecordedFails() {
    #expect(judgment("folder-name") { $0.registration.model = "cnn" }.verdict == .fail)
    #expect(judgment("folder-name") { $0.registration.shortTitle = "base" }.verdict == .fail)
  }

  @Test func theSecondOfASecondPasses() {
    let name = Sample.name + "_2"
    #expect(judgment("folder-name") { ($0.name, $0.recordedName) = (name, name) }.verdict == .pass)
  }

  @Test func anImportedFolderSaysSo() {
    let result = judgment("folder-name") { ($0.name, $0.recordedName, $0.registration.imported) = ("run7", "run7", true) }
    #expect(result.verdict == .fail && result.reason.hasPrefix("imported: "))
  }
}

@Suite struct ConfigCompleteTests {
  @Test func anUnchangedConfigPassesAndSaysThatNothingDeclaresMore() {
    let result = judgment("config-complete")
    #expect(result.verdict == .pass && result.reason.contains("3 parameters"))
    #expect(result.reason.contains("nothing declares"))
  }

  @Test func aChangedValueFails() {
    let result = judgment("config-complete") {
      $0.config.json = .read(Sample.value(Sample.configText.replacing("42", with: "43")))
    }
    #expect(result.verdict == .fail && result.reason.contains("config.json says something else"))
  }

  @Test func anotherSpellingOfTheSameValuesPasses() {
    let text = Sample.configText.replacing("1e-4", with: "0.0001")
    #expect(judgment("config-complete") { $0.config.json = .read(Sample.value(text)) }.verdict == .pass)
  }

  @Test func changedCanonicalBytesFail() {
    #expect(judgment("config-complete") { $0.config.canonical = .read(.sha256("other")) }.verdict == .fail)
    #expect(judgment("config-complete") { $0.config.canonical = .absent }.verdict == .fail)
  }

  @Test func groupsOutOfOrderFailWithTheLine() {
    let text = #"{"training": {"epochs": 3, "lr": 1e-4},"# + "\n" + #" "seeds": {"primary": 42}}"#
    let result = judgment("config-complete") { $0.config.json = .read(Sample.value(text)) }
    #expect(result.verdict == .fail && result.reason.contains("training stands where seeds belongs"))
    #expect(result.evidence == [.file("config.json", line: 1)])
  }

  @Test func aTruncatedConfigFailsWithTheLine() {
    let result = judgment("config-complete") { evidence in
      do throws(Failure) { evidence.config.json = .read(try JSONReader.read("{\n  \"a\": ")) } catch {
        evidence.config.json = .unreadable(error)
      }
    }
    #expect(result.verdict == .fail && result.evidence.first?.line == 2)
  }

  @Test func aParameterThatASourceKnowsAndTheConfigLacksFailsByName() {
    let result = judgment("config-complete") {
      $0.config.sources = [
        ParameterSource(name: "defaults.yaml", keys: .read(["training.lr", "training.dropout"]), declaresAll: true)
      ]
    }
    #expect(result.verdict == .fail && result.reason.contains("missing, known from defaults.yaml: training.dropout"))
    #expect(!result.reason.contains("training.lr"))
  }

  @Test func parametersThatNobodyDeclaresAreListed() {
    let result = judgment("config-complete") {
      $0.config.sources = [ParameterSource(name: "defaults.yaml", keys: .read(["training.lr"]), declaresAll: true)]
    }
    #expect(result.verdict == .pass && result.reason.contains("undeclared: seeds.primary, training.epochs"))
  }

  @Test func keysThatDifferInEveryRunAreNotMissed() {
    let result = judgment("config-complete") {
      $0.config.sources = [ParameterSource(name: "earlier", keys: .read(["runtime.timestamp"]), declaresAll: false)]
    }
    #expect(result.verdict == .pass)
  }

  @Test func aDefaultsFileThatIsGoneIsADoubt() {
    let result = judgment("config-complete") {
      $0.config.sources = [ParameterSource(name: "defaults.yaml", keys: .absent, declaresAll: true)]
    }
    #expect(result.verdict == .unknown)
  }

  @Test func anExperimentWithoutAConfigNeedsNone() {
    let result = judgment("config-complete") {
      ($0.registration.config.source, $0.registration.config.groups) = ("none", [])
    }
    #expect(result.verdict == .notApplicable)
  }
}

@Suite struct CommandScriptTests {
  @Test func theRecordedWordsPass() { #expect(judgment("command-script").verdict == .pass) }

  @Test func anotherWordFailsWithBoth() {
    let result = judgment("command-script") { $0.script = .read(ScriptEvidence(words: ["python3", "train.py", "--seed", "43"])) }
    #expect(result.verdict == .fail && result.reason == "word 4 is 43, recorded is 42")
  }

  @Test func aScriptThatAShellRefusesFails() {
    let words = ["python3", "train.py", "--seed", "42"]
    let result = judgment("command-script") {
      $0.script = .read(ScriptEvidence(refusal: .known("line 3: syntax error"), words: words))
    }
    #expect(result.verdict == .fail && result.reason.contains("syntax error"))
  }

  @Test func withoutAShellItIsUnknown() {
    let words = ["python3", "train.py", "--seed", "42"]
    let result = judgment("command-script") { $0.script = .read(ScriptEvidence(refusal: .unknown("no sh"), words: words)) }
    #expect(result.verdict == .unknown)
  }

  @Test func aMissingOrUnreadableScriptFails() {
    #expect(judgment("command-script") { $0.script = .absent }.verdict == .fail)
    #expect(judgment("command-script") { $0.script = .read(ScriptEvidence(words: nil)) }.verdict == .fail)
    #expect(judgment("command-script") { $0.script = .unreadable(Failure(.input, "is not UTF-8")) }.verdict == .fail)
  }

  @Test func withoutACommandTheItemDoesNotApply() {
    #expect(judgment("command-script") { $0.registration.command = nil }.verdict == .notApplicable)
  }

  @Test func theCommandOfAnImportedExperimentIsUnknown() {
    let result = judgment("command-script") { ($0.registration.command, $0.registration.imported) = (nil, true) }
    #expect(result.verdict == .unknown)
  }
}

@Suite struct CodeTests {
  @Test func commitAndTreeInTheRepositoryPass() {
    let result = judgment("code")
    #expect(result.verdict == .pass && result.reason.contains("on main"))
  }

  @Test func aDetachedCommitIsEnough() {
    let result = judgment("code") { evidence in
      var code = evidence.registration.code.value!
      code.branch = nil
      evidence.registration.code = .known(code)
    }
    #expect(result.verdict == .pass && result.reason.contains("detached"))
  }

  @Test func aTreeThatIsGoneFails() {
    let result = judgment("code") { $0.code.tree = .known(false) }
    #expect(result.verdict == .fail && result.reason.contains("tree bbbbbbbbbbbb is not in the repository"))
  }

  @Test func aRepositoryThatCannotBeAskedIsUnknown() {
    #expect(judgment("code") { $0.code.commit = .unknown("there is no git program") }.verdict == .unknown)
  }

  @Test func withoutARepositoryItIsUnknownWithTheReason() {
    let result = judgment("code") { $0.registration.code = .unknown("not a git repository") }
    #expect(result.verdict == .unknown && result.reason == "not a git repository" && result.remedy != nil)
  }

  @Test func whatWasNotCapturedIsNamed() {
    let result = judgment("code") { evidence in
      var code = evidence.registration.code.value!
      code.notCaptured = [NotCaptured(path: "big.bin", reason: .tooLarge)]
      evidence.registration.code = .known(code)
    }
    #expect(result.verdict == .pass && result.reason.contains("1 not captured: big.bin"))
  }
}

@Suite struct SeedsTests {
  private func seeds(_ places: (String, String)...) -> Seeds {
    let places = places.map { Seeds.Place(name: $0.0, value: $0.1) }
    return Seeds(primary: places.first, places: places, digest: .sha256("seeds"))
  }

  @Test func placesThatAgreePass() {
    #expect(judgment("seeds").verdict == .pass)
    #expect(
      judgment("seeds") { $0.registration.seeds = seeds(("seeds.primary", "42"), ("seeds.all", "[42,7]")) }.verdict == .pass)
    #expect(judgment("seeds") { $0.registration.seeds = seeds(("seeds.primary", "42"), ("--seed", "\"42\"")) }.verdict == .pass)
    #expect(judgment("seeds") { $0.registration.seeds = seeds(("seeds.primary", "42"), ("seeds.torch", "7")) }.verdict == .pass)
  }

  @Test func aFlagThatSaysOtherwiseFailsWithBoth() {
    let result = judgment("seeds") { $0.registration.seeds = seeds(("seeds.primary", "42"), ("--seed", "7")) }
    #expect(result.verdict == .fail && result.reason == "seeds.primary is 42, --seed is 7")
  }

  @Test func aListWithoutThePrimarySeedFails() {
    #expect(judgment("seeds") { $0.registration.seeds = seeds(("seeds.primary", "42"), ("seeds.all", "[1,2]")) }.verdict == .fail)
  }

  @Test func noSeedAtAllFails() {
    let result = judgment("seeds") { $0.registration.seeds = Seeds(primary: nil, places: [], digest: .sha256("")) }
    #expect(result.verdict == .fail && result.remedy?.contains("off") == true)
  }

  @Test func theEvidenceIsTheLineOfTheConfig() {
    #expect(judgment("seeds").evidence == [.file("config.json", line: 3)])
  }
}

@Suite struct EnvironmentTests {
  private func program(_ change: (inout EnvironmentState.Program) -> Void) -> EnvironmentState {
    var state = Sample.environment
    var program = state.program.value!
    change(&program)
    state.program = .known(program)
    return state
  }

  @Test func anInterpreterWithPackagesPasses() {
    let result = judgment("environment")
    #expect(result.verdict == .pass && result.reason.contains("python3 3.11.2, 1 packages"))
  }

  @Test func anInterpreterWithoutAnyPackageIsNoGap() {
    let state = program { $0.packages = .known([]) }
    let result = judgment("environment") { $0.environment.state = .read(state) }
    #expect(result.verdict == .pass && result.reason.contains("no packages installed"))
  }

  @Test func packagesThatCouldNotBeReadAreUnknown() {
    let state = program { $0.packages = .unknown("no site-packages") }
    #expect(judgment("environment") { $0.environment.state = .read(state) }.verdict == .unknown)
  }

  @Test func anEmptyVersionFails() {
    let state = program { $0.version = .known("") }
    #expect(judgment("environment") { $0.environment.state = .read(state) }.verdict == .fail)
  }

  @Test func aBinaryWithLibrariesPasses() {
    let state = program { ($0.kind, $0.libraries) = (.binary, .known([])) }
    let result = judgment("environment") { $0.environment.state = .read(state) }
    #expect(result.verdict == .pass && result.reason.contains("static"))
  }

  @Test func aChangedOrMissingFileFails() {
    #expect(judgment("environment") { $0.environment.digest = .sha256("other") }.verdict == .fail)
    #expect(judgment("environment") { $0.environment.state = .absent }.verdict == .fail)
  }

  @Test func whatWasNotRecordedIsUnknownWithTheReason() {
    let result = judgment("environment") { $0.registration.environment = .unknown("made without xp") }
    #expect(result.verdict == .unknown && result.reason.contains("made without xp"))
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

/// What `experiments/` holds is what it says it is, and the demo goes through.
@Suite struct WorkedExamplesTests {
  private static let documented = Built.root + "/experiments/gainakt2exp/experiments"
  private static let validation = documented + "/20251101_230515_gainakt2exp_final_hyperparameter_validation/config.json"

  @Test func theStatedValuesGiveTheStatedDigest() throws {
    let config = try JSONReader.read(try FileReading.bytes(of: Self.validation))
    #expect(config["evaluation"]?.object?.count == 19)
    #expect(config["evaluation"]?.pythonMD5.hex == "5d4c1b259dc8ae0277fd1ce352dbd27e")
  }

  @Test func theTwoDocumentsAgreeInEveryFlagThatBothState() throws {
    let other = Self.documented + "/20251101_192741_gainakt2exp_tolerance_test/config.json"
    let (left, right) = (
      try JSONReader.read(try FileReading.bytes(of: Self.validation)), try JSONReader.read(try FileReading.bytes(of: other))
    )
    for group in ["interpretability", "alignment", "global_alignment", "refinement"] {
      #expect(left[group] != nil && left[group] == right[group])
    }
    #expect(right["evaluation"] == nil)
  }

  @Test func theDocumentedExperimentsClaimNothingButTheirConfigs() throws {
    for name in try FileReading.names(in: Self.documented) {
      #expect(try FileReading.names(in: Self.documented + "/" + name) == ["config.json"])
    }
  }

  /// skipped: without Python there is nothing to train with.
  @Test(.enabled(if: hasPython, "skipped: Python 3 is not installed"))
  func theSameConfigTrainsToTheSameFiles() throws {
    let scratch = Scratch()
    for out in ["one", "two"] {
      let run = try ChildProcess.run(
        ["python3", "train.py", "--out", scratch.path + "/" + out], in: Built.root + "/experiments/penguins",
        environment: HouseRulesTests.environment)
      #expect(run.succeeded, "\(run.errorText)")
    }
    for name in ["metrics.csv", "checkpoint_best.json", "checkpoint_last.json", "effective_config.json"] {
      #expect(try scratch.read("one/" + name) == scratch.read("two/" + name))
    }
  }

  /// skipped: without Python there is nothing to train with.
  @Test(.enabled(if: hasPython, "skipped: Python 3 is not installed"))
  func theDemoGoesThrough() throws {
    let scratch = Scratch()
    let demo = try ChildProcess.run(
      [Built.root + "/experiments/demo.sh", Built.xp, scratch.path + "/demo"], in: Built.root,
      environment: HouseRulesTests.environment)
    #expect(demo.succeeded, "\(demo.text.suffix(2000))\(demo.errorText)")
  }

  private static let hasPython =
    (try? ChildProcess.run(["python3", "--version"], in: "/", environment: HouseRulesTests.environment).succeeded) ?? false
}

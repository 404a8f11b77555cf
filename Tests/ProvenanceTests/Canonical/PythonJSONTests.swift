import Provenance
import Testing

@Suite struct PythonJSONTests {
  @Test func theDocumentsEvaluationSnapshotGivesItsMD5() {
    let evaluation: Value = [
      "dataset": "assist2015", "fold": 0, "batch_size": 64, "seq_len": 200, "d_model": 512, "n_heads": 8,
      "num_encoder_blocks": 6, "d_ff": 1024, "dropout": 0.2, "emb_type": "qid", "use_mastery_head": true,
      "use_gain_head": true, "non_negative_loss_weight": 0.0, "monotonicity_loss_weight": 0.1,
      "mastery_performance_loss_weight": 0.8, "gain_performance_loss_weight": 0.8, "sparsity_loss_weight": 0.2,
      "consistency_loss_weight": 0.3, "max_correlation_students": 300,
    ]
    #expect(evaluation.pythonMD5.description == "python-md5:5d4c1b259dc8ae0277fd1ce352dbd27e")
  }

  @Test(.enabled(if: Python.isHere, "skipped: python3 is not here"))
  func pythonItselfWritesTheSameText() throws {
    let configs = (0..<300 as Range<UInt64>).map { seed in
      var generated = Generated(seed: seed, [.null])
      return generated.config()
    }
    let script = """
      import json, sys, hashlib
      for x in json.load(open(sys.argv[1], encoding="utf-8")):
        t = json.dumps(x, sort_keys=True)
        print(hashlib.md5(t.encode()).hexdigest(), t)
      """
    let lines = try Python.run(script, input: .array(configs)).split(separator: "\n")
    #expect(lines.count == configs.count)
    for (config, line) in zip(configs, lines) {
      #expect("\(config.pythonMD5.hex) \(config.pythonText)" == line)
    }
  }
}

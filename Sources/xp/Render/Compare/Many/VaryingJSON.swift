import Checklist
import Provenance

/// What varies over many runs, as `schemas/compare-varying.v1.schema.json` describes it.
struct VaryingJSON {
  let varying: VaryingInputs

  var text: String {
    JSONWriter.pretty([
      "xp": "compare-varying.v1", "runs": .number(Number(varying.runs)), "same_keys": .number(Number(varying.same)),
      "across": CompareJSON.across(varying.across), "not_completed": GroupJSON.counts(varying.leftOut),
      "inputs": .array(varying.inputs.map(input)),
    ])
  }

  private func input(_ input: VaryingInputs.Input) -> Value {
    [
      "names": .array(input.names.map(Value.string)),
      "levels": .array(input.levels.map { ["value": .string($0.text), "runs": .number(Number($0.runs))] }),
      "effects": .array(input.effects.map(effect)),
    ]
  }

  private func effect(_ effect: VaryingInputs.Effect) -> Value {
    func end(_ end: (level: String, mean: Double)?) -> Value {
      end.map { ["value": .string($0.level), "mean": .number(Number($0.mean))] } ?? .null
    }
    func number(_ number: Double?) -> Value { number.map { .number(Number($0)) } ?? .null }
    return [
      "metric": .string(effect.metric), "n": .number(Number(effect.count)), "reading": .string(effect.reading.rawValue),
      "lowest": end(effect.lowest), "highest": end(effect.highest), "share": number(effect.association?.share),
      "rank": number(effect.association?.rank), "p": number(effect.association?.p),
    ]
  }
}

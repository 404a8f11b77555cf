import Checklist
import Provenance

/// What varies over many runs, as a Markdown page.
struct VaryingMarkdown {
  let varying: VaryingInputs

  var text: String {
    var text = "# What varies over \(Short.count(varying.runs, "run"))\n"
    for difference in varying.across.differences { text += "\n**Across classes:** \(Markdown.cell(difference.words)).\n" }
    let rows = varying.inputs.flatMap { input in
      input.effects.enumerated().map { index, effect -> [String] in
        let names = input.names.map(Markdown.code).joined(separator: ", always together with ")
        return [
          index == 0 ? names : "", index == 0 ? Markdown.cell(VaryingWords.levels(input)) : "", Markdown.code(effect.metric),
          effect.reading.rawValue, Markdown.cell(VaryingWords.range(effect)), VaryingWords.strength(effect),
        ]
      }
    }
    text += "\n" + Markdown.table(["Input", "Values (runs)", "Metric", "Reading", "Means", "Strength"], rows)
    text += "\n\(Short.count(varying.same, "config key")) the same in all.\n"
    if !varying.leftOut.isEmpty {
      text += "\nLeft out, not completed: \(Markdown.cell(VaryingWords.counts(varying.leftOut))).\n"
    }
    return text
  }
}

import Provenance

/// The filters that a person typed, a word each; or one in several words, which a shell takes apart.
struct FilterWords {
  let words: [String]

  init(_ words: [String]) { self.words = words }

  /// Whether a word is a filter where names of experiments may stand, too: these hold no comparison.
  static func isFilter(_ word: String) -> Bool { word.contains { "=<>".contains($0) } }

  /// - Throws: kind `input` with the column in the word that is none.
  func formulas() throws(Failure) -> [Formula] {
    var formulas: [Formula] = []
    for word in words {
      do throws(Failure) { formulas.append(try Formula.parse(word, mode: .filter)) } catch {
        if words.count > 1, let whole = try? Formula.parse(words.joined(separator: " "), mode: .filter) { return [whole] }
        throw Failure(
          error.kind, "\(error.message), in the filter: \(word)", at: error.position,
          hint: error.hint ?? "quote it for the shell: xp list 'val_auc >= 0.7' model=gru")
      }
    }
    return formulas
  }
}

import Checklist
import Provenance

/// An experiment's page as `schemas/show.v1.schema.json` describes it.
struct ShowJSON {
  let report: ExperimentReport

  /// - Throws: kind `defect` if the report has no JSON form, which no report should come to.
  func text() throws(Failure) -> String {
    do { return JSONWriter.pretty(try ValueEncoder.encode(report)) } catch {
      throw Failure(.defect, "the page has no JSON form: \(error)")
    }
  }
}

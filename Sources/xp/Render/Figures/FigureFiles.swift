import Checklist
import Provenance

/// Figures as files beside a README: their names hold the beginning of their digests, so that a README shows its own pictures only.
struct FigureFiles {
  /// In the report's order.
  let reports: [ReadmeReport.FigureFile]
  /// The content of each.
  let texts: [String]

  init(_ figures: [Figure]) {
    var (reports, texts) = ([ReadmeReport.FigureFile](), [String]())
    for figure in figures {
      let text = FigureSVG(figure).text
      let digest = Digest.sha256(text)
      let path = "\(ExperimentFiles.figures)/\(Self.name(figure.title)).\(digest.hex.prefix(8)).svg"
      guard !reports.contains(where: { $0.path == path }) else { continue }
      texts.append(text)
      reports.append(
        ReadmeReport.FigureFile(path: path, alternative: figure.alternative, sources: figure.sources, digest: digest))
    }
    (self.reports, self.texts) = (reports, texts)
  }

  /// Letters, digits and underscores of a title; what is needed by no link to be escaped.
  private static func name(_ title: String) -> String {
    let words = title.lowercased().utf8.split { !(0x30...0x39).contains($0) && !(0x61...0x7A).contains($0) }
    let name = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_").prefix(40)
    return name.isEmpty ? "figure" : String(name)
  }
}

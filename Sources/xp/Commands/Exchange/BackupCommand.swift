import ArgumentParser
import Provenance

struct BackupCommand: Action {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the whole record while others write, and open the copy to see that it is one",
    discussion: """
      The copy is what the ledger held at one instant. A name that ends in .tar makes one file, which xp import takes in; any \
      other a folder that is a project of its own. Artifacts and keys stay where they are; code goes along in a .tar only.
      """)

  @Argument(help: ArgumentHelp("A folder or a .tar file that does not exist yet", valueName: "path"))
  var path: String

  func perform(in session: Session) throws(Failure) -> Outcome {
    let project = try session.project()
    let whole = absolutePath(path, from: session.folder)
    guard path.hasSuffix(".tar") else {
      let summary = try Backup(project: project).copy(to: whole, shownAs: path)
      for name in summary.withoutFolder {
        session.console.note("\(name): its folder is not there: its entries are in the copied ledger alone")
      }
      let size = "\(Short.count(summary.files, "file")), \(ByteCount.text(of: summary.size))"
      let what = "\(Short.count(summary.experiments, "experiment")), \(summary.entries) entries in \(size)"
      try session.console.write(rendered: "backed up to \(Terminal.safe(path)): \(what)\n")
      return .yes
    }
    let manifest = try Backup(project: project).bundle(
      to: whole, shownAs: path, now: session.now, environment: session.environment)
    for left in manifest.leftOut { session.console.note("left out: \(left.path): \(left.reason)") }
    try session.console.write(rendered: "backed up to \(Terminal.safe(path)): \(ExchangeRendering.summary(of: manifest))\n")
    return .yes
  }
}

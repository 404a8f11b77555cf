import GRDB

extension Ledger {
  /// Takes entries into a ledger that ends with the call: what no ledger can take is found before anything is put in place.
  ///
  /// - Throws: kind `input` for an entry whose body is not what its kind says.
  static func rehearse(_ entries: [Entry], in project: Project) throws(Failure) {
    let ledger = try Ledger.empty(project, "", isSnapshot: true)
    do {
      try ledger.queue.writeWithoutTransaction { database in
        for entry in entries {
          do { try ledger.index(entry, database) } catch let failure as Failure {
            throw Failure(.input, "an entry of \(entry.experiment) cannot be taken: \(failure.message)")
          }
        }
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.input, "its entries cannot be taken: \(error)")
    }
  }
}

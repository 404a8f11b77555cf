import GRDB

extension Ledger {
  /// Takes entries into a ledger that ends with the call: what no ledger can take is found before anything is put in place.
  ///
  /// - Throws: kind `input` for an entry whose body is not what its kind says.
  static func rehearse(_ entries: [Entry]) throws(Failure) {
    let order = OrderFile(path: "/dev/null")
    do {
      let ledger = Ledger(queue: try DatabaseQueue(), order: order, path: ":memory:", id: "")
      try ledger.queue.writeWithoutTransaction { database in
        try LedgerSchema.migrate(database, from: 0)
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

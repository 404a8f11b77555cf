import Provenance
import TestSupport
import Testing

/// A backup is the record as it was at one instant, whoever writes meanwhile.
@Suite struct BackupFaultTests {
  @Test func backupsThatAreMadeWhileOthersWriteAreWhole() throws {
    let bench = try Bench.inRepository()
    try bench.write(
      "../go.sh",
      """
      for w in 1 2 3 4; do
        { for n in 1 2 3 4 5; do xp register --model m --title "w$w-$n" -- python3 train.py || echo failed; done >../said.$w 2>&1; } &
      done
      for b in 1 2 3 4 5 6; do xp backup ../copy.$b || echo failed; sleep 0.1; done
      wait
      xp backup ../copy.7
      """)
    let said = try bench.expect("sh ../go.sh; cat ../said.*")
    #expect(!said.contains("failed"), "\(said)")
    var counts: [Int] = []
    for number in 1...7 {
      let copy = bench.beside("copy.\(number)")
      // The trees are in the repository, where the copy is not.
      let verified = try copy.xp("ledger", "verify")
      let isWell = verified.status == 0 || verified.text.contains("\nunknown: entries 1–") && verified.text.contains(" are well")
      #expect(isWell && !verified.text.contains("fail"), "copy \(number): \(verified.text)\(verified.errorText)")
      let lists = try copy.expect("xp list --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))'")
      let names = try copy.experiments()
      #expect(Int(lists.split(separator: "\n")[0]) == names.count, "copy \(number)")
      counts.append(names.count)
    }
    #expect(counts == counts.sorted() && counts.last == 20, "\(counts)")
  }
}

import Provenance
import TestSupport
import Testing

/// Bundles that are cut off while they are taken in, or that hold what git must not take.
@Suite struct ImportFaultTests {
  /// A project of two experiments with metrics, whose bundle lies beside it.
  private static func bundled() throws -> Bench {
    let bench = try Bench.inRepository(["train.py": "print('hello')\n", "c.yaml": "training:\n  lr: 0.1\n"])
    // Uncommitted: the bundle has to bring the tree.
    try bench.write("notes.py", "print('not committed')\n")
    for title in ["one", "two"] {
      try bench.expect("xp run c.yaml --model m --title \(title) -- sh -c 'echo loss=1; xp log loss=0.5 --step 1'")
    }
    try bench.expect("xp export --all --bundle -o ../all.tar && git clone -q --no-local . ../other")
    try bench.expect("cd ../other && xp init && xp sync")
    return bench
  }

  /// Where a bundle is taken in.
  private static func other(_ bench: Bench) -> Bench { bench.beside("other") }

  @Test func anImportThatIsKilledIsWholeOrNotThere() throws {
    let bench = try Self.other(Self.bundled())
    try bench.expect("xp register c.yaml --model m --title own && cp -a ../other ../saved")
    let again = "cd .. && rm -rf other && cp -a saved other"
    var driver = KillDriver(bench, seed: 6)
    var time = try driver.duration { _ in "\(again) && cd other && xp import ../all.tar" }
    var cut = 0
    for round in 0..<(KillDriver.isSoaking ? 300 : 25) {
      try bench.expect(again)
      if try driver.strike("xp import ../all.tar", within: time) { cut += 1 } else if cut == 0 { time /= 2 }
      let next = try bench.xp(round.isMultiple(of: 2) ? "sync" : "list")
      #expect(next.status == 0, "round \(round): \(next.errorText)")
      let count = try bench.experiments().count
      #expect(count == 1 || count == 3, "round \(round): \(count) experiments")
      let problems = try Soundness(bench).problems
      #expect(problems.isEmpty, "round \(round): \(problems)")
      try bench.expect("xp import ../all.tar && xp ledger verify")
      #expect(try bench.experiments().count == 3, "round \(round)")
    }
    #expect(cut > 0, "no round was cut off")
  }

  /// What git takes for a tree's name decides where a checkout writes.
  @Test(arguments: ["..", ".git", ".GIT", "a/b"]) func aPackWithANameThatNoCheckoutMayFollowIsRefused(_ name: String) throws {
    let bench = try Self.bundled()
    try Self.forge(
      bench,
      """
      blob = git('hash-object', '-w', '--stdin', input=b'evil').strip()
      evil = b'100644 \(name)' + b'\\0' + bytes.fromhex(blob.decode())
      more = [blob, git('hash-object', '-t', 'tree', '--literally', '-w', '--stdin', input=evil).strip()]
      """)
    try Self.expectRefused(bench, saying: "git refuses its code")
  }

  @Test(arguments: [
    "pack = pack[:-30]", "pack = pack[:40] + bytes([pack[40] ^ 1]) + pack[41:]", "pack = b''", "pack = b'PACK' + bytes(28)",
  ])
  func aPackThatIsDamagedIsRefused(_ damage: String) throws {
    let bench = try Self.bundled()
    try Self.forge(bench, "more = []", damage)
    try Self.expectRefused(bench, saying: "git refuses its code")
  }

  private static func expectRefused(_ bench: Bench, saying reason: String) throws {
    let other = other(bench)
    let repository = "git count-objects -v; git for-each-ref; find .git/objects | sort"
    let before = try other.expect(repository)
    let run = try other.xp("import", "../forged.tar")
    #expect(run.status == 2 && run.errorText.contains(reason), "\(run.status): \(run.errorText)")
    #expect(try other.experiments().isEmpty)
    #expect(try other.expect(repository) == before)
    #expect(try Soundness(other).problems.isEmpty)
    #expect(try other.xp("import", "../all.tar").status == 0)
  }

  /// Writes `forged.tar`: the bundle with another pack in it, its manifest and digests right.
  private static func forge(_ bench: Bench, _ make: String, _ damage: String = "") throws {
    try bench.write(
      "../forge.py",
      """
      import hashlib, io, json, subprocess, tarfile
      tarfile.RECORDSIZE = 512
      def git(*words, input=None):
          return subprocess.run(['git', *words], input=input, check=True, capture_output=True).stdout
      files = {m.name: tarfile.open('../all.tar').extractfile(m).read() for m in tarfile.open('../all.tar').getmembers()}
      head = [n for n in files if n.endswith('.json') and b'bundle.v1' in files[n]][0]
      code = files['code.bundle']
      end = code.index(b'\\n\\n') + 2
      trees = [line.split(b' ')[0] for line in code[:end].split(b'\\n')[1:] if line]
      \(make)
      named = git('rev-list', '--objects', *[t.decode() for t in trees])
      wanted = [line.split(b' ')[0] for line in named.split(b'\\n') if line] + more
      pack = git('pack-objects', '--stdout', '-q', input=b'\\n'.join(wanted) + b'\\n')
      \(damage)
      files['code.bundle'] = code[:end] + pack
      manifest = json.loads(files[head])
      for file in manifest['files']:
          if file['path'] == 'code.bundle':
              file['size'] = len(files['code.bundle'])
              file['sha256'] = 'sha256:' + hashlib.sha256(files['code.bundle']).hexdigest()
      files[head] = json.dumps(manifest, sort_keys=True, separators=(',', ':')).encode()
      with tarfile.open('../forged.tar', 'w', format=tarfile.USTAR_FORMAT) as forged:
          for member in tarfile.open('../all.tar').getmembers():
              member.size = len(files[member.name])
              forged.addfile(member, io.BytesIO(files[member.name]))
      """)
    try bench.expect("python3 ../forge.py")
  }
}

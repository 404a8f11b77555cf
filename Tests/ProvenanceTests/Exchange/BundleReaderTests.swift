import TestSupport
import Testing

@testable import Provenance

/// A reader of bundles takes exactly what a writer makes.
@Suite struct BundleReaderTests {
  private func refusal(_ bytes: [UInt8]) -> Failure? {
    do throws(Failure) {
      try BundleReader(BundleInput(bytes, named: "b.tar")).read(to: nil)
      return nil
    } catch {
      return error
    }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let scratch = Scratch()
    let forge = try BundleForge().adding("order/\(BundleForge.ledger)", [])
    let long = "experiments/\(BundleForge.name)/" + String(repeating: "long/", count: 24) + "é日本.bin"
    let bytes = try forge.adding(long, [UInt8](repeating: 7, count: 1500)).bytes()
    let reader = try BundleReader(BundleInput(bytes, named: "b.tar"))
    try FileWriting.makeFolders(scratch.path + "/in")
    try reader.read(to: scratch.path + "/in")
    for file in forge.adding(long, [UInt8](repeating: 7, count: 1500)).files {
      #expect(try FileReading.bytes(of: scratch.path + "/in/" + file.path) == file.bytes)
    }
  }

  @Test func tarAndPythonReadABundle() throws {
    let scratch = Scratch()
    let long = "experiments/\(BundleForge.name)/" + String(repeating: "long/", count: 24) + "é日本.bin"
    let forge = try BundleForge().adding(long, [UInt8](repeating: 7, count: 1500))
    try FileWriting.replace(scratch.path + "/b.tar", with: forge.bytes(), durable: false)
    let names = ["bundle.json"] + forge.manifest().files.map(\.path)
    func said(_ words: [String]) throws -> ChildProcess.Outcome {
      try ChildProcess.run(words, in: scratch.path, environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"])
    }
    let tar = try said(["tar", "-x", "-v", "--quoting-style=literal", "-f", "b.tar"])
    #expect(tar.succeeded && tar.errors.isEmpty && tar.text == names.map { $0 + "\n" }.joined(), "\(tar.text)\(tar.errorText)")
    #expect(try FileReading.bytes(of: scratch.path + "/" + long) == [UInt8](repeating: 7, count: 1500))
    let program = "import tarfile; t = tarfile.open('b.tar'); print(*[f'{m.name} {m.size} {m.isreg()}' for m in t], sep='\\n')"
    let python = try said(["python3", "-c", program])
    #expect(python.text.contains("\(long) 1500 True\n"), "\(python.text)\(python.errorText)")
  }

  @Test func aHeaderOfALargeFileIsReadByPython() throws {
    let scratch = Scratch()
    let size: Int64 = 12_345_678_901
    try FileWriting.replace(scratch.path + "/h.tar", with: TarHeader.bytes(path: "large.pt", size: size), durable: false)
    let program = "import tarfile; m = tarfile.open('h.tar').next(); print(m.name, m.size)"
    let python = try ChildProcess.run(
      ["python3", "-c", program], in: scratch.path, environment: ["PATH=/usr/local/bin:/usr/bin:/bin"])
    #expect(python.text == "large.pt \(size)\n", "\(python.errorText)")
  }

  @Test func aBundleCutAnywhereIsRefused() throws {
    let bytes = try BundleForge().bytes()
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let failure = refusal(Array(bytes[..<count]))
      #expect(failure?.kind == .input, "\(count) of \(bytes.count) bytes: \(String(describing: failure))")
    }
    #expect(refusal(bytes) == nil && refusal(bytes + [0])?.kind == .input)
  }

  /// The manifest is what the rest is held against: a change of it is refused, or is another manifest that is as good.
  @Test func aFlippedBitIsFoundOrLeavesEveryFileAsItIs() throws {
    let bytes = try BundleForge().bytes()
    let head = 512..<(512 + (try BundleForge().manifest().bytes().count))
    let files = try BundleForge().manifest().files
    var random = Generated(seed: 11)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1 << UInt8(random.next() % 8)
      let failure = refusal(changed)
      if head.contains(index), failure == nil {
        let manifest = try BundleReader(BundleInput(changed, named: "b")).manifest
        #expect(manifest.files == files && manifest.experiments.map(\.name) == [BundleForge.name], "byte \(index)")
      } else {
        #expect(failure?.kind == .input, "byte \(index)")
      }
    }
  }

  @Test(arguments: [
    ("/etc/passwd", "absolute"), ("../../etc/cron.d/x", "elsewhere"), ("experiments/../../x", "elsewhere"),
    ("experiments/\(BundleForge.name)/../../../x", "elsewhere"), ("experiments/\(BundleForge.name)/./x", "elsewhere"),
    ("experiments/\(BundleForge.name)//x", "elsewhere"), ("experiments/\(BundleForge.name)/x/", "elsewhere"),
    ("experiments/\(BundleForge.name)/.xp/secret.key", ".git or .xp"),
    ("experiments/\(BundleForge.name)/.GIT/config", ".git or .xp"),
    ("experiments/\(BundleForge.name)/.ｇit/config", ".git or .xp"), ("experiments/.git/hooks/x", ".git or .xp"),
    ("experiments/\(BundleForge.name)/a\u{0}b", "acts"), ("experiments/\(BundleForge.name)/a\u{1B}[2Jb", "acts"),
    ("experiments/\(BundleForge.name)/a\nb", "acts"), ("experiments/\(BundleForge.name)/a\u{9B}b", "acts"),
    ("experiments/\(BundleForge.name)/\u{202E}txt.exe", "acts"), ("experiments/\(BundleForge.name)/.g\u{200C}it/x", "acts"),
    ("experiments/\(BundleForge.name)/a\\b", "acts"), ("experiments/other/x", "belongs to no experiment"),
    (".xp/ledger.sqlite", ".git or .xp"), ("secret.key", "no file of a bundle"), ("xp.toml", "no file of a bundle"),
    ("order/../x", "elsewhere"), ("order/notanid", "no file of a bundle"), ("project/secret.key", "no file of a bundle"),
    ("experiments/x", "no file of a bundle"), ("checkpoints/a/b/c/d/e", "no file of a bundle"), ("", "empty"),
    ("experiments/\(BundleForge.name)/" + String(repeating: "n", count: 256), "too long"),
    ("experiments/\(BundleForge.name)/" + String(repeating: "d/", count: 40) + "x", "too long"),
  ])
  func aPathThatLeadsElsewhereOrActsIsRefused(_ path: String, _ words: String) throws {
    let bytes = try BundleForge().adding(path).bytes()
    let failure = refusal(bytes)
    #expect(failure?.kind == .input && failure?.message.contains(words) == true, "\(String(describing: failure))")
  }

  @Test(arguments: [
    ("Model.pt", "model.pt"), ("é.pt", "e\u{301}.pt"), ("straße", "STRASSE"), ("ﬁle", "file"), ("a", "a/b"), ("A/x", "a"),
  ])
  func twoNamesThatOneFileSystemHoldsForOneAreRefused(_ one: String, _ other: String) throws {
    let folder = "experiments/\(BundleForge.name)/"
    let failure = refusal(try BundleForge().adding(folder + one).adding(folder + other).bytes())
    #expect(failure?.kind == .input, "\(one), \(other)")
    #expect(refusal(try BundleForge().adding(folder + one).bytes()) == nil)
  }

  @Test(arguments: ["1", "2", "3", "4", "5", "6", "7", "L", "K", "g", "x", "S"] as [Character])
  func anythingButAPlainFileIsRefused(_ type: Character) throws {
    let bytes = try BundleForge().bytes(header: { path, header in
      path.hasSuffix("config.jcs") ? BundleForge.header(header, type: type, link: "/etc/passwd") : header
    })
    #expect(refusal(bytes)?.message.contains("not as the manifest says") == true)
  }

  @Test func moreThanIsDeclaredAndLessThanIsDeclaredAreRefused() throws {
    for size: Int64 in [0, 1, 3, 512, 1 << 40, (1 << 53) - 1, 1 << 53, -1, .max] {
      let bytes = try BundleForge().bytes { $0.files[0].size = size }
      #expect(refusal(bytes)?.kind == .input, "\(size)")
    }
  }

  @Test func aBombIsRefusedByWhatItDeclares() throws {
    let bytes = try BundleForge().bytes { $0.files[0].size = 1 << 50 }
    let failure = #expect(throws: Failure.self) { try BundleReader(BundleInput(bytes, named: "b.tar"), limit: 1 << 20) }
    #expect(failure?.message.contains("declares") == true)
  }

  /// Ten million names would need a gigabyte of manifest: its header alone is enough to refuse it.
  @Test func tenMillionFilesAreRefusedBeforeAnyIsNamed() throws {
    let header = TarHeader.bytes(path: BundleManifest.name, size: 10_000_000 * 120)
    #expect(refusal(header)?.message.contains("at most") == true)
  }

  @Test func moreFoldersThanFilesMayMakeAreRefused() throws {
    let deep = (0..<9_000).map { "experiments/\(BundleForge.name)/\($0)/" + String(repeating: "a/", count: 28) + "x" }
    let one = BundleManifest.File(path: "", size: 0, sha256: .sha256([UInt8]()))
    let bytes = try BundleForge().bytes { manifest in
      manifest.files += deep.map { .init(path: $0, size: 0, sha256: one.sha256) }
      manifest.files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
    #expect(refusal(bytes)?.message.contains("folders") == true)
  }

  @Test(arguments: ["", "{}", "[]", "{\"xp\":\"bundle.v2\"}", "null", "{\"xp\":\"bundle.v1\"}", "\u{FEFF}{}"])
  func aManifestThatIsNoneIsRefused(_ text: String) throws {
    let head = Array(text.utf8)
    let bytes = TarHeader.bytes(path: BundleManifest.name, size: Int64(head.count)) + head + TarHeader.padding(Int64(head.count))
    #expect(refusal(bytes + TarHeader.end)?.kind == .input)
  }

  @Test func aManifestInAnotherSpellingIsRefused() throws {
    let head = try BundleForge().manifest().bytes()
    let spaced = Array((String(decoding: head, as: UTF8.self).replacing(",", with: ", ")).utf8)
    let bytes = TarHeader.bytes(path: BundleManifest.name, size: Int64(spaced.count)) + spaced
    #expect(refusal(bytes + TarHeader.padding(Int64(spaced.count)))?.message.contains("canonical") == true)
  }
}

import Foundation
import Provenance
import TestSupport
import Testing

/// A config that cannot be read is refused with its place, and nothing is changed on disk.
@Suite struct BadConfigTests {
  private static func refused(_ name: String, _ text: String, says fragments: [String]) throws {
    try refused(name, bytes: Array(text.utf8), says: fragments)
  }

  private static func refused(_ name: String, bytes: [UInt8], says fragments: [String]) throws {
    let bench = try Bench.inRepository()
    try bench.write(name, bytes: bytes)
    try expectRefusal(bench, ["register", name, "--model", "m", "--title", "t", "--", "true"], says: [name] + fragments)
  }

  @Test func aTruncatedFileIsRefusedWithItsPlace() throws {
    try Self.refused("c.json", "{\"a\": {\"b\": 1,\n", says: ["c.json:2:1"])
    try Self.refused("c.yaml", "a: {b: [1,\n", says: ["c.yaml:"])
    try Self.refused("c.toml", "[a]\nb = [1,\n", says: ["c.toml:"])
  }

  @Test func invalidUTF8IsRefused() throws {
    for (name, head) in [("c.json", "{\"a\": \"x"), ("c.yaml", "a: x"), ("c.toml", "a = \"x")] {
      try Self.refused(name, bytes: Array(head.utf8) + [0xC3, 0x28] + Array("\"}\n".utf8), says: ["UTF-8"])
    }
  }

  @Test func duplicateKeysAreRefusedWithTheirPlace() throws {
    try Self.refused("c.json", "{\"a\": {\"b\": 1,\n \"b\": 2}}", says: ["c.json:2:2", "\"b\""])
    try Self.refused("c.yaml", "a:\n  b: 1\n  b: 2\n", says: ["c.yaml:3:3"])
    try Self.refused("c.toml", "[a]\nb = 1\nb = 2\n", says: ["c.toml:3:1"])
  }

  @Test func tenThousandLevelsAreRefusedAndDoNotOverflowTheStack() throws {
    let (open, close) = (String(repeating: "[", count: 10_000), String(repeating: "]", count: 10_000))
    try Self.refused("c.json", "{\"a\": \(open)\(close)}", says: ["deep"])
    try Self.refused("c.yaml", "a: \(open)\(close)\n", says: ["deep"])
    try Self.refused("c.toml", "a = \(open)\(close)\n", says: ["deep"])
    let tables = String(repeating: "{\"a\":", count: 10_000) + "1" + String(repeating: "}", count: 10_000)
    try Self.refused("d.json", tables, says: ["deep"])
  }

  @Test func anAliasBombIsRefused() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    try Self.refused("c.yaml", text, says: ["alias"])
  }

  @Test func whatIsNoFileIsRefused() throws {
    let bench = try Bench.inRepository()
    try bench.expect("mkdir d.json && mkfifo f.json && ln -s nowhere l.json")
    for (name, fragment) in [
      ("d.json", "is a directory"), ("missing.json", "no such file"), ("l.json", "no such file"), ("f.json", "f.json"),
      ("/dev/zero", "is a device"), ("/dev/null", "is a device"),
    ] {
      try expectRefusal(bench, ["register", name, "--title", "t"], says: [name, fragment])
    }
  }

  @Test(.enabled(if: getuid() != 0, "skipped: to root every file is readable"))
  func anUnreadableFileIsRefused() throws {
    let bench = try Bench.inRepository()
    try bench.write("c.json", "{}")
    try bench.expect("chmod 000 c.json")
    let before = try bench.expect("find . | sort")
    let run = try bench.xp("register", "c.json")
    #expect(run.status == 2 && run.errorText.contains("error: c.json: cannot read: permission denied"))
    #expect(run.errorText.contains("hint: "))
    #expect(try bench.expect("find . | sort") == before)
  }

  @Test func twoHundredMegabytesOfNothingAreRefused() throws {
    let bench = try Bench.inRepository()
    for name in ["c.json", "c.yaml", "c.toml"] {
      try bench.expect("truncate -s 200M \(name)")
      try expectRefusal(bench, ["register", name, "--title", "t"], says: [name])
      try bench.expect("rm \(name) && truncate -s 200M \(name)")
      try bench.expect("printf 'a: [1' | dd of=\(name) conv=notrunc status=none")
      try expectRefusal(bench, ["register", name, "--title", "t"], says: [name])
      try bench.expect("rm \(name)")
    }
    try bench.expect("truncate -s 600M huge.json")
    try expectRefusal(bench, ["register", "huge.json", "--title", "t"], says: ["huge.json", "too large"])
  }

  @Test(.enabled(if: KillDriver.isSoaking, "skipped: takes long in a debug build; make soak runs it"))
  func twoHundredMegabytesOfOneValueAreRecorded() throws {
    let bench = try Bench.inRepository()
    try bench.expect("(printf '{\"a\":{\"k\":\"'; head -c 200000000 /dev/zero | tr '\\0' x; printf '\"}}') > c.json")
    #expect(try bench.xp("register", "c.json", "--model", "m", "--title", "t").status == 0)
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test func aPipeThatIsSlowIsReadToItsEnd() throws {
    let bench = try Bench.inRepository()
    let text = try bench.expect("(printf '{\"a\":'; sleep 0.3; printf '{\"b\":1}}') | xp hash --canonical -")
    #expect(text == "{\"a\":{\"b\":1}}")
    try bench.expect("mkfifo p.json; (printf '{\"a\":'; sleep 0.3; printf '{\"b\":1}}') >p.json & xp register p.json --title t")
    #expect(try bench.experiments().count == 1)
  }

  @Test func wordsThatDoNotFitAreRefused() throws {
    let bench = try Bench.inRepository()
    try bench.write("c.json", #"{"a": {"b": 1}, "model": {"name": "m"}}"#)
    let long = String(repeating: "long ", count: 2000)
    for (words, fragment) in [
      (["--title", "../../etc/passwd"], "reads as a path"),
      (["--title", "/etc/passwd"], "reads as a path"),
      (["--model", "../x"], "reads as a path"), (["--title", ""], "no letter or digit"),
      (["--title", "two\nlines"], "control character"),
      (["--title", "…"], "no letter or digit"), (["--model", "\u{1B}[2J"], "control character"),
      (["--title", "t", "--", "run", "{a.nothing}"], "a.nothing"),
    ] {
      try expectRefusal(bench, ["register", "c.json"] + words, says: [fragment])
    }
    try expectRefusal(bench, ["register", "c.json", "--set", "a.b"], says: ["a.b"], status: 64)
    try bench.write("n.json", #"{"experiment": {"title": "a\u0000b"}, "title": "a\u0000b", "name": "a\u0000b"}"#)
    let run = try bench.xp("register", "n.json", "--dry-run")
    #expect(run.status == 2 || !run.output.contains(0))
    #expect(try bench.xp("register", "c.json", "--title", long).status == 0)
    let name = try #require(try bench.experiments().first)
    #expect(name.utf8.count < 200)
    #expect(try Soundness(bench).problems.isEmpty)
  }

  @Test func aMistypedPolicyKeyIsRefusedWithItsPlaceAndTheNearestName() throws {
    let bench = try Bench.inRepository()
    for (text, fragments) in [
      ("[experiment]\nroott = \"x\"\n", ["xp.toml:2:1", "root"]), ("[experimnt]\nroot = \"x\"\n", ["xp.toml:1:2", "experiment"]),
      ("[experiment]\nroot = 3\n", ["xp.toml:2:"]), ("[experiment\n", ["xp.toml:1:"]),
    ] {
      try bench.write("xp.toml", text)
      try expectRefusal(bench, ["register", "--title", "t"], says: fragments)
      try expectRefusal(bench, ["verify"], says: fragments)
    }
  }
}

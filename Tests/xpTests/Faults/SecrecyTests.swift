import Provenance
import TestSupport
import Testing

/// What is secret stays out of every record, and what acts on a terminal out of every output.
@Suite struct SecrecyTests {
  private static let token = "ghp_" + String("aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5b".prefix(36))

  /// Files that hold the text, and objects of refs/xp that do, but for what is kept aside for the command.
  private static func leaks(of text: String, in bench: Bench, except: [String]) throws -> [String] {
    let files = try bench.shell("grep -rlaF -- '\(text)' . ").text.split(separator: "\n").map(String.init)
    let objects = try bench.expect(
      """
      git rev-list --objects --all | cut -d' ' -f1 | while read o; do
        git cat-file -p $o | grep -qaF -- '\(text)' && echo object $o
      done; true
      """)
    let captured = objects.split(separator: "\n").map(String.init)
    return (files + captured).filter { file in
      !file.hasPrefix("./.xp/private/") && !except.contains(file)
    }
  }

  @Test func aTokenOfAConfigIsNowhereInTheRecord() throws {
    let bench = try Bench.inRepository()
    try bench.write("c.yaml", "training:\n  lr: 0.1\nhub:\n  token: \(Self.token)\n")
    try bench.write("notes.txt", "remember \(Self.token)\n")
    let run = try bench.xp(
      "register", "c.yaml", "--model", "m", "--set", "hub.other_token=\(Self.token)", "--purpose", "try \(Self.token)", "--tag",
      "key=\(Self.token)", "--", "python3", "train.py", "--api-key", Self.token, "--config", "{config}")
    #expect(run.status == 0, "\(run.errorText)")
    for text in [run.text, run.errorText] { #expect(!text.contains(Self.token)) }
    for words in [["verify"], ["verify", "--json"], ["readme"], ["readme", "--stdout"], ["diff", "@last", "c.yaml"]] {
      let run = try bench.xp(words)
      #expect(!(run.text + run.errorText).contains(Self.token), "\(words)")
    }
    let leaks = try Self.leaks(of: Self.token, in: bench, except: ["./c.yaml", "./notes.txt"])
    #expect(leaks.isEmpty, "\(leaks)")
    let name = try #require(try bench.experiments().first)
    #expect(try bench.expect("cat experiments/\(name)/command.sh").contains("XP_SECRET_1"))
    #expect(try bench.expect("stat -c %a .xp/private/\(name)/* .xp/secret.key") == "600\n600\n")
  }

  @Test func aTokenThatGivesATitleIsNotSaid() throws {
    let bench = try Bench.inRepository()
    let words = [
      ["register", "--", "python3", "train.py", "--token", Self.token],
      ["register", "--model", "m", "--set", "hub.token=\(Self.token)"],
      ["register", "--model", "m", "--title", "u", "--data", "https://user:\(Self.token)@example.org/x"],
    ]
    for words in words {
      let run = try bench.xp(words)
      #expect(!run.text.contains(Self.token) && !run.errorText.contains(Self.token), "\(words): \(run.text)\(run.errorText)")
      let leaks = try Self.leaks(of: Self.token, in: bench, except: [])
      #expect(leaks.isEmpty, "\(words): \(leaks)")
      #expect(try bench.experiments().allSatisfy { !$0.contains(Self.token) })
    }
  }

  @Test func aTitleThatIsASecretIsRefused() throws {
    let bench = try Bench.inRepository()
    try expectRefusal(bench, ["register", "--model", "m", "--title", "with \(Self.token)"], says: ["the title holds a secret"])
    try expectRefusal(bench, ["register", "--model", Self.token, "--title", "t"], says: ["the model holds a secret"])
  }

  @Test func textThatActsOnATerminalReachesNone() throws {
    let escape = "\u{1B}]0;owned\u{7}\u{1B}[31m\u{9B}2J"
    let bench = try Bench.inRepository()
    try bench.write("c.json", "{\"a\u{1B}[1m\": {\"k\u{9B}1m\": \"v\\u001b[2J\"}}".replacing("a\u{1B}", with: "a\\u001b"))
    try bench.write("f\u{1B}[31m.txt", "x")
    try bench.write("data\u{1B}[32m/x.bin", "x")
    try bench.expect(
      "git checkout -q -b \"$(printf 'b\\302\\233x')\" && git remote add o \"$(printf 'https://e.org/\\033[31mx')\"")
    let register = try bench.xp(
      "register", "c.json", "--model", "m", "--title", "t", "--purpose", escape, "--tag", escape, "--set", "a.x=\(escape)",
      "--data", "data\u{1B}[32m", "--", "echo", escape)
    #expect(register.status == 0, "\(register.errorText)")
    let name = try #require(try bench.experiments().first)
    try bench.write("experiments/\(name)/metrics\u{1B}[1m.csv", "epoch,lo\u{1B}ss\n1,2\n")
    var outputs = [(["register"], register)]
    for words in [
      ["verify"], ["verify", "--markdown"], ["verify", "--json"], ["readme"], ["readme", "--stdout"],
      ["diff", "@last", "c.json"],
      ["diff", "@last", "c.json", "--markdown"], ["diff", "@last", "c.json", "--json"],
      ["register", "c.json", "--title", escape],
      ["verify", escape], ["hash", escape + ".json"], ["register", "x\(escape).json"], ["adopt", escape], [escape],
      ["sync", escape],
      ["register", "c.json", "--set", escape], ["verify", "--" + escape],
    ] {
      outputs.append((words, try bench.xp(words)))
    }
    for (words, run) in outputs {
      for scalar in (run.text + run.errorText).unicodeScalars where scalar != "\n" && scalar != "\t" {
        let acts = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        #expect(!acts, "\(words[0]): U+\(String(scalar.value, radix: 16)) in \(run.text)\(run.errorText)")
        if acts { break }
      }
    }
    for file in ["README.md", "config.json", "environment.json"] {
      let bytes = try FileReading.bytes(of: "\(bench.folder)/experiments/\(name)/\(file)")
      #expect(!bytes.contains(0x1B), "\(file)")
    }
  }

  @Test func onATerminalNothingActsButOurOwnColours() throws {
    let bench = try Bench.inRepository()
    let text = "v\u{1B}[2J\u{9B}31m\u{7}\u{202E}"
    try bench.write("c.json", JSONWriter.pretty(["a": ["k": .string(text), "k\u{9B}": 1]]))
    try bench.expect("xp register c.json --model m --title t --purpose \"$(printf 'p\\033[2Jq')\" -- true")
    try bench.write(
      "terminal.py",
      """
      import os, pty, sys
      sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], lambda fd: os.read(fd, 65536))))
      """)
    let commands = [
      "verify", "verify --json", "verify --markdown", "readme", "readme --stdout", "diff @last c.json", "hash --canonical c.json",
      "diff @last c.json --json", "register c.json --title u", "register c.json --title v --json", "verify nothing",
      "policy show",
    ]
    for command in commands {
      let plain = try bench.shell("NO_COLOR=1 python3 terminal.py xp \(command)")
      #expect(plain.output.count > 10, "\(command)")
      for scalar in plain.text.unicodeScalars where scalar != "\n" && scalar != "\r" {
        let acts = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        #expect(!acts, "\(command): U+\(String(scalar.value, radix: 16)) in \(plain.text)")
        if acts { break }
      }
    }
  }
}

import Provenance
import TestSupport
import Testing

/// `xp hash --algorithm python-md5` beside Python itself, which reads the same files.
@Suite struct HashDifferentialTests {
  private static let hasPython =
    (try? ChildProcess.run(["python3", "-c", "import tomllib, yaml"], in: "/", environment: HouseRulesTests.environment)
      .succeeded) ?? false

  /// Makes configs from a seed, and prints the MD5 of what Python's own readers find in each file.
  private static let peer = #"""
    import hashlib, json, random, struct, tomllib, yaml

    class Quoting(yaml.SafeDumper):
        pass

    # PyYAML writes "1e5" bare, as it reads that as a text; YAML 1.2 would not.
    Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
    Quoting.ignore_aliases = lambda *_: True
    WORDS = ["lr", "no", "1e5", "", " ", "caf\u00e9", "cafe\u0301", "\U0001d6fc", "a.b", "a\nb", "\t", '"', "\\", "$date", "\u2028", "\ue000"]

    def number(r):
        while True:
            value = r.choice([r.uniform(-9, 9), r.choice([1e-7, 1e16, 1e21, 5e-324, -0.0, 0.1, 1e-5, 123456789.0]),
                              struct.unpack("<d", struct.pack("<Q", r.getrandbits(64)))[0]])
            if value == value and abs(value) != float("inf"):
                return value

    def scalar(r, null):
        kinds = [lambda: r.randint(-10**6, 10**6), lambda: r.randint(-2**63, 2**63 - 1), lambda: number(r), lambda: r.random() < 0.5,
                 lambda: r.choice(WORDS) + r.choice(WORDS)]
        return r.choice(kinds + [lambda: None] * null)()

    def config(r, null):
        def value(depth):
            pick = r.random()
            if depth and pick < 0.15:
                return [value(depth - 1) for _ in range(r.randint(0, 4))]
            if depth and pick < 0.3:
                return group(depth - 1)
            return scalar(r, null)
        def group(depth):
            return {r.choice(WORDS) + str(i): value(depth) for i in range(r.randint(0, 5))}
        return {f"group{i}": group(3) for i in range(r.randint(0, 4))}

    def toml(value):
        if isinstance(value, dict):
            return "{" + ", ".join(json.dumps(k, ensure_ascii=False) + " = " + toml(v) for k, v in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(toml, value)) + "]"
        return json.dumps(value, ensure_ascii=False)

    for seed in range(200):
        r = random.Random(seed)
        x = config(r, seed % 2)
        texts = {"json": json.dumps(x, ensure_ascii=bool(seed % 3), indent=seed % 4 or None),
                 "yaml": yaml.dump(x, Dumper=Quoting, sort_keys=False, allow_unicode=seed % 5 > 0, default_flow_style=seed % 7 == 0)}
        x = config(r, 0)
        texts["toml"] = "\n".join(json.dumps(k) + " = " + toml(v) for k, v in x.items())
        for kind, text in texts.items():
            with open(f"{seed:03}.{kind}", "w", encoding="utf-8", newline="") as file:
                file.write(text)
            read = {"json": json.loads, "yaml": yaml.safe_load, "toml": tomllib.loads}[kind](text)
            print(f"{seed:03}.{kind}", "python-md5:" + hashlib.md5(json.dumps(read, sort_keys=True).encode()).hexdigest())
    """#

  /// skipped: without Python and PyYAML there is nothing to compare with.
  @Test(.enabled(if: hasPython, "skipped: Python 3.11 with PyYAML is not installed"))
  func sixHundredFilesOfThreeFormatsHashAsPythonHashesThem() throws {
    let scratch = Scratch()
    func sorted(_ words: [String]) throws -> [Substring] {
      let outcome = try ChildProcess.run(words, in: scratch.path, environment: HouseRulesTests.environment)
      #expect(outcome.succeeded, "\(outcome.errorText)")
      return outcome.text.split(separator: "\n").sorted()
    }
    let expected = try sorted(["python3", "-c", Self.peer])
    let hash = #"for f in ???.????; do echo "$f $("$0" hash --algorithm python-md5 "$f")"; done"#
    let found = try sorted(["sh", "-c", hash, Built.xp])
    #expect(expected.count == 600 && found.count == 600)
    for (right, left) in zip(expected, found) { #expect(left == right) }
  }
}

import Provenance
import TestSupport
import Testing

private let key = SecretKey(bytes: [UInt8](repeating: 7, count: SecretKey.size))
private let redaction = Redaction(scanner: SecretScanner(rules: Policy().secrets)) { key.keyedDigest($0) }
private let hidden = "q8Zt5Lw2Vx9Rk3Nm7Bp1"
private let hubToken = "hf_" + "a9B8c7D6e5F4g3H2i1J0kLmNoPqRsTuVwX"

@Test func aKeyedDigestIsTheHMACThatPythonComputes() throws {
  let program = "import hmac,hashlib;print(hmac.new(bytes([7]*32),b'open sesame',hashlib.sha256).hexdigest()[:16])"
  let peer = try ChildProcess.run(["python3", "-c", program], in: "/", environment: ["PATH=/usr/bin:/bin:/usr/local/bin"])
  try #require(peer.succeeded)
  #expect(key.keyedDigest("open sesame") == "secret:hmac-sha256:" + peer.text.dropLast())
}

@Test func aKeyIsMadeOnceAndForItsOwnerOnly() throws {
  let (scratch, other) = (Scratch(), Scratch())
  let first = try SecretKey.ofProject(folder: scratch.path)
  let second = try SecretKey.ofProject(folder: scratch.path)
  #expect(first.keyedDigest("x") == second.keyedDigest("x"))
  #expect(FileStatus.of(scratch.path + "/secret.key")?.mode == 0o600)
  #expect(try FileReading.names(in: scratch.path) == ["secret.key"])
  #expect(try SecretKey.ofProject(folder: other.path).keyedDigest("x") != first.keyedDigest("x"))
}

@Test func aFileThatIsNoKeyIsRefused() throws {
  let scratch = Scratch()
  try scratch.write("secret.key", "short")
  #expect(throws: Failure.self) { try SecretKey.ofProject(folder: scratch.path) }
}

@Test func aConfigLosesItsSecretsAndNothingElse() throws {
  let config = try JSONReader.read(
    """
    {"training": {"lr": 1e-4, "max_tokens": 4096, "pad_token": "<pad>", "tokenizer": "bert"},
     "hub": {"token": "\(hidden)", "name": "me/model", "note": "\(hubToken)", "password": 1234},
     "list": ["a", {"api_key": "\(hidden)"}], "url": "https://me:\(hidden)@host/x?sig=\(hidden)&a=1"}
    """)
  let (clean, findings) = redaction.redact(try #require(config.object), file: "c.json")
  let text = Value.object(clean).canonicalText
  #expect(!text.contains(hidden) && !text.contains(hubToken) && !text.contains("1234"))
  #expect(!"\(findings)".contains(hidden) && !"\(findings)".contains(hubToken))
  #expect(clean["hub"]?["token"]?.string == key.keyedDigest(hidden))
  #expect(clean["training"] == config["training"])
  #expect(clean["hub"]?["name"]?.string == "me/model")
  #expect(clean["url"]?.string?.hasSuffix("@host/x?sig=\(key.keyedDigest(hidden))&a=1") == true)
  #expect(findings.map(\.subject) == ["hub.token", "hub.note", "hub.password", "list.api_key", "url"])
  #expect(findings.first?.place == "c.json:2:19")
  let (again, none) = redaction.redact(clean)
  #expect(Value.object(again) == Value.object(clean) && none.isEmpty)
}

@Test func aCommandLosesItsSecretsAndNamesVariables() {
  let argv = [
    "python", "train.py", "--token", hidden, "--api-key=" + hidden, "WANDB_API_KEY=other\(hidden)", "--max-tokens", "100",
    "--token", "--verbose", hubToken, "optimizer.lr=0.1", "git+https://me:\(hidden)@host/x", "--auth=none",
  ]
  let words = redaction.redact(argv: argv)
  #expect(!"\(words)".contains(hidden) && !"\(words)".contains(hubToken))
  #expect(words.secrets.map(\.index) == [3, 4, 5, 10, 12])
  #expect(words.secrets.map(\.variable) == ["XP_SECRET_1", "XP_SECRET_1", "XP_SECRET_2", "XP_SECRET_3", "XP_SECRET_4"])
  #expect(words.argv[4] == "--api-key=" + key.keyedDigest(hidden))
  #expect(words.argv[5] == "WANDB_API_KEY=" + key.keyedDigest("other" + hidden))
  for index in argv.indices where !words.secrets.contains(where: { $0.index == index }) {
    #expect(words.argv[index] == argv[index])
  }
  #expect(redaction.redact(argv: words.argv).secrets.isEmpty)
}

@Test func aSecretOfTheConfigIsFoundInTheCommand() {
  let words = redaction.redact(argv: ["run", "-x", "correct horse"], config: Object([("db", ["password": "correct horse"])]))
  #expect(words.argv == ["run", "-x", key.keyedDigest("correct horse")])
}

@Test func variablesLoseTheirSecrets() {
  let (clean, findings) = redaction.redact([
    EnvironmentState.Variable(name: "HF_TOKEN", value: hidden), EnvironmentState.Variable(name: "LANG", value: "C.UTF-8"),
    EnvironmentState.Variable(name: "NOTE", value: hubToken),
  ])
  #expect(clean.map(\.value) == [key.keyedDigest(hidden), "C.UTF-8", key.keyedDigest(hubToken)])
  #expect(findings.map(\.subject) == ["HF_TOKEN", "NOTE"])
}

@Test(arguments: [
  ("https://me:pw@host/a.git?token=1", "https://host/a.git"), ("https://host/a.git", "https://host/a.git"),
  ("ssh://git@host:22/a", "ssh://host:22/a"), ("git@host:a/b.git", "git@host:a/b.git"), ("../a", "../a"),
  ("https://host/a@b", "https://host/a@b"),
])
func aRemoteIsSaidWithoutCredentials(_ url: String, _ stripped: String) {
  #expect(URLCredentials(url).stripped == stripped)
}

import Provenance
import TestSupport
import Testing

private let scanner = SecretScanner(rules: Policy().secrets)

/// Put together at run time, so that this file itself holds no token.
private func token(_ beginning: String, _ rest: String) -> String { beginning + rest }
private let random36 = "a9B8c7D6e5F4g3H2i1J0kLmNoPqRsTuVwXyZ"

@Test(arguments: [
  "password", "db_password", "dbPassword", "PGPASSWORD", "auth.password", "secret", "client_secret", "token", "hub_token",
  "HF_TOKEN", "wandb.api_key", "WANDB_API_KEY", "apiKey", "--api-key", "apikey", "aws_access_key_id", "AWS_SECRET_ACCESS_KEY",
  "private_key", "privateKey", "credentials.user", "secrets.foo", "_authToken", "access_token", "auth", "http.basic_auth",
  "passphrase", "GITHUB_TOKEN", "password2", "wandb.key", "api.key", "Password",
])
func namesOfSecretsAreKnown(_ name: String) { #expect(scanner.isSecretName(name), "\(name)") }

@Test(arguments: [
  "tokenizer", "max_tokens", "num_tokens", "token_dim", "key_dim", "author", "secretary", "pad_token", "eos_token_id",
  "image_token", "cls_token", "model.tokenizer.name", "keys", "key", "num_key_value_heads", "query_key_norm", "auth_type",
  "password_file", "secret_name", "authority", "keyboard", "monkey", "special_tokens", "tokens", "token_type", "PWD", "OLDPWD",
  "SSH_AUTH_SOCK", "learning_rate", "mask_token", "primary_key", "sort_key", "token_drop_rate", "publicKeyToken", "model.key", "",
])
func wordsOfModelsAreNoSecrets(_ name: String) { #expect(!scanner.isSecretName(name), "\(name)") }

@Test func thePolicyAddsAndAllowsNames() {
  var rules = Policy().secrets
  rules.names = ["*.licence", "pin"]
  rules.allow = ["hub_token"]
  let scanner = SecretScanner(rules: rules)
  #expect(scanner.isSecretName("solver.licence"))
  #expect(scanner.isSecret("1234", named: "pin"))
  #expect(!scanner.isSecretName("hub_token"))
  #expect(!scanner.isSecretName("train.hub_token"))
  #expect(scanner.isSecretName("train.api_token"))
}

@Test(arguments: ["7", "0.5", "true", "null", "<pad>", "[MASK]", "${oc.env:TOKEN}", "$TOKEN", "{{ token }}", "****", ""])
func numbersAndPlaceholdersAreNoSecrets(_ text: String) { #expect(!scanner.isSecret(text, named: "token"), "\(text)") }

@Test func aPasswordMayBeANumber() { #expect(scanner.isSecret("123456", named: "password")) }

@Test(arguments: [
  ".env", "a/.env.local", ".ssh/id_rsa", "id_ed25519", "server/privkey.pem", "tls-key.pem", ".netrc", ".pypirc",
  "credentials.json", "home/.aws/credentials", "x.p12", "y.PFX", ".git-credentials", "kaggle.json", ".streamlit/secrets.toml",
])
func secretFilesAreKnownByName(_ path: String) { #expect(scanner.secretFileRule(path) != nil, "\(path)") }

@Test(arguments: [
  ".env.example", ".env.sample", ".env.template", "id_rsa.pub", "cert.pem", "environment.yml", "credentials.py", "train.py",
  "aws/credentials.md", "env", "package.json",
])
func ordinaryFilesAreNotSecret(_ path: String) { #expect(scanner.secretFileRule(path) == nil, "\(path)") }

@Test(arguments: [
  (token("AKIA", "Q7WE4RT2YU8IOP3A"), "AWS access key"),
  (token("AIza", "SyD9a8B7c6D5e4F3g2H1i0JkLmNoPqRsTuV"), "Google API key"),
  (token("ghp_", random36), "GitHub token"), (token("gho_", random36), "GitHub token"),
  (token("github_pat_", random36 + "_" + random36), "GitHub token"), (token("glpat-", "a9B8c7D6e5F4g3H2i1J0"), "GitLab token"),
  (token("hf_", random36), "Hugging Face token"), (token("sk-", random36), "OpenAI key"),
  (token("sk-proj-", random36), "OpenAI key"), (token("sk-ant-", "api03-" + random36), "Anthropic key"),
  (token("xoxb-", "123456789012-a9B8c7D6e5F4"), "Slack token"),
  (token("-----BEGIN ", "RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7bq3c9Yk2Fh8"), "private key"),
  (token("-----BEGIN ", "PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA7bq3c9Yk2Fh8"), "private key"),
  (token("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.Gfx6VO9tcxwk6xqx9yYzSfebfeakZp5J"), "JSON web token"),
  ("https://me:Zr8kQ2@host.org/x.git", "URL with a password"),
  ("password = \"k9#Vq2!xLm\"", "value of a secret's name"), ("{\"api_key\": \"9f8a7c6d5e4b3a21\"}", "value of a secret's name"),
  ("export SERVICE_TOKEN=q8Zt5Lw2Vx9Rk3Nm7Bp1", "value of a secret's name"),
  ("wandb.login(key=\"9f8a7c6d5e4b3a2190817263544f5e6d7c8b9a01\")", "Weights & Biases key"),
  ("WANDB_API_KEY=9f8a7c6d5e4b3a2190817263544f5e6d7c8b9a01", "value of a secret's name"),
  ("Authorization: Bearer q8Zt5Lw2Vx9Rk3Nm7Bp1", "value of a secret's name"),
])
func secretsAreFoundWhereverTheyStand(_ secret: String, _ rule: String) {
  for text in [secret, "x = 1\n" + secret, "# note\n  " + secret + "\n"] {
    #expect(scanner.rule(in: Array(text.utf8)) == rule, "\(text)")
  }
}

@Test(arguments: [
  "password = input('password: ')", "token = os.environ[\"HF_TOKEN\"]", "api_key: ${oc.env:API_KEY}",
  "parser.add_argument('--token', default=None)", "sha256 = 'a3f5c2e1b4d6987012345678abcdef90a3f5c2e1b4d69870'",
  "commit: 9f8a7c6d5e4b3a2190817263544f5e6d7c8b9a01", "https://user:password@host/", "http://localhost:8080/path@x",
  "pad_token = '<|endoftext|>1234'", "class sk-estimator-doc-link-container-one", "tokens = tokenizer(text)[0]",
  "if line.startswith('-----BEGIN PRIVATE KEY-----'):", "task-specific-head-with-a-very-long-name-of-module",
  "-----------------------------------------", "hf_device_map_for_model_parallel", "max_tokens: 4096", "password: str = ''",
  "id = AKIAIOSFODNN7EXAMPLE", "key = \"layer1.0.conv2.weight\"", "auth = HTTPBasicAuth(user1, password1)", "a=b", ":", "=", "",
])
func ordinaryTextHoldsNoSecret(_ text: String) { #expect(scanner.rule(in: Array(text.utf8)) == nil, "\(text)") }

@Test func everyCutOfASecretTextIsSafeToScan() {
  let text = Array(
    ("api_key='9f8a7c6d5e4b3a21' https://me:Zr8kQ2@h/ " + token("ghp_", random36) + token("-----BEGIN ", "PRIVATE KEY-----\n\\"))
      .utf8)
  for end in text.indices { _ = scanner.rule(in: Array(text[..<end])) }
  for start in text.indices { _ = scanner.rule(in: Array(text[start...])) }
  #expect(scanner.rule(in: text) != nil)
}

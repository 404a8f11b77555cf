/// The rule by which a file's path alone makes it secret; nil if it says nothing.
func secretFileRuleName(_ path: String) -> String? {
  let name = lastComponent(of: path).lowercased()
  let folder = lastComponent(of: parent(of: path)).lowercased()
  if name == ".env" || name.hasPrefix(".env.") {
    let shown = [".example", ".sample", ".template", ".dist", ".defaults", ".schema"].contains { name.hasSuffix($0) }
    return shown ? nil : "environment file"
  }
  if let rule = secretFileNames[name] { return rule }
  if let rule = secretFilePlaces[folder + "/" + name] { return rule }
  if ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk"].contains(name) { return "private SSH key" }
  if [".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk"].contains(where: { name.hasSuffix($0) }) { return "key store" }
  if name.hasSuffix(".pem"), name.hasPrefix("priv") || name.contains("private") || name.hasSuffix("key.pem") {
    return "private key"
  }
  if name.hasSuffix(".json") {
    let isAccount = ["client_secret", "service_account", "service-account", "serviceaccount"].contains { name.hasPrefix($0) }
    if isAccount { return "cloud credentials" }
  }
  return nil
}

private let secretFileNames = [
  ".netrc": "login file", "_netrc": "login file", ".pypirc": "package index login", ".git-credentials": "git login",
  ".htpasswd": "password file", ".pgpass": "database login", ".my.cnf": "database login", ".boto": "cloud credentials",
  ".s3cfg": "cloud credentials", ".dockercfg": "registry login", ".vault-token": "vault token",
  "credentials.json": "cloud credentials", "application_default_credentials.json": "cloud credentials",
  "kaggle.json": "cloud credentials", "secrets.toml": "secrets file", "secrets.yaml": "secrets file",
  "secrets.yml": "secrets file", "secrets.json": "secrets file",
]

private let secretFilePlaces = [
  ".aws/credentials": "cloud credentials", ".docker/config.json": "registry login", ".kube/config": "cluster login",
  "huggingface/token": "Hugging Face token", ".huggingface/token": "Hugging Face token",
]

/// Captures the state of the code: the commit, and the whole working directory as a tree that the repository keeps.
///
/// The tree is of the repository's whole working directory, also if the project is a folder inside it: code may be imported from above.
/// All paths in the result are relative to that top. Index, HEAD, branches and working directory are never written: the capture
/// works on a copy of the index, with git's hooks and monitors off.
public struct CodeCapture: Sendable {
  /// What a capture found, and what keeps it.
  public struct Outcome: Sendable {
    /// Unknown with the reason if there is no repository, or git refuses.
    public var state: Known<CodeState>
    /// What is to be published so that the captured trees last: the repository's, and one for every submodule that differs from its
    /// commit. Nothing has been published yet.
    public var refs: [TreeRef]
  }

  let folder: String
  let scratch: String
  let environment: [String]
  let rules: Policy.CodeRules
  let excludes: [Glob]
  let secretIn: @Sendable (_ path: String, _ bytes: [UInt8]) -> String?
  let isSecretName: @Sendable (_ path: String) -> String?

  /// - Parameters:
  ///   - folder: the project's folder, absolute.
  ///   - scratch: an empty folder of the caller's for the copy of the index; it may be removed afterwards.
  ///   - environment: all variables, `NAME=value`; `PATH` tells where git is.
  ///   - excludes: path patterns beside the policy's that are not code (configs, declared outputs, the experiments' root), relative to
  ///     the project.
  ///   - secretIn: the rule that finds a secret in a changed or untracked file, nil if none does.
  ///   - isSecretName: the rule that calls a path secret by its name, asked for every file.
  public init(
    folder: String, scratch: String, environment: [String], rules: Policy.CodeRules, excludes: [String] = [],
    secretIn: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) -> String?,
    isSecretName: @escaping @Sendable (_ path: String) -> String?
  ) {
    (self.folder, self.scratch, self.environment, self.rules) = (folder, scratch, environment, rules)
    self.excludes = (rules.exclude + excludes).map { .path($0) }
    (self.secretIn, self.isSecretName) = (secretIn, isSecretName)
  }

  /// Captures the code as it is now. It never fails: what goes wrong is the reason in the outcome.
  ///
  /// - Parameter write: false keeps all objects in the scratch folder; the digests are the same.
  public func capture(write: Bool) -> Outcome {
    do {
      let checkout = try Checkout.locate(folder, environment: environment)
      var survey = try CodeSurvey.make(checkout, self, write: write)
      let inside = relativePath(realPath(folder) ?? folder, to: checkout.top) ?? "."
      let code = CodeDigest(patterns: excludes, project: Bytes(inside == "." ? "" : inside + "/"))
      survey.state.codeDigest = .known(code.digest(of: survey.files))
      return Outcome(state: .known(survey.state), refs: survey.refs)
    } catch {
      return Outcome(state: .unknown(error.message), refs: [])
    }
  }

  /// The same capture for a submodule: its own copy of the index, names as seen from the top.
  func nested(_ path: String, in top: String, number: Int) throws(Failure) -> CodeCapture {
    let scratch = scratch + "/sub-\(number)"
    try FileWriting.makeFolders(scratch)
    let (secretIn, isSecretName) = (secretIn, isSecretName)
    return CodeCapture(
      folder: top + "/" + path, scratch: scratch, environment: environment, rules: rules,
      secretIn: { secretIn(path + "/" + $0, $1) }, isSecretName: { isSecretName(path + "/" + $0) })
  }
}

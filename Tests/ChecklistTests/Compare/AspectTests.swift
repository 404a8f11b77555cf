import Provenance
import Testing

@testable import Checklist

@Suite struct AspectTests {
  static func digest(_ text: String) -> Digest { .sha256(text) }
  static func git(_ text: String) -> Digest { Digest(.gitSHA1, hex: String(Digest.sha256(text).hex.prefix(40))) }

  static func code(commit: String, tree: String, code: String) -> Known<CodeState> {
    .known(
      CodeState(
        commit: .known(git(commit)), tree: .known(git(tree)), codeDigest: .known(digest(code)), clean: true))
  }

  @Test func f7SameConfigWithOtherCodeIsSaidAloud() {
    let aspect = CodeComparison(
      left: Self.code(commit: "1", tree: "1", code: "1"), right: Self.code(commit: "2", tree: "2", code: "2"), sameConfig: true
    ).aspect
    #expect(aspect.state == .different)
    #expect(aspect.remarks == ["same config, different code: results need not agree"])
    #expect(aspect.facts.map(\.subject) == ["commit", "tree", "code digest"])
  }

  @Test func anotherCommitWithTheSameCodeIsTheSameCode() {
    let aspect = CodeComparison(
      left: Self.code(commit: "1", tree: "1", code: "1"), right: Self.code(commit: "2", tree: "2", code: "1"), sameConfig: true
    ).aspect
    #expect(aspect.state == .same)
    #expect(!aspect.facts.contains { !$0.ignored })
    #expect(aspect.remarks.count == 1)
  }

  @Test func unknownCodeIsUnknownAndNeverTheSame() {
    let aspect = CodeComparison(left: .unknown("no repository"), right: .unknown("no repository"), sameConfig: true).aspect
    #expect(aspect.state == .unknown("no repository"))
  }

  @Test func seedsDifferByPlaceAndValue() {
    func seeds(_ places: [(String, String)]) -> Seeds {
      let list = places.map { Seeds.Place(name: $0.0, value: $0.1) }
      return Seeds(primary: list.first, places: list, digest: Self.digest("\(places)"))
    }
    let aspect = SeedComparison(left: seeds([("seed", "1"), ("a", "2")]), right: seeds([("seed", "3"), ("b", "2")])).aspect
    #expect(aspect.facts.map { "\($0.subject) \($0.kind.rawValue)" } == ["seed changed", "a removed", "b added"])
    #expect(aspect.state == .different)
    #expect(SeedComparison(left: seeds([]), right: seeds([])).aspect.state == .unknown("neither names a seed"))
  }

  @Test func environmentsDifferByWhatCanChangeResults() {
    let left = state(host: "one", packages: [("torch", "2.3.0"), ("numpy", "1.26.4")])
    let right = state(host: "two", packages: [("torch", "2.4.0"), ("scipy", "1.13.0")])
    let aspect = EnvironmentComparison(
      left: left, right: right, leftDigest: .known(Self.digest("l")), rightDigest: .known(Self.digest("r"))
    ).aspect
    #expect(
      aspect.facts.map { "\($0.subject) \($0.kind.rawValue)\($0.ignored ? " ignored" : "")" } == [
        "host changed ignored", "package torch changed", "package numpy removed", "package scipy added",
      ])
    #expect(aspect.state == .different)
    let moved = EnvironmentComparison(
      left: left, right: state(host: "two", packages: [("torch", "2.3.0"), ("numpy", "1.26.4")]),
      leftDigest: .known(Self.digest("l")), rightDigest: .known(Self.digest("r"))
    ).aspect
    #expect(moved.state == .same)
  }

  @Test func aVersionIsNotAnIdentity() {
    var left = state(host: "one", packages: [])
    var right = left
    func set(_ state: inout EnvironmentState, _ source: String) {
      guard case .known(var program) = state.program else { return }
      program.packages = .known([EnvironmentState.Package(name: "lib", version: "1.0", source: source)])
      state.program = .known(program)
    }
    set(&left, "git+https://e.org/lib@aaa")
    set(&right, "git+https://e.org/lib@bbb")
    let aspect = EnvironmentComparison(
      left: left, right: right, leftDigest: .known(Self.digest("l")), rightDigest: .known(Self.digest("r"))
    ).aspect
    #expect(aspect.facts.map(\.subject) == ["package lib"])
  }

  @Test func environmentsThatCannotBeReadAreToldByTheirDigestsAlone() {
    let known: Known<Digest> = .known(Self.digest("l"))
    #expect(EnvironmentComparison(left: nil, right: nil, leftDigest: known, rightDigest: known).aspect.state == .same)
    let other = EnvironmentComparison(left: nil, right: nil, leftDigest: known, rightDigest: .unknown("imported")).aspect
    #expect(other.state == .unknown("imported"))
  }

  private func state(host: String, packages: [(String, String)]) -> EnvironmentState {
    EnvironmentState(
      system: EnvironmentState.SystemState(
        host: host, os: "Debian", kernel: "Linux 6.1", architecture: "x86_64", cpu: .known("EPYC"), cores: 8, memory: .known(1)),
      program: .known(
        EnvironmentState.Program(
          kind: .python, name: "python3", path: "/usr/bin/python3", sha256: .known(Self.digest("python")),
          version: .known("3.11.2"),
          packages: .known(packages.map { EnvironmentState.Package(name: $0.0, version: $0.1) }), libraries: .known([]))),
      accelerators: .known([]))
  }

  @Test func dataIsTheSameOnlyIfItsContentWasRead() {
    func input(_ path: String, _ mode: DataInput.Mode, _ text: String, size: Int64 = 1) -> DataInput {
      DataInput(path: path, mode: mode, digest: .known(Self.digest(text)), files: 1, size: size)
    }
    func state(_ left: [DataInput], _ right: [DataInput]) -> InputDifference.State {
      DataComparison(left: left, right: right).aspect.state
    }
    func isUnknown(_ state: InputDifference.State) -> Bool { if case .unknown = state { true } else { false } }
    #expect(state([input("d", .full, "x")], [input("d", .full, "x")]) == .same)
    #expect(state([input("d", .full, "x")], [input("d", .full, "y")]) == .different)
    #expect(state([input("d", .full, "x")], []) == .different)
    #expect(isUnknown(state([input("d", .stat, "x")], [input("d", .stat, "x")])))
    #expect(state([input("d", .stat, "x")], [input("d", .stat, "y", size: 2)]) == .different)
    #expect(isUnknown(state([input("d", .stat, "x")], [input("d", .full, "x")])))
    #expect(state([], []) == .notCompared("neither declares data"))
  }
}

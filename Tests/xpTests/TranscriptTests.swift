import Provenance
import TestSupport
import Testing

/// Replays every session under `Transcripts/` against the built program; `make record` rewrites their outputs.
@Suite struct TranscriptTests {
  static let folder = Built.root + "/Tests/xpTests/Transcripts"

  static let names: [String] = ((try? FileReading.names(in: folder)) ?? []).filter { $0.hasSuffix(".md") }

  @Test(arguments: names) func theSessionGoesAsItIsWritten(_ name: String) throws {
    let path = Self.folder + "/" + name
    let transcript = try Transcript(name: name, text: try FileReading.text(of: path))
    let session = try TranscriptSession(transcript, in: Scratch())
    if Built.isRecording {
      try FileWriting.replace(path, with: transcript.text(with: session.expectations(transcript)), durable: false)
      return
    }
    for (step, outcome) in zip(transcript.steps, session.outcomes) {
      let place = "\(name):\(step.line): \(step.command[0])"
      #expect(outcome.status == step.status, "\(place)\n\(outcome.output.joined(separator: "\n"))")
      guard !session.wildcards.matches(step.output, outcome.output) else { continue }
      let expected = step.output.joined(separator: "\n")
      let real = session.wildcards.expectation(for: outcome.output, keeping: step.output).joined(separator: "\n")
      Issue.record("\(place)\n\(lineDifference(expected, real))")
    }
    #expect(session.outcomes.count == transcript.steps.count, "the shell ended early")
  }

  @Test func aTranscriptIsRenderedAsItWasRead() throws {
    let text = "# T\n\n```console\n$ cat <<E\n> a\n>\n> E\n? 3\na\n\n$ true\n\n```\n\n````console\n$ x\n```\n````\nend\n"
    let transcript = try Transcript(name: "t.md", text: text)
    #expect(transcript.text(with: transcript.steps) == text)
    #expect(transcript.steps.map(\.status) == [3, 0, 0])
    #expect(transcript.steps.map(\.output) == [["a"], [], ["```"]])
    #expect(transcript.steps.map(\.line) == [4, 11, 16])
  }

  @Test func aSessionKeepsItsFolderAndVariablesAndMixesBothStreams() throws {
    let text = "```console\n$ mkdir a && cd a && N=5\n$ echo out; echo err >&2; pwd; (exit $N)\n? 5\n```\n"
    let session = try TranscriptSession(try Transcript(name: "t.md", text: text), in: Scratch())
    #expect(session.outcomes.map(\.status) == [0, 5])
    #expect(session.wildcards.matches(["out", "err", "[ROOT]/a"], session.outcomes[1].output))
  }

  @Test func outputWithoutACommandIsRefused() {
    #expect(throws: Failure.self) { try Transcript(name: "t.md", text: "```console\nhello\n```\n") }
  }

  @Test func wildcardsStandForWhatTheySayAndNothingElse() {
    let wildcards = Wildcards(root: "/tmp/x.y")
    #expect(wildcards.matches("at [TIME], [..]!", "at 2026-11-20T21:56:03.120Z, (a|b)!"))
    #expect(wildcards.matches("[ROOT]/[STAMP]_a [options] 1.0", "/tmp/x.y/20261120_215603_a [options] 1.0"))
    #expect(!wildcards.matches("[ROOT]", "/tmp/xzy"))
    #expect(!wildcards.matches("1.0", "1x0"))
    #expect(!wildcards.matches("[NUMBER]", "none"))
    #expect(!wildcards.matches("caf\u{E9}", "cafe\u{301}"))
    #expect(wildcards.matches(["a", "...", "d"], ["a", "b", "c", "d"]))
    #expect(wildcards.matches(["..."], []))
    #expect(!wildcards.matches(["a", "...", "d"], ["a", "b"]))
  }

  @Test func recordingKeepsWildcardsThatStillHold() {
    let wildcards = Wildcards(root: "/tmp/x")
    let digest = String(repeating: "ab", count: 32)
    #expect(
      wildcards.expectation(
        for: ["at 12", "new \(digest)", "in /tmp/x/y", "one", "two", "end"],
        keeping: ["at [NUMBER]", "old", "...", "end"])
        == ["at [NUMBER]", "new [DIGEST]", "in [ROOT]/y", "one", "two", "end"])
    #expect(
      wildcards.expectation(for: ["at 12", "one", "two", "end", "more"], keeping: ["at [NUMBER]", "...", "end"])
        == ["at [NUMBER]", "...", "end", "more"])
  }
}

extension TranscriptSession {
  /// The transcript's steps as they went, with the wildcards that still hold.
  fileprivate func expectations(_ transcript: Transcript) -> [Transcript.Step] {
    zip(transcript.steps, outcomes).map { step, outcome in
      var step = step
      step.output = wildcards.expectation(for: outcome.output, keeping: step.output)
      step.status = outcome.status
      return step
    }
  }
}

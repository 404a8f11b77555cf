import Checklist
import Provenance
import Testing

@Suite struct ReadmePageTests {
  static let inputs = Digest.sha256("inputs")
  static let body = "# Experiment x\n\n| Flag | Value |\n|---|---|\n| a | 1 |\n"
  static let next = "# Experiment x\n\n| Flag | Value |\n|---|---|\n| a | 2 |\n"

  static func page(_ body: String = body, _ existing: String? = nil) -> String {
    ReadmePage.text(body: body, inputs: inputs, existing: existing)
  }

  private func withNotes(_ notes: String) -> String {
    Self.page().replacing("<!-- xp:notes -->\n", with: "<!-- xp:notes -->\n\(notes)")
  }

  @Test func renderingTwiceChangesNothing() {
    #expect(Self.page(Self.body, Self.page()) == Self.page())
    #expect(ReadmeSeal.check(Self.page(), inputs: Self.inputs) == .current)
  }

  @Test(arguments: [
    "Mine.\n", "", "\n\n  odd \t\n\n", "```\nopen fence\n", "<!-- xp:notes -->\n", "e\u{301} | <b>\n", "a\r\nb\r\n",
  ])
  func notesAreKeptByteForByte(_ notes: String) throws {
    let edited = withNotes(notes)
    #expect(ReadmeSeal.check(edited, inputs: Self.inputs) == .current)
    let again = Self.page(Self.next, edited)
    #expect(try #require(ReadmePage(again).notes).utf8.elementsEqual(notes.utf8))
    #expect(ReadmePage(again).isUntouched)
    #expect(Self.page(Self.next, again).utf8.elementsEqual(again.utf8))
  }

  @Test func textOutsideTheNotesIsMovedIntoThem() throws {
    let edited = withNotes("Mine.\n").replacing("| a | 1 |\n", with: "| a | 1 |\n\nI think *this* is too low.\n")
    #expect(ReadmeSeal.check(edited, inputs: Self.inputs) == .edited("it was changed outside the notes"))
    let again = Self.page(Self.body, edited)
    let notes = try #require(ReadmePage(again).notes)
    #expect(notes == "Mine.\n\nFrom outside the notes, when this file was rendered again:\n\nI think *this* is too low.\n\n")
    #expect(Self.page(Self.body, again) == again)
    #expect(ReadmeSeal.check(again, inputs: Self.inputs) == .current)
  }

  @Test func textBehindTheSealSurvives() throws {
    let again = Self.page(Self.body, Self.page() + "\nP.S. see me\n")
    #expect(try #require(ReadmePage(again).notes).contains("P.S. see me\n"))
  }

  @Test func aReadmeThatAPersonWroteBecomesNotes() throws {
    let own = "# My run\n\nIt went well.\n"
    #expect(ReadmeSeal.check(own, inputs: Self.inputs) == .edited("it has no seal: xp did not render it"))
    let page = Self.page(Self.body, own)
    #expect(try #require(ReadmePage(page).notes) == "From the README that was here before:\n\n# My run\n\nIt went well.\n\n")
  }

  @Test func anOpenFenceOrMarkerInMovedTextSwallowsNothing() throws {
    for text in ["```sh\nrm x\n", "<!-- open\n", "~~~\n", "<!-- /xp:notes -->\n<!-- xp:notes -->\n", "````\n```\n"] {
      let page = Self.page(Self.body, "Mine\n" + text + "end\n")
      let notes = try #require(ReadmePage(page).notes)
      #expect(notes.contains("```text\nMine\n"), "\(notes)")
      #expect(notes.contains("end\n"))
      #expect(ReadmePage(page).isUntouched)
      #expect(Self.page(Self.body, page) == page)
    }
  }

  @Test func aLostMarkerLosesNoText() throws {
    for marker in ["<!-- xp:notes -->\n", "<!-- /xp:notes -->\n"] {
      let broken = withNotes("Mine.\n").replacing(marker, with: "")
      let again = Self.page(Self.next, broken)
      #expect(try #require(ReadmePage(again).notes).contains("Mine.\n"))
      #expect(ReadmePage(again).isUntouched)
    }
  }

  @Test func anEditorsLineEndsAreNobodysText() {
    let dos = Self.page().replacing("\n", with: "\r\n")
    #expect(ReadmeSeal.check(dos, inputs: Self.inputs) == .current)
    #expect(ReadmeSeal.check(Self.page() + "\n\n", inputs: Self.inputs) == .current)
    #expect(Self.page(Self.body, dos) == Self.page())
  }

  @Test func aReadmeIsStaleWhenItsInputsChanged() {
    let state = ReadmeSeal.check(Self.page(), inputs: .sha256("other"))
    #expect(state == .stale("the record, the policy or the judgment has changed since"))
  }

  @Test func aSealReadsBackAndNothingElseDoes() {
    let seal = ReadmeSeal(inputs: Self.inputs, output: .sha256("output"))
    #expect(ReadmeSeal(line: seal.line) == seal)
    for line in ["", "<!-- xp readme -->", seal.line + " ", "<!-- xp readme inputs sha256:zz output sha256:aa -->"] {
      #expect(ReadmeSeal(line: line) == nil)
    }
  }
}

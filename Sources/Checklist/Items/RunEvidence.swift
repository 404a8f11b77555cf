internal import Provenance

extension Evidence {
  /// The attempt that items may be satisfied by: a rehearsal has none (F1).
  var judgedAttempt: Attempt? { registration.rehearsal ? nil : attempt }

  /// The ruling of an item that only a real run can satisfy, where there is none.
  var withoutRun: Ruling {
    let registered = [EvidencePlace.entry(registeredEntry)]
    if registration.rehearsal {
      return .fail(
        "a rehearsal: the script only pretended to run", registered, remedy: "register it again without --rehearsal, and run it")
    }
    if let number = running.first {
      return .unknown("attempt \(number) has not ended", registered, remedy: "verify again when it has: xp verify \(name)")
    }
    return .fail("no run is recorded", registered, remedy: rerun)
  }

  /// How to run it, if that is known.
  var rerun: String {
    if registration.command != nil { return "run it: sh \(folder)/command.sh" }
    return (isImported ? "adopt it with the files of its run, or " : "")
      + "register it again with its command: xp register … -- COMMAND"
  }

  /// The entries that speak of registration and of the attempt.
  var entryPlaces: [EvidencePlace] { [attemptEntry ?? registeredEntry].map { .entry($0) } }

  /// Whether what is known comes from the files alone.
  var isImported: Bool { registration.imported || attempt?.recorder == .imported }

  /// What an imported experiment's reasons begin with.
  var origin: String { isImported ? "imported: " : "" }
}

/// Coarse clocks of file systems may lag behind the clock that took the time, in milliseconds.
let clockSlack: Int64 = 2000

extension Attempt {
  /// Whether a file of that time was written during the attempt; unknown where its times are.
  func wrote(at moment: Moment) -> Known<Bool> {
    guard let started = started.value else { return .unknown(self.started.reason ?? "its start is not known") }
    guard let ended = ended.value else { return .unknown(self.ended.reason ?? "its end is not known") }
    let time = moment.milliseconds
    return .known(time >= started.milliseconds - clockSlack && time <= ended.milliseconds + clockSlack)
  }
}

extension Weighing {
  /// Weighs that a recorded file is there, not empty, of the recorded digest and written during the attempt.
  mutating func weigh(_ file: RecordedFile, of attempt: Attempt) {
    let path = file.artifact.path
    if let letting = file.released {
      return released.append("\(path) released on \(letting.time.local.prefix(10)) (\(letting.because))")
    }
    let place = EvidencePlace.file(path)
    evidence.append(place)
    looked += 1
    guard let now = file.now else { return fail("\(path) is recorded and is gone", place) }
    guard now.size > 0 else { return fail("\(path) is empty", place) }
    switch (file.artifact.sha256, now.digest) {
    case (.known(let recorded), .known(let found)) where recorded == found:
      if let since = now.unchangedSince { notes.append("\(path) unchanged since \(since.local), not read again") }
    case (.known(let recorded), .known(let found)):
      fail("\(path) is not what was recorded: \(found.short) instead of \(recorded.short)", place)
    case (.unknown(let reason), _): doubt("\(path): its digest was not recorded (\(reason))", place)
    case (_, .unknown(let reason)): doubt("\(path) could not be read: \(reason)", place)
    }
    switch attempt.wrote(at: now.modified) {
    case .known(true): break
    case .known(false): fail("\(path) was written at \(now.modified), not during the run", place)
    case .unknown(let reason): doubt("whether the run wrote \(path) is not known: \(reason)", place)
    }
  }
}

extension Digest {
  /// Enough digits to tell two apart in a sentence.
  var short: String { "\(algorithm.rawValue):\(hex.prefix(12))…" }
}

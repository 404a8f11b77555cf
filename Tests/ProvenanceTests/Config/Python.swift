import Foundation
import Provenance
import TestSupport

/// The python3 that is here, as a judge.
enum Python {
  static let isHere = (try? run("print('yes')")) == "yes\n"

  static func has(_ module: String) -> Bool { (try? run("import \(module); print('yes')")) == "yes\n" }

  /// Runs a script whose first argument is a file that holds the input as JSON, and returns what it prints.
  static func run(_ script: String, input: Value = .null) throws -> String {
    let scratch = Scratch()
    let file = try scratch.write("input.json", JSONWriter.plain(input))
    let program = try scratch.write("script.py", script)
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    let outcome = try ChildProcess.run(["python3", program, file], in: scratch.path, environment: environment)
    guard outcome.succeeded else { throw Failure(.environment, outcome.errorText) }
    return outcome.text
  }
}

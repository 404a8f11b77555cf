import Dispatch

/// Samples how much of the GPUs is used while a command runs: the driver's tool is asked now and then, in the background.
///
/// Nothing here ever makes the caller wait: a driver in trouble makes its tool hang, and then there are no more samples.
public final class AcceleratorSampler: Sendable {
  private let state = State()
  private let environment: [String]
  private let interval: Double
  private let indexes: Set<Int>?

  /// - Parameters:
  ///   - indexes: the driver's numbers of those that matter; nil: all.
  ///   - environment: all variables, `NAME=value`.
  ///   - interval: seconds between the end of one question and the next one; the first is asked at once.
  public init(indexes: [Int]? = nil, environment: [String], interval: Double = 5) {
    self.indexes = indexes.map { Set($0) }
    (self.environment, self.interval) = (environment, interval)
  }

  /// Begins in a thread of its own. A machine without `nvidia-smi` and `rocm-smi` is asked nothing.
  public func start() {
    let search = ProgramSearch(environment: environment, folder: "/")
    guard let question = AcceleratorQuestion(search) else { return }
    ask(question)
  }

  /// Ends the sampling and returns the peaks so far, by number; empty if there was no sample.
  public func finish() -> [ProcessFacts.AcceleratorUse] { state.finish() }

  /// A tool that has failed so often in a row is not asked again.
  private static let patience = 3

  private func ask(_ question: AcceleratorQuestion, failures: Int = 0) {
    DispatchQueue.global(qos: .utility).async { [self] in
      guard !state.isOver else { return }
      let samples = question.ask()
      state.add((samples ?? []).filter { indexes?.contains($0.index) ?? true })
      let failures = samples == nil ? failures + 1 : 0
      guard failures < Self.patience else { return }
      DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + interval) { [weak self] in
        self?.ask(question, failures: failures)
      }
    }
  }

  private final class State: @unchecked Sendable {
    private let queue = DispatchQueue(label: "accelerator samples")
    private var peaks: [Int: ProcessFacts.AcceleratorUse] = [:]
    private var over = false

    var isOver: Bool { queue.sync { over } }

    func add(_ samples: [ProcessFacts.AcceleratorUse]) {
      queue.sync {
        guard !over else { return }
        for sample in samples {
          var peak = peaks[sample.index] ?? sample
          peak.peakMemory = [peak.peakMemory, sample.peakMemory].compactMap { $0 }.max()
          peak.peakUtilisation = [peak.peakUtilisation, sample.peakUtilisation].compactMap { $0 }.max()
          peaks[sample.index] = peak
        }
      }
    }

    func finish() -> [ProcessFacts.AcceleratorUse] {
      queue.sync {
        over = true
        return peaks.values.sorted { $0.index < $1.index }
      }
    }
  }
}

/// One question to a driver's tool: how much is used just now.
struct AcceleratorQuestion: Sendable {
  /// Seconds.
  private static let patience = "10"

  private let words: [String]
  private let environment: [String]
  private let isNvidia: Bool

  /// Nil if there is no tool to ask.
  init?(_ search: ProgramSearch) {
    environment = search.environment
    // After its time the tool is told to end, and a second later made to.
    let guarded = search.find("timeout").map { [$0, "-k", "1", Self.patience] } ?? []
    if let tool = search.find("nvidia-smi") {
      isNvidia = true
      words = guarded + [tool, "--query-gpu=index,memory.used,utilization.gpu", "--format=csv,noheader,nounits"]
    } else if let tool = search.find("rocm-smi") {
      isNvidia = false
      words = guarded + [tool, "--showmeminfo", "vram", "--showuse", "--json"]
    } else {
      return nil
    }
  }

  /// Nil if the tool gave no answer in its time, or refused.
  func ask() -> [ProcessFacts.AcceleratorUse]? {
    guard let outcome = try? ChildProcess.run(words, in: "/", environment: environment), outcome.succeeded else { return nil }
    return isNvidia ? Self.nvidia(outcome.text) : Self.rocm(outcome.text)
  }

  /// `0, 1834, 97`; a figure that the driver does not know is `[N/A]`.
  static func nvidia(_ text: String) -> [ProcessFacts.AcceleratorUse] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
      guard fields.count == 3, let index = Int(fields[0]) else { return nil }
      return .init(index: index, peakMemory: Int(fields[1]), peakUtilisation: Int(fields[2]))
    }
  }

  static func rocm(_ text: String) -> [ProcessFacts.AcceleratorUse] {
    let start = text.firstIndex(of: "{") ?? text.endIndex
    let members = (try? JSONReader.read(String(text[start...])))?.object?.members ?? []
    return members.compactMap { member in
      guard member.key.hasPrefix("card"), let index = Int(member.key.dropFirst(4)) else { return nil }
      let memory = member.value["VRAM Total Used Memory (B)"]?.string.flatMap { Int($0) }
      let use = member.value["GPU use (%)"]?.string.flatMap { Int($0) }
      return .init(index: index, peakMemory: memory.map { $0 / 1_048_576 }, peakUtilisation: use)
    }.sorted { $0.index < $1.index }
  }
}

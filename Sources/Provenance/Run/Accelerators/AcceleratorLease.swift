#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// GPUs that one run has for itself among the concurrent runs of a machine.
///
/// Held by open descriptors: it ends with the process, whatever ends that. It says nothing of programs that do not ask `xp`.
public struct AcceleratorLease: ~Copyable {
  /// What to do when too few are free.
  public enum Patience: Sendable, Equatable { case wait, refuse }

  /// In the order in which the caller sees them.
  public let accelerators: [EnvironmentState.Accelerator]
  /// Close-on-exec; a process that gets copies of them (`dup2`) holds the lease too.
  public let descriptors: [Int32]
  private let system: AcceleratorListing.System

  /// The driver's numbers.
  public var indexes: [Int] { accelerators.map(\.index) }
  /// What the command is shown: the value of ``AcceleratorListing/System/variable``.
  public var visibleDevices: String { indexes.map(String.init).joined(separator: ",") }
  /// The variables that the command gets. Without the order CUDA would count the fastest GPU as 0, whatever the driver says.
  public var variables: [EnvironmentState.Variable] {
    let shown = EnvironmentState.Variable(name: system.variable, value: visibleDevices)
    return system == .nvidia ? [shown, .init(name: "CUDA_DEVICE_ORDER", value: "PCI_BUS_ID")] : [shown]
  }

  /// Leases GPUs, all of them or none.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - listing: those of the machine.
  ///   - visible: the caller's own value of ``AcceleratorListing/System/variable``; nil: it may use all.
  ///   - folder: where the leases of this machine are.
  ///   - told: is told once, in words for people, that and for whom it waits.
  ///   - goOn: asked four times a second while it waits.
  /// - Throws: kind `input` if there are not as many, waiting or not; kind `environment` if too few are free and it shall not wait, or
  ///   ``goOn`` said no, or the folder of leases cannot be trusted.
  public static func take(
    _ count: Int, of listing: AcceleratorListing, visible: String? = nil, patience: Patience = .wait,
    folder: String = AcceleratorLease.folder, told: (String) -> Void = { _ in }, goOn: () -> Bool = { true }
  ) throws(Failure) -> AcceleratorLease {
    let candidates = listing.visible(visible)
    guard count <= candidates.count else { throw tooFew(count, listing, candidates, visible) }
    let leases = try AcceleratorFolder(folder)
    var isTold = false
    while true {
      let (taken, descriptors) = try attempt(count, candidates, leases)
      if taken.count == count { return AcceleratorLease(taken, descriptors, listing.system) }
      // Half a lease would keep others waiting for what nobody uses.
      descriptors.forEach { _ = close($0) }
      let why =
        "\(count) of \(candidates.count) GPUs \(count == 1 ? "is" : "are") asked for, \(taken.count) free"
        + holders(candidates, leases)
      guard patience == .wait else {
        throw Failure(.environment, why, hint: "run it without --no-wait to wait for one, or ask for fewer")
      }
      if !isTold { told(why + ": waiting") }
      isTold = true
      guard goOn() else { throw Failure(.environment, "interrupted while it waited for a GPU: \(why)") }
      usleep(UInt32.random(in: 150_000...350_000))
    }
  }

  /// Where the leases of this machine are.
  public static var folder: String { AcceleratorFolder.shared }

  private init(
    _ accelerators: [EnvironmentState.Accelerator], _ descriptors: [Int32], _ system: AcceleratorListing.System
  ) {
    (self.accelerators, self.descriptors, self.system) = (accelerators, descriptors, system)
  }

  deinit { descriptors.forEach { _ = close($0) } }

  private static func attempt(
    _ count: Int, _ candidates: [EnvironmentState.Accelerator], _ leases: AcceleratorFolder
  ) throws(Failure) -> (taken: [EnvironmentState.Accelerator], descriptors: [Int32]) {
    var (taken, descriptors) = ([EnvironmentState.Accelerator](), [Int32]())
    for accelerator in candidates where taken.count < count {
      do throws(Failure) {
        guard let descriptor = try leases.lease(key(accelerator)) else { continue }
        taken.append(accelerator)
        descriptors.append(descriptor)
      } catch {
        descriptors.forEach { _ = close($0) }
        throw error
      }
    }
    return (taken, descriptors)
  }

  /// A file's name: the GPU's id, which is the machine's own; its number where the driver tells none.
  private static func key(_ accelerator: EnvironmentState.Accelerator) -> String {
    let id = (accelerator.uuid ?? "").unicodeScalars.filter {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
    }
    return id.isEmpty ? "index-\(accelerator.index)" : String(String.UnicodeScalarView(id))
  }

  private static func holders(_ candidates: [EnvironmentState.Accelerator], _ leases: AcceleratorFolder) -> String {
    let held = candidates.compactMap { one in leases.holder(key(one)).map { "GPU \(one.index) by process \($0)" } }
    return held.isEmpty ? "" : " (leased: \(held.joined(separator: ", ")))"
  }

  private static func tooFew(
    _ count: Int, _ listing: AcceleratorListing, _ candidates: [EnvironmentState.Accelerator], _ visible: String?
  ) -> Failure {
    let all = listing.accelerators.count
    let limited = visible.map { ", and \(listing.system.variable)=\($0) leaves \(candidates.count) of them" } ?? ""
    return Failure(
      .input, "\(count) GPUs are asked for, this machine has \(all)\(limited)",
      hint: candidates.isEmpty ? "run it without --gpus" : "ask for fewer: --gpus \(candidates.count)")
  }
}

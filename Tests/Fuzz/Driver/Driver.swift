import FuzzedReaders

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The reader that `XP_READER` names.
private let reader: FuzzedReader = {
  let name = getenv("XP_READER").map { String(cString: $0) } ?? ""
  guard let reader = FuzzedReader(rawValue: name) else {
    fatalError("XP_READER must be one of \(FuzzedReader.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return reader
}()

private typealias Taker = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

/// libFuzzer's own loop: its words are the program's.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>, _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ take: Taker
) -> Int32

/// The package manager calls an executable's entry by its product's name.
@_cdecl("fuzz_main")
public func main(_ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
  var (count, words) = (count, words)
  return runDriver(&count, &words) { start, count in
    reader.take(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
}

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

/// What libFuzzer calls with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  reader.take(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

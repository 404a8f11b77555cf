import Foundation
import TestSupport
import Testing

@testable import Provenance

private let variables = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }

private let hasNumPy =
  (try? ChildProcess.run(["python3", "-c", "import numpy"], in: "/", environment: variables).succeeded) ?? false

/// A file of format 1.0 by hand.
private func file(_ header: String, _ elements: [UInt8], version: UInt8 = 1) -> [UInt8] {
  let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + elements
}

private func refusal(_ bytes: [UInt8]) -> Failure? {
  do {
    _ = try NumPyArray(bytes)
    return nil
  } catch { return error }
}

@Suite struct NumPyArrayTests {
  @Test func numbersAreReadInCOrderWhateverTheFilesOrder() throws {
    let elements: [UInt8] = [1, 2, 3, 4, 5, 6]
    let straight = try NumPyArray(file("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", elements))
    #expect(straight.allBits == [1, 2, 3, 4, 5, 6])
    let crossed = try NumPyArray(file("{'shape': (2, 3), 'fortran_order': True, 'descr': '|u1'}", elements))
    #expect(crossed.allBits == [1, 3, 5, 2, 4, 6])
    #expect(crossed.indices(of: 4) == [1, 1])
  }

  @Test func bothByteOrdersGiveTheSameBits() throws {
    let little = try NumPyArray(file("{'descr': '<i4', 'fortran_order': False, 'shape': (1,)}", [0xFE, 0xFF, 0xFF, 0xFF]))
    let turned = file("{'descr': '>i4', 'fortran_order': False, 'shape': (1,)}", [0xFF, 0xFF, 0xFF, 0xFE], version: 2)
    let big = try NumPyArray(turned)
    #expect(little.allBits == big.allBits && little.type.value(of: little.allBits[0]) == -2)
  }

  @Test func whatIsNoArrayOfNumbersIsRefusedInWords() {
    let pickled = refusal(file("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", [0x80, 0x04, 0x2E]))
    #expect(pickled?.message == "its elements are |O, no numbers that can be read")
    let records = refusal(file("{'descr': [('a', '<f8'), ('b', '<i4')], 'fortran_order': False, 'shape': (0,)}", []))
    #expect(records?.message == "its elements are records, which are not compared by value")
    for header in [
      "", "{", "{'descr': '<f8'}", "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}",
      "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x",
      "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}",
      "{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (1,)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999999999,)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4)}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (\(String(repeating: "1,", count: 65)))}",
      "{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}", "{'descr': [[[[", "{'descr': '\\x3cf8'}",
    ] {
      #expect(refusal(file(header, [UInt8](repeating: 0, count: 8)))?.kind == .input, "\(header)")
    }
  }

  @Test func aFileThatIsCutAnywhereIsRefused() {
    let whole = file("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", [UInt8](repeating: 1, count: 16))
    for end in whole.indices { #expect(refusal(Array(whole[..<end])) != nil, "\(end)") }
    #expect(refusal(whole) == nil && refusal(whole + [0]) != nil)
  }

  /// skipped: without NumPy nobody else can say what its files hold.
  @Test(.enabled(if: hasNumPy, "skipped: NumPy is not installed"))
  func numPyAgreesOnEveryTypeOrderAndVersion() throws {
    let scratch = Scratch()
    let script = """
      import numpy as np, sys
      from numpy.lib import format
      rng = np.random.default_rng(7)
      for name in ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"]:
        for order in "<>":
          for version in [(1, 0), (2, 0), (3, 0)]:
            for k, shape in enumerate([(), (0,), (5,), (2, 3), (2, 3, 4)]):
              raw = rng.integers(0, 256, size=shape + (np.dtype(name).itemsize,), dtype=np.uint8)
              if name == "?": raw &= 1
              a = raw.view(np.dtype(order + name)).reshape(shape)
              for fortran in [False, True]:
                a = np.asfortranarray(a) if fortran else np.ascontiguousarray(a).reshape(shape)
                path = f"{name.replace('?', 'b1')}_{'l' if order == '<' else 'b'}_{version[0]}_{k}_{int(fortran)}.npy"
                with open(path, "wb") as f: format.write_array(f, a, version=version)
                part = a.dtype.itemsize // (2 if name[0] == "c" else 1)
                bits = np.ascontiguousarray(a).astype(a.dtype.newbyteorder("<")).tobytes()
                print(path, *[int.from_bytes(bits[i:i + part], "little") for i in range(0, len(bits), part)])
      """
    let outcome = try ChildProcess.run(["python3", "-c", script], in: scratch.path, environment: variables)
    #expect(outcome.succeeded, "\(outcome.errorText.suffix(400))")
    let lines = outcome.text.split(separator: "\n")
    #expect(lines.count == 14 * 2 * 3 * 5 * 2)
    for line in lines {
      let words = line.split(separator: " ")
      let array = try NumPyArray(FileReading.bytes(of: scratch.path + "/" + words[0]))
      #expect(array.allBits == words.dropFirst().map { UInt64($0)! }, "\(words[0])")
    }
  }

  @Test(.enabled(if: hasNumPy, "skipped: NumPy is not installed"))
  func everyHalfMeansWhatNumPySays() throws {
    let halves = "np.arange(65536, dtype=np.uint16).view(np.float16)"
    let script = "import numpy as np; print(*\(halves).astype(np.float64).view(np.uint64))"
    let outcome = try ChildProcess.run(["python3", "-c", script], in: "/", environment: variables)
    let type = try NumPyHeader(file("{'descr': '<f2', 'fortran_order': False, 'shape': ()}", [])).type
    for (bits, word) in outcome.text.split(whereSeparator: \.isWhitespace).enumerated() {
      let (own, peer) = (type.value(of: UInt64(bits)), Double(bitPattern: UInt64(word)!))
      #expect(own.bitPattern == peer.bitPattern || own.isNaN && peer.isNaN, "\(bits)")
    }
  }
}

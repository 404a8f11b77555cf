internal import CCrypto

/// SHA-256 over many short inputs with one context, which saves most of the time that each would take. One thread's own.
final class MerkleHasher {
  private let context: OpaquePointer
  private let function: OpaquePointer

  init() {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    guard let function = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new(),
      EVP_DigestInit_ex(context, function, nil) == 1
    else { fatalError("libcrypto does not offer SHA-256") }
    (self.context, self.function) = (context, function)
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(function)
  }

  /// The plain SHA-256 of the bytes: an entry's digest.
  func digest(_ bytes: UnsafeRawBufferPointer) -> MerkleHash {
    EVP_DigestInit_ex(context, function, nil)
    update(bytes)
    return finish()
  }

  /// RFC 6962 §2.1: SHA-256(0x00 ‖ data).
  func leaf(_ data: UnsafeRawBufferPointer) -> MerkleHash {
    EVP_DigestInit_ex(context, function, nil)
    var tag: UInt8 = 0
    EVP_DigestUpdate(context, &tag, 1)
    update(data)
    return finish()
  }

  /// RFC 6962 §2.1: SHA-256(0x00 ‖ data).
  func leaf(_ data: [UInt8]) -> MerkleHash { data.withUnsafeBytes { leaf($0) } }

  /// RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right).
  func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    var input: (UInt64, (UInt64, UInt64, UInt64, UInt64), (UInt64, UInt64, UInt64, UInt64)) = (0, left.words, right.words)
    EVP_DigestInit_ex(context, function, nil)
    withUnsafeMutableBytes(of: &input) { bytes in
      // The tag stands right before the left hash, so that all 65 bytes are one piece.
      bytes[7] = 1
      update(UnsafeRawBufferPointer(rebasing: bytes[7...]))
    }
    return finish()
  }

  private func update(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count > 0 { EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }
  }

  private func finish() -> MerkleHash {
    var hash = MerkleHash()
    withUnsafeMutableBytes(of: &hash.words) { bytes in
      _ = EVP_DigestFinal_ex(context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
    }
    return hash
  }
}

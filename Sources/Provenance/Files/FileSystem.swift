#if canImport(Glibc)
  internal import CSystem
  import Glibc
#else
  import Darwin
#endif

/// The kind of file system that holds a path.
public struct FileSystem: Sendable, Equatable {
  /// As `mount` calls it; a kind that is not known here goes by its number.
  public let name: String
  /// Whether every process that writes here is on this machine, and locks and shared memory are common to all of them. Only kinds that are
  /// known to be so count: whatever reaches other machines, or a program in between, does not.
  public let isLocal: Bool

  public init(name: String, isLocal: Bool) { (self.name, self.isLocal) = (name, isLocal) }

  /// Returns the file system of a path, or of the nearest folder above it that is there. What cannot be asked is not local.
  public static func of(_ path: String) -> FileSystem {
    var status = statfs()
    guard statfs(path, &status) == 0 else {
      guard errno == ENOENT, parent(of: path) != path else { return FileSystem(name: "unknown", isLocal: false) }
      return of(parent(of: path))
    }
    #if canImport(Glibc)
      return kind(UInt32(truncatingIfNeeded: status.f_type))
    #else
      let name = withUnsafeBytes(of: status.f_fstypename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      return FileSystem(name: name, isLocal: ["apfs", "hfs"].contains(name))
    #endif
  }

  /// By the numbers of statfs(2) and the kernel's `magic.h`.
  static func kind(_ magic: UInt32) -> FileSystem {
    if let name = local[magic] { return FileSystem(name: name, isLocal: true) }
    return FileSystem(name: distant[magic] ?? "file system 0x" + String(magic, radix: 16), isLocal: false)
  }

  private static let local: [UInt32: String] = [
    0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x2FC1_2FC1: "zfs", 0xF2F5_2010: "f2fs", 0x0102_1994: "tmpfs",
    0x8584_58F6: "ramfs", 0x794C_7630: "overlay", 0xCA45_1A4E: "bcachefs", 0x5265_4973: "reiserfs", 0x3153_464A: "jfs",
    0x3434: "nilfs2",
  ]

  /// Only for their names.
  private static let distant: [UInt32: String] = [
    0x6969: "nfs", 0x517B: "smb", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2", 0x6573_5546: "fuse", 0x0102_1997: "9p",
    0x0BD0_0BD0: "lustre", 0x4750_4653: "gpfs", 0x1983_0326: "beegfs", 0x00C3_6400: "ceph", 0x5346_414F: "afs",
    0x0116_1970: "gfs2", 0x7461_636F: "ocfs2", 0x2003_0528: "orangefs", 0xAAD7_AAEA: "panfs", 0x786F_4256: "vboxsf",
    0x4D44: "vfat", 0x2011_BAB0: "exfat",
  ]
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A clock that never steps back: for durations, while a ``Moment`` says when.
public enum SteadyClock {
  /// Seconds since some instant of this boot.
  public static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

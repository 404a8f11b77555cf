/// What a look at a file gave: nothing there, something that could not be read, or its content.
public enum Reading<Content: Sendable>: Sendable {
  /// There is nothing at the path.
  case absent
  /// There is something, and this is why it could not be read.
  case unreadable(Failure)
  /// It was read.
  case read(Content)

  /// What was read; nil otherwise.
  public var content: Content? { if case .read(let content) = self { content } else { nil } }

  /// Looks, if there is something at the path.
  public static func look(at path: String, _ look: () throws(Failure) -> Content) -> Reading {
    guard FileStatus.of(path) != nil else { return .absent }
    do { return .read(try look()) } catch { return .unreadable(error) }
  }
}

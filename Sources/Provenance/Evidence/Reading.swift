/// What a look at a file gave: nothing there, something that could not be read, or its content.
public enum Reading<Content: Sendable>: Sendable {
  case absent
  case unreadable(Failure)
  case read(Content)

  public var content: Content? { if case .read(let content) = self { content } else { nil } }

  /// Looks, if there is something at the path.
  public static func look(at path: String, _ look: () throws(Failure) -> Content) -> Reading {
    guard FileStatus.of(path) != nil else { return .absent }
    do { return .read(try look()) } catch { return .unreadable(error) }
  }
}

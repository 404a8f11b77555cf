/// A person's word on an item of the checklist, and when it was given.
public struct AttestedItem: Codable, Sendable, Equatable {
  /// The item's id.
  public var item: String
  /// Who answers for it.
  public var by: String
  /// Why, in their words.
  public var because: String
  /// When.
  public var time: Moment
  public init(item: String, by: String, because: String, time: Moment) {
    (self.item, self.by, self.because, self.time) = (item, by, because, time)
  }

  /// `attested by Ada on 2026-11-20: the data are ours`, the day in the time zone where it was said.
  public var text: String { "attested by \(by) on \(time.local.prefix(10)): \(because)" }
}

extension [AttestedItem] {
  /// The last word on an item; nil if nobody answered for it.
  public func last(on item: String) -> AttestedItem? { last { $0.item.isExactly(item) } }
}

import Provenance

/// What a list says beside itself: what could not be told, and what was left out.
struct ListRemarks {
  let listing: Listing
  let query: ListQuery
  /// A person set the limit.
  let isLimited: Bool

  /// Reasons that are said; the others are counted.
  private static let shown = 3

  var lines: [String] {
    var lines = listing.unheardOf
    if listing.total == 0 { lines.append("no experiment is registered yet: xp help register") }
    if listing.unknownCount > 0, listing.unheardOf.isEmpty {
      let reasons = listing.unknown.prefix(Self.shown).map { reason in
        listing.unknown.count == 1 ? reason.reason : "\(reason.reason) (\(reason.isLeast ? "at least " : "")\(reason.count))"
      }
      let rest = listing.unknown.count - reasons.count
      lines.append(
        "\(Short.count(listing.unknownCount, "experiment")) not listed, it cannot be told: \(reasons.joined(separator: "; "))"
          + (rest > 0 ? "; and \(Short.count(rest, "other reason"))" : ""))
    }
    if listing.isCut, !isLimited { lines.append("there are more: xp list --limit 0") }
    if listing.rows.isEmpty, listing.total > 0, query.filters.isEmpty {
      lines.append("all are archived or rehearsals: xp list --all")
    }
    return lines
  }
}

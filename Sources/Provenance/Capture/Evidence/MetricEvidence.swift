/// A metric file of the attempt that counts, read now.
public struct MetricFileEvidence: Sendable {
  /// Relative to the experiment's folder.
  public var path: String
  /// Its rows; an unreadable one tells why, with the line.
  public var table: Reading<MetricTable>

  public init(path: String, table: Reading<MetricTable>) { (self.path, self.table) = (path, table) }
}

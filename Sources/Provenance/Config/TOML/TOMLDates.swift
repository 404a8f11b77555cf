/// Whether the token begins as a date (`2026-…`) or a time (`07:…`) does.
func looksLikeDate(_ token: ArraySlice<UInt8>) -> Bool {
  let digits = token.prefix { isDigit($0) }.count
  let next = token.dropFirst(digits).first
  return (digits == 4 && next == UInt8(ascii: "-")) || (digits == 2 && next == UInt8(ascii: ":"))
}

/// Whether the token is a real date, time, or both, by TOML 1.0 (RFC 3339 with optional parts).
func isDate(_ token: ArraySlice<UInt8>) -> Bool {
  var rest = token
  if token.dropFirst(2).first == UInt8(ascii: ":") { return takeTime(&rest) && rest.isEmpty }
  guard let year = takeNumber(&rest, 4...4), take(&rest, "-"), let month = takeNumber(&rest, 2...2), take(&rest, "-"),
    let day = takeNumber(&rest, 2...2), (1...12).contains(month), day >= 1, day <= days(in: month, of: year)
  else { return false }
  if rest.isEmpty { return true }
  guard take(&rest, "T") || take(&rest, "t") || take(&rest, " "), takeTime(&rest) else { return false }
  if rest.isEmpty { return true }
  if take(&rest, "Z") || take(&rest, "z") { return rest.isEmpty }
  guard take(&rest, "+") || take(&rest, "-"), let hour = takeNumber(&rest, 2...2), take(&rest, ":"),
    let minute = takeNumber(&rest, 2...2)
  else { return false }
  return rest.isEmpty && hour < 24 && minute < 60
}

/// A second 60 is a leap second, which RFC 3339 allows.
private func takeTime(_ rest: inout ArraySlice<UInt8>) -> Bool {
  guard let hour = takeNumber(&rest, 2...2), take(&rest, ":"), let minute = takeNumber(&rest, 2...2), take(&rest, ":"),
    let second = takeNumber(&rest, 2...2), hour < 24, minute < 60, second <= 60
  else { return false }
  guard take(&rest, ".") else { return true }
  let digits = rest.prefix { isDigit($0) }.count
  rest.removeFirst(digits)
  return digits > 0
}

import Provenance
import Testing

@testable import Checklist

@Suite struct LiteralTests {
  @Test(arguments: [
    ("true", "true", "True"), ("null", "null", "None"), ("1e-4", "1e-4", "0.0001"), ("0.0", "0.0", "0.0"), ("600", "600", "600"),
    ("\"assist2015\"", "assist2015", "assist2015"), ("\"600\"", "\"600\"", "'600'"), ("\"True\"", "\"True\"", "'True'"),
    ("\"\"", "\"\"", "''"), ("\" a\"", "\" a\"", "' a'"), ("[1,\"a\",null]", "[1, \"a\", null]", "[1, 'a', None]"),
    ("\"it's\"", "it's", "it's"), ("[\"it's\"]", "[\"it's\"]", "[\"it's\"]"), ("1e22", "1e22", "1e+22"), ("{}", "{}", "{}"),
    ("123456789012345678901", "123456789012345678901", "123456789012345678901"),
  ])
  func aValueIsSpelledAsItsReadersExpect(_ source: String, _ json: String, _ python: String) throws {
    let value = try JSONReader.read(source)
    #expect(Literal(style: .json).text(value) == json)
    #expect(Literal(style: .python).text(value) == python)
  }
}

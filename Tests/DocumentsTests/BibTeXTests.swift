import Testing

@testable import Documents

@Suite struct BibTeXTests {
  @Test("entries, fields of every form, names and comments are read with their lines")
  func entries() throws {
    let entries = try BibTeXReader.entries(
      in: """
        Words between entries are comments.
        @string{acm = "ACM"}
        @comment{anything {at} all}
        @Article{key:1,
          author = {Doe, J. and {van Roe}, K.},
          title = "A {B} {\\"o}",
          year = 2024, month = jan # "~1",
          publisher = acm,
        }
        @misc(k2, title = {T})
        """
    )
    #expect(entries.map(\.type) == ["article", "misc"])
    #expect(entries.map(\.key) == ["key:1", "k2"])
    #expect(entries.map(\.line) == [4, 10])
    #expect(entries[0]["author"] == "Doe, J. and van Roe, K.")
    #expect(entries[0]["month"] == "jan~1")
    #expect(entries[0].fields.map(\.line) == [5, 6, 7, 7, 8])
    #expect(try BibTeXReader.entries(in: "no entry at all").isEmpty)
  }

  @Test("what a bibliography program would choke on is a fault with its line")
  func faults() {
    let cases: [(String, Int, String)] = [
      ("@misc{k, title = {T}\n", 1, "the entry that begins here is not closed"),
      ("@misc{k, title = {T", 1, "a brace that is opened here is not closed"),
      ("@misc{k,\n title = \"T }", 2, "a quotation mark that is opened here is not closed"),
      ("@misc{k,\n title = {T}\n year = 2024}", 3, "no comma behind the field `title`"),
      ("@misc{k, title {T}}", 1, "no `=` behind the field `title`"),
      ("@misc{k, title = }", 1, "the field `title` has no value"),
      ("@misc{k, title = Words}", 1, "the value `Words` of `title` needs braces"),
      ("@misc{k, a = 1, A = 2}", 1, "the field `a` stands twice"),
      ("@misc{title = {T}}", 1, "no comma behind the key `title`"),
      ("@misc", 1, "`@misc` without a brace behind it"),
      ("@ {x}", 1, "`@` without the name of a type"),
      ("@misc{k, a = " + String(repeating: "{", count: 200), 1, "braces are nested deeper than 100 levels"),
    ]
    for (text, line, reason) in cases {
      let fault = #expect(throws: BibTeXFault.self, "\(text)") { try BibTeXReader.entries(in: text) }
      #expect(fault == BibTeXFault(line: line, reason: reason))
    }
  }

  @Test("large and broken texts end")
  func hostile() {
    for text in ["@", "{", "\"", "@a{", "@a{b,", "@a{b,c=", "#"] {
      let long = String(repeating: text, count: 50_000)
      _ = try? BibTeXReader.entries(in: long)
    }
    #expect((try? BibTeXReader.entries(in: String(repeating: "@a{b, c = 1}\n", count: 20_000)))?.count == 20_000)
  }
}

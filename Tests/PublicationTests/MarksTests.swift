import Publication
import Testing

@Suite struct MarksTests {
  private let origin = Origin(id: "a", kind: .bytes, detail: "a file")

  @Test("marks are taken out, and every value is known by line and column")
  func places() {
    var marks = Marks()
    let text = "# é \(marks.mark("12", origin))\n\n| \(marks.mark("0.5", Origin(id: "b", kind: .rule, detail: ""))) |\n"
    let (plain, claims) = marks.extract(from: text)
    #expect(plain == "# é 12\n\n| 0.5 |\n")
    #expect(claims.entries.map(\.line) == [1, 3])
    #expect(claims.entries.map(\.column) == [5, 3])
    #expect(claims.entries.map(\.text) == ["12", "0.5"])
    #expect(claims.entries.map(\.origin.id) == ["a", "b"])
  }

  @Test("stray marks never crash and leave no character behind")
  func stray() {
    let marks = Marks()
    for text in [
      "\u{E000}", "\u{E002}x", "\u{E000}99999999999999999999\u{E001}x\u{E002}", "\u{E001}x", "\u{E000}0\u{E001}y",
    ] {
      let (plain, claims) = marks.extract(from: text)
      #expect(!plain.unicodeScalars.contains { (0xE000...0xE002).contains($0.value) })
      #expect(claims.entries.isEmpty)
    }
    #expect(!Marks.isFree("a\u{E001}b"))
  }
}

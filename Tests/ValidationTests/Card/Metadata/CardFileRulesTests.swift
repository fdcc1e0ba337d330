import Findings
import Testing

@testable import Validation

@Suite struct CardFileRulesTests {
  @Test("a byte order mark is found")
  func mark() {
    let found = CardCase.findings("\u{FEFF}---\n\(CardCase.needed)---\n")
    #expect(
      found.map(Expected.init) == [
        Expected("HFP501", .error, 1, 1, "a byte order mark (U+FEFF) before the first line")
      ]
    )
    #expect(found.first?.remedy.contains("without a byte order mark") == true)
  }

  @Test("text before the metadata is found, and a card without any")
  func first() {
    #expect(
      CardCase.findings("# Title\n\n---\nlicense: mit\n---\n").map(Expected.init) == [
        Expected("HFP502", .error, 1, 1, "`# Title` before the metadata, which begin on line 3")
      ]
    )
    #expect(
      CardCase.findings("# Title\n\ntext\n\n---\n\nmore\n").map(Expected.init) == [
        Expected("HFP502", .error, 1, 1, "no metadata")
      ]
    )
    #expect(CardCase.findings("").map(Expected.init) == [Expected("HFP502", .error, 1, 1, "no metadata")])
    #expect(
      CardCase.findings("\n\n---\n\(CardCase.needed)---\n").map(Expected.init) == [
        Expected("HFP502", .warning, 1, 1, "2 empty lines before `---`")
      ]
    )
  }

  @Test("metadata that are never closed are found once")
  func closed() {
    #expect(
      CardCase.findings("\n---\nlicense: nonsense\n# Title\n").map(Expected.init) == [
        Expected("HFP503", .error, 2, 1, "`---` on line 2 and no second line `---`")
      ]
    )
  }

  @Test("metadata that are no mapping, or no YAML, are found once")
  func readable() {
    #expect(
      CardCase.findings("---\n- license\n---\n").map(Expected.init) == [
        Expected("HFP504", .error, 2, 1, "a mapping of keys to values is expected here, but it is a list")
      ]
    )
    #expect(CardCase.findings("---\n---\n").map(\.code) == ["HFP504"])
    let broken = CardCase.findings("---\nlicense: \"mit\ntags: [a\n---\n")
    #expect(broken.map(\.code) == ["HFP504"])
    #expect(broken.first?.location?.line == 4)
  }

  @Test("letters that are not composed are an error in the metadata and a warning below")
  func composed() {
    let found = CardCase.of("tags:\n- cafe\u{301}")
    #expect(found == [Expected("HFP505", .error, 5, 6, "`e\u{301}` written as 2 characters (U+0065 U+0301)")])
    let vietnamese = CardCase.ofBody("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t")
    #expect(vietnamese.map(\.code) == ["HFP505", "HFP505"])
    #expect(vietnamese.map(\.column) == [3, 11])
    #expect(vietnamese.allSatisfy { $0.severity == .warning && $0.line == 6 })
    #expect(CardCase.ofBody("\u{1112}\u{1161}\u{11AB}").map(\.code) == ["HFP505"])
    let korean = CardCase.findings("---\n\(CardCase.needed)---\n\u{1112}\u{1161}\u{11AB}\n").first
    #expect(korean?.expected == "the single character `한` (U+D55C)")
  }

  @Test("composed letters, emoji and scripts whose marks stay apart have no finding")
  func composedClean() {
    #expect(CardCase.ofBody("Tiếng Việt, café, ação, 한국어, हिन्दी क़, ไทย ที่, 👩‍🔬, ❤️, x\u{302}").isEmpty)
  }

  @Test("carriage returns are found once")
  func lineEnds() {
    #expect(
      CardCase.findings("---\r\nlicense: mit\r\nlibrary_name: model2vec\r\n---\r\n").map(Expected.init) == [
        Expected("HFP506", .error, 1, 4, "4 lines that end in a carriage return and a line feed")
      ]
    )
    #expect(
      CardCase.ofBody("one\rtwo") == [Expected("HFP506", .error, 6, 4, "one line that ends in a carriage return")]
    )
  }

  @Test("a large card is a warning, a huge one an error")
  func size() {
    let head = "---\n\(CardCase.needed)---\n"
    let large = head + String(repeating: "text ", count: 60_000)
    #expect(
      CardCase.findings(large).map(Expected.init) == [Expected("HFP507", .warning, 1, 1, "300,045 bytes")]
    )
    let huge = head + String(repeating: "text ", count: 240_000)
    #expect(CardCase.findings(huge).map(Expected.init) == [Expected("HFP507", .error, 1, 1, "1,200,045 bytes")])
    #expect(CardCase.findings(head + String(repeating: "text ", count: 50_000)).isEmpty)
  }
}

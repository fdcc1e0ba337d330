import TestKit
import Testing

@testable import Tokenizers

@Suite struct PipelineTests {
  @Test("the fast path and the step-by-step pipeline give the same ids for any text", arguments: [true, false])
  func fastPath(cleans: Bool) throws {
    var sample = SampleTokenizer()
    if !cleans { sample.normalizer = sample.normalizer.replacing("\"clean_text\":true", with: "\"clean_text\":false") }
    let tokenizer = try Tokenizer(json: sample.json, name: "t")
    var generator = SeededGenerator(seed: 4)
    let parts = [
      "a", "b", "un", "aff", "able", " ", "  ", ".", "É", "é", "e\u{301}", "\u{301}", "\u{316}\u{301}", "中", "한",
      "\u{B}", "\u{A0}",
      "\u{200B}", "x", "\t", "\n", "İ", "Σ", "😀", "cafe", "CAF", "\u{2B820}", "\u{0}", "\u{1D15E}", "。",
    ]
    var fast = TokenizerWorkspace()
    var general = TokenizerWorkspace()
    for _ in 0..<5_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0..<20, using: &generator) { text += parts.randomElement(using: &generator) ?? "" }
      try tokenizer.encode(text, limit: .max, workspace: &fast)
      general.count = 0
      let isExpressible = text.withUTF8 { tokenizer.encodeGenerally($0, limit: .max, workspace: &general) }
      #expect(isExpressible)
      #expect(fast.tokenIDs == general.tokenIDs, "\(text.unicodeScalars.map(\.value))")
    }
  }

  @Test("the tables hold what the reference was asked: its counts of every set")
  func tables() {
    var counts = [Int](repeating: 0, count: 8)
    for scalar in 0..<UInt32(0x110000) {
      for bit in 0..<8 where UnicodeData.shared.flags(scalar).rawValue & 1 << UInt8(bit) != 0 { counts[bit] += 1 }
    }
    // White space, punctuation, cleaned, Chinese, accents, word, decomposing or with a class, lower-cased.
    #expect(counts == [25, 726, 137_681, 81_264, 1_549, 144_667, 2_060 + 11_172 + 810, 1_488])
  }

  @Test("combining classes are those of the reference's old Unicode")
  func classes() {
    let unicode = UnicodeData.shared
    #expect(unicode.combiningClass(0x301) == 230)
    #expect(unicode.combiningClass(0x316) == 220)
    #expect(unicode.combiningClass(0x345) == 240)
    #expect(unicode.combiningClass(0x1715) == 0)
    #expect(unicode.combiningClass(0x41) == 0)
    var marks: [UInt32] = [0x61, 0x345, 0x301, 0x316, 0x300, 0x62]
    CanonicalOrder.restore(&marks)
    #expect(marks == [0x61, 0x316, 0x301, 0x300, 0x345, 0x62])
  }
}

import Documents
import Testing

@Suite("searching bytes in text")
struct TextSearchTests {
  @Test(
    "the first place is found, also after beginnings that lead nowhere",
    arguments: [
      ("abc", "abc", "|"), ("xxabc", "abc", "xx|"), ("aabaabc", "abc", "aaba|"), ("ab", "abc", nil), ("", "a", nil),
      ("äöabcß", "abc", "äö|ß"), ("a", "", "|a"), ("aaab", "aab", "a|"),
    ]
  )
  func finds(text: String, wanted: String, around: String?) {
    let range = text.firstRange(ofBytes: wanted)
    #expect(range.map { "\(text[..<$0.lowerBound])|\(text[$0.upperBound...])" } == around)
    #expect(text.dropFirst(0).firstRange(ofBytes: wanted) == range)
  }
}

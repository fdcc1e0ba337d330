import Testing
import Tokenizers

@Suite struct StoredTruncationTests {
  private func tokenizer(_ truncation: String) throws(TokenizerError) -> Tokenizer {
    let text = SampleTokenizer().text
      .replacing("{\"direction\":\"Left\",\"max_length\":1}", with: truncation)
    return try Tokenizer(json: Array(text.utf8), name: "tokenizer.json")
  }

  @Test("the stored truncation is told, and tokenizing does not apply it")
  func told() throws {
    let sample = try Tokenizer(json: SampleTokenizer().json, name: "tokenizer.json")
    #expect(sample.storedTruncation == StoredTruncation(maxLength: 1, direction: .left))
    #expect(try sample.encode("a b a").count == 3)
    let full = "{\"max_length\":128,\"strategy\":\"LongestFirst\",\"stride\":0,\"direction\":\"Right\"}"
    #expect(try tokenizer(full).storedTruncation == StoredTruncation(maxLength: 128))
    #expect(try tokenizer("{\"max_length\":7}").storedTruncation == StoredTruncation(maxLength: 7))
    #expect(try tokenizer("null").storedTruncation == nil)
  }

  @Test(
    "a truncation of the wrong form is refused with its fault",
    arguments: [
      ("{}", "the truncation has no \"max_length\""),
      ("{\"max_length\":-1}", "\"max_length\" is -1, less than 0"),
      ("{\"max_length\":\"9\"}", "expected a number"),
      ("{\"max_length\":9,\"direction\":\"Up\"}", "\"direction\" is \"Up\", expected Left or Right"),
      ("[128]", "expected an object"),
    ]
  )
  func malformed(truncation: String, reason: String) {
    let error = #expect(throws: TokenizerError.self) { try tokenizer(truncation) }
    #expect(error?.code == .malformed)
    #expect(error?.reason == reason)
  }
}

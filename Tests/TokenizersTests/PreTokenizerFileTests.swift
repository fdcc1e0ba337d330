import Testing
import Tokenizers

/// What is refused in the `pre_tokenizer` of a file.
@Suite struct PreTokenizerFileTests {
  @Test(
    "options that are missing, of the wrong type or contradictory are refused",
    arguments: [
      ("{\"type\":\"ByteLevel\"}", "the ByteLevel has no trim_offsets"),
      ("{\"type\":\"ByteLevel\",\"trim_offsets\":true}", "the ByteLevel has no add_prefix_space"),
      ("{\"type\":\"ByteLevel\",\"trim_offsets\":true,\"add_prefix_space\":null}", "expected true or false"),
      ("{\"type\":\"Digits\"}", "the Digits has no individual_digits"),
      ("{\"type\":\"Digits\",\"individual_digits\":1}", "expected true or false"),
      ("{\"type\":\"Punctuation\",\"behavior\":\"isolated\"}", "the behavior is \"isolated\""),
      ("{\"type\":\"CharDelimiterSplit\"}", "the CharDelimiterSplit has no delimiter"),
      (
        "{\"type\":\"CharDelimiterSplit\",\"delimiter\":\"ab\"}",
        "the delimiter of the CharDelimiterSplit is not one character"
      ),
      ("{\"type\":\"FixedLength\",\"length\":0}", "the length of FixedLength is 0"),
      ("{\"type\":\"Metaspace\"}", "the Metaspace has no replacement"),
      ("{\"type\":\"Metaspace\",\"replacement\":\"\"}", "the replacement of the Metaspace is not one character"),
      (
        "{\"type\":\"Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"last\"}",
        "the prepend_scheme of the Metaspace is \"last\""
      ),
      (
        "{\"type\":\"Metaspace\",\"replacement\":\"_\",\"add_prefix_space\":false}",
        "the Metaspace has add_prefix_space false and the prepend_scheme always"
      ),
      ("{\"type\":\"Sequence\"}", "the Sequence has no pretokenizers"),
      ("{\"type\":\"Sequence\",\"type\":\"Sequence\"}", "\"type\" stands here twice"),
      ("{\"type\":\"Split\"}", "the Split has no pattern"),
      ("{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"}}", "the Split has no behavior"),
      ("{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Removed\"}", "the Split has no invert"),
      ("{\"type\":\"Split\",\"pattern\":\"a\"}", "expected an object"),
      ("{\"type\":\"Split\",\"pattern\":{}}", "the pattern is empty"),
      ("{\"type\":\"Split\",\"pattern\":{\"Text\":\"a\"}}", "a pattern is a String or a Regex, not \"Text\""),
      (
        "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\",\"Regex\":\"b\"}}",
        "a pattern is either a String or a Regex, not both"
      ),
    ]
  )
  func refused(preTokenizer: String, reason: String) {
    let error = #expect(throws: TokenizerError.self) {
      try Tokenizer(json: SampleTokenizer(preTokenizer: preTokenizer).json, name: "t")
    }
    #expect(error?.code == .malformed)
    #expect(error?.reason == reason)
  }
}

/// Where the whole text begins, which only one pre-tokenizer asks for.
@Suite struct OriginTests {
  private func tokens(_ text: String, addedTokens: String = "[]") throws -> [String] {
    let metaspace = "{\"type\":\"Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"first\"}"
    let json =
      "{\"version\":\"1.0\",\"added_tokens\":\(addedTokens),\"normalizer\":null,"
      + "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},\(metaspace)]},"
      + "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"_\":1,\"_a\":2},\"merges\":[\"_ a\"]}}"
    let tokenizer = try Tokenizer(json: Array(json.utf8), name: "t")
    return try tokenizer.encode(text).map { tokenizer.tokenString($0) ?? "?" }
  }

  @Test("only the piece with which the whole text begins gets a prefix")
  func first() throws {
    #expect(try tokens("a a") == ["_a", "a"])
    #expect(try tokens(" a a") == ["a", "a"])
    #expect(try tokens("a<m>a", addedTokens: "[\(SampleTokenizer.added("<m>"))]") == ["_a", "<m>", "a"])
    #expect(try tokens("<m>a", addedTokens: "[\(SampleTokenizer.added("<m>"))]") == ["<m>", "a"])
  }
}

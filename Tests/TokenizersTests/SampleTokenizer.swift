/// Builds small tokenizer files.
struct SampleTokenizer {
  var normalizer =
    "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"strip_accents\":null,\"lowercase\":true}"
  var preTokenizer = "{\"type\":\"BertPreTokenizer\"}"
  var addedTokens = "[]"
  var postProcessor = "null"
  var unknownToken = "[UNK]"
  var maximumScalars = "100"
  var version = "\"1.0\""
  var modelType = "\"type\":\"WordPiece\","
  var vocabulary = SampleTokenizer.vocabulary([
    "[PAD]", "[UNK]", "un", "##aff", "##able", "a", "b", "##b", ".", "cafe", "i", "##\u{307}", "한", "中", "naïve", "x",
    "##x",
    "day", "ab",
  ])

  static func vocabulary(_ tokens: [String]) -> String {
    "{" + tokens.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}"
  }

  static func added(_ content: String, _ options: String = "", normalized: Bool = false) -> String {
    "{\"id\":9,\"content\":\"\(content)\",\"normalized\":\(normalized)\(options.isEmpty ? "" : ",")\(options)}"
  }

  var json: [UInt8] { Array(text.utf8) }

  var text: String {
    """
    {"version":\(version),"truncation":{"direction":"Left","max_length":1},"padding":null,
    "added_tokens":\(addedTokens),"normalizer":\(normalizer),"pre_tokenizer":\(preTokenizer),
    "post_processor":\(postProcessor),"decoder":{"type":"WordPiece"},
    "model":{\(modelType)"unk_token":"\(unknownToken)","continuing_subword_prefix":"##",
    "max_input_chars_per_word":\(maximumScalars),"vocab":\(vocabulary)}}
    """
  }
}

import Testing
import Tokenizers

@Suite struct TokenizerTests {
  private func tokens(_ text: String, _ sample: SampleTokenizer = .init(), limit: Int = .max) throws -> [String] {
    let tokenizer = try Tokenizer(json: sample.json, name: "tokenizer.json")
    return try tokenizer.encode(text, limit: limit).map { tokenizer.tokenString($0) ?? "?" }
  }

  @Test("a word is cut into the longest tokens from the left")
  func greedy() throws {
    #expect(try tokens("Unaffable.") == ["un", "##aff", "##able", "."])
    #expect(try tokens("ab abb") == ["ab", "ab", "##b"])
  }

  @Test("a word with an unknown part is unknown as a whole")
  func unknown() throws {
    #expect(try tokens("unq a") == ["[UNK]", "a"])
  }

  @Test("a word of 100 scalars is cut, one of 101 is unknown")
  func longWord() throws {
    #expect(try tokens(String(repeating: "x", count: 100)).count == 100)
    #expect(try tokens(String(repeating: "x", count: 101)) == ["[UNK]"])
    #expect(try tokens("xx xxx", .init(maximumScalars: "2")) == ["x", "##x", "[UNK]"])
  }

  @Test(
    "empty texts and texts of blanks and control characters have no tokens",
    arguments: ["", " ", "\0", "\u{B}\u{200B}\u{FEFF} \t\r\n"]
  )
  func nothing(text: String) throws {
    #expect(try tokens(text).isEmpty)
  }

  @Test("vertical tabs vanish and join their neighbours, no-break spaces separate")
  func cleaning() throws {
    #expect(try tokens("a\u{B}b") == ["ab"])
    #expect(try tokens("a\u{85}b") == ["ab"])
    #expect(try tokens("a\u{A0}b") == ["a", "b"])
  }

  @Test("accents are stripped and letters lower-cased, in decomposed form")
  func accents() throws {
    #expect(try tokens("CAFÉ cafe\u{301}") == ["cafe", "cafe"])
    #expect(try tokens("İ") == ["i"])
  }

  @Test("kept accents stay as they were typed, and the dotted capital i gives two scalars")
  func keptAccents() throws {
    var sample = SampleTokenizer()
    sample.normalizer = sample.normalizer.replacing("null", with: "false")
    #expect(try tokens("Naïve İ", sample) == ["naïve", "i", "##\u{307}"])
  }

  @Test("Hangul syllables come apart, Chinese characters stand alone")
  func asian() throws {
    #expect(try tokens("한") == ["[UNK]"])
    #expect(try tokens("a中b") == ["a", "中", "b"])
  }

  @Test("the reference's slip in the Chinese ranges is kept: U+2B820 is no Chinese character, U+2B920 is")
  func chineseRange() throws {
    #expect(try tokens("a\u{2B820}b") == ["[UNK]"])
    #expect(try tokens("a\u{2B920}b") == ["a", "[UNK]", "b"])
  }

  @Test("at most as many ids as asked for are given", arguments: 0...5)
  func limit(limit: Int) throws {
    #expect(try tokens("un aff able . . é 中 中", limit: limit).count == limit)
  }

  @Test("added tokens are found in the raw text, the longest first, from the left")
  func addedTokens() throws {
    let added = "[\(SampleTokenizer.added("[UNK]")),\(SampleTokenizer.added("<m>")),\(SampleTokenizer.added("<m>a"))]"
    let sample = SampleTokenizer(addedTokens: added)
    #expect(try tokens("a<m>ab[UNK]<M>", sample) == ["a", "<m>a", "b", "[UNK]", "[UNK]", "[UNK]", "[UNK]"])
  }

  @Test("an added token has the vocabulary's id, or the next free one, whatever its entry says")
  func addedIDs() throws {
    let added = "[\(SampleTokenizer.added("day")),\(SampleTokenizer.added("<m>")),\(SampleTokenizer.added("<n>"))]"
    let tokenizer = try Tokenizer(json: SampleTokenizer(addedTokens: added).json, name: "tokenizer.json")
    #expect(tokenizer.tokenID("day") == 17)
    #expect(tokenizer.tokenID("<m>") == 19)
    #expect(tokenizer.tokenID("<n>") == 20)
    #expect(tokenizer.vocabularyCount == 21)
    #expect(tokenizer.idBound == 21)
    #expect(tokenizer.tokenString(20) == "<n>")
    #expect(tokenizer.tokenString(21) == nil)
  }

  @Test("an added token may swallow white space, ask to stand alone, or be looked for in the normalized text")
  func addedOptions() throws {
    let stripping = SampleTokenizer.added("<m>", "\"lstrip\":true,\"rstrip\":true")
    var sample = SampleTokenizer(preTokenizer: "null", addedTokens: "[\(stripping)]")
    #expect(try tokens("a  <m>\u{A0} b", sample) == ["a", "<m>", "b"])
    sample.addedTokens = "[\(SampleTokenizer.added("day", "\"single_word\":true"))]"
    sample.preTokenizer = "{\"type\":\"BertPreTokenizer\"}"
    #expect(try tokens("day a.day xday dayé", sample) == ["day", "a", ".", "day", "[UNK]", "[UNK]"])
    sample.addedTokens = "[\(SampleTokenizer.added("Ünew York", normalized: true))]"
    #expect(try tokens("a unew YORK b", sample) == ["a", "Ünew York", "b"])
  }

  @Test("the median length counts scalars and rounds down")
  func median() throws {
    var sample = SampleTokenizer(vocabulary: SampleTokenizer.vocabulary(["a", "éé", "ccc", "dddd"]))
    #expect(try Tokenizer(json: sample.json, name: "t").medianTokenLength == 2)
    sample.vocabulary = SampleTokenizer.vocabulary(["a", "é\u{301}"])
    #expect(try Tokenizer(json: sample.json, name: "t").medianTokenLength == 1)
  }

  @Test("ids with gaps and in any order are kept")
  func sparse() throws {
    let sample = SampleTokenizer(vocabulary: "{\"b\":70000,\"[UNK]\":5,\"a\":9}")
    let tokenizer = try Tokenizer(json: sample.json, name: "t")
    #expect(try tokenizer.encode("a b c") == [9, 70000, 5])
    #expect(tokenizer.tokenString(70000) == "b")
    #expect(tokenizer.tokenString(6) == nil)
    #expect(tokenizer.vocabularyCount == 3)
    #expect(tokenizer.idBound == 70001)
    #expect(tokenizer.unknownTokenID == 5)
  }

  @Test("a workspace that served another tokenizer does not answer for it")
  func workspaces() throws {
    let first = try Tokenizer(json: SampleTokenizer().json, name: "t")
    let second = try Tokenizer(json: SampleTokenizer(vocabulary: "{\"[UNK]\":0,\"a\":1}").json, name: "t")
    var workspace = TokenizerWorkspace()
    try first.encode("a a", limit: .max, workspace: &workspace)
    #expect(workspace.tokenIDs == [5, 5])
    try second.encode("a a", limit: .max, workspace: &workspace)
    #expect(workspace.tokenIDs == [1, 1])
    try first.encode("a", limit: .max, workspace: &workspace)
    #expect(workspace.tokenIDs == [5])
  }

  @Test("marks are put into canonical order, also when there are very many")
  func manyMarks() throws {
    var sample = SampleTokenizer(maximumScalars: "1000000")
    // Old marks are dropped; U+1715 and U+302E are no accents to the reference, and only the latter has a class.
    sample.vocabulary = SampleTokenizer.vocabulary(["[UNK]", "a", "##\u{302E}"])
    let text = "a" + String(repeating: "\u{301}\u{302E}", count: 50_000)
    #expect(try tokens(text, sample).count == 50_001)
  }
}

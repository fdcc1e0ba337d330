import Testing

@testable import Tokenizers

@Suite struct TextPatternTests {
  private func matches(_ pattern: TextPattern, _ text: String) -> [Range<Int>]? {
    var found: [Range<Int>] = []
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { pattern.forEachMatch(in: $0) { found.append($0) } } ? found : nil
  }

  private func matches(_ regex: String, _ text: String) throws -> [String] {
    let ranges = try #require(matches(TextPattern(regex: regex, path: "t"), text))
    return ranges.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
  }

  @Test("an empty match is reported unless the match before it ends there")
  func empty() throws {
    #expect(matches(try TextPattern(regex: "a*", path: "t"), "baac") == [0..<0, 1..<3, 4..<4])
    #expect(matches(try TextPattern(regex: "", path: "t"), "é") == [0..<0, 2..<2])
    #expect(matches(TextPattern(literal: []), "é中") == [0..<0, 2..<2, 5..<5])
    #expect(matches(TextPattern(literal: []), "") == [])
    #expect(matches(try TextPattern(regex: "a*", path: "t"), "") == [])
  }

  @Test("a literal is found from left to right, without overlaps")
  func literal() {
    #expect(matches(TextPattern(literal: Array("aa".utf8)), "aaaaa") == [0..<2, 2..<4])
    #expect(matches(TextPattern(literal: Array("aab".utf8)), "aaabaaab") == [1..<4, 5..<8])
    #expect(matches(TextPattern(literal: Array("abab".utf8)), "abaabababab") == [3..<7, 7..<11])
    #expect(matches(TextPattern(literal: Array("x".utf8)), "") == [])
  }

  @Test("a long literal that nearly fits everywhere is looked for in linear time")
  func hostileLiteral() {
    let pattern = TextPattern(literal: Array(repeating: 0x61, count: 50_000) + [0x62])
    #expect(matches(pattern, String(repeating: "a", count: 1_000_000)) == [])
  }

  @Test(
    "classes are those of the reference's engine, whatever the library's own tables say",
    arguments: [
      // Letters since Unicode 15 and 16.
      ("\\p{L}", "\u{10D4A}\u{1C89}1", ["\u{10D4A}", "\u{1C89}"]),
      // Not a letter to it yet.
      ("\\p{L}", "\u{88F}", []), ("\\w", "²é\u{301}_-", ["²", "é", "\u{301}", "_"]), ("[\\w]", "²é", ["é"]),
      ("\\s", "\u{85}\u{B}\u{200B}\u{3000}", ["\u{85}", "\u{B}", "\u{3000}"]), ("\\d", "4٤²", ["4", "٤"]),
      ("[[:punct:]]", "a+!€", ["+", "!", "€"]), ("\\p{Punct}", "a+!€", ["!"]), ("\\h", "fg", ["f"]),
      ("\\p{^L}|\\P{N}", "a1-", ["a", "1", "-"]), ("[\\p{L}&&[^a-y]]", "xyz", ["z"]),
      ("\\p{ script_extensions }|a", "a", ["refused"]),
    ]
  )
  func classes(regex: String, text: String, expected: [String]) throws {
    guard expected != ["refused"] else {
      #expect(throws: TokenizerError.self) { try TextPattern(regex: regex, path: "t") }
      return
    }
    #expect(try matches(regex, text).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test("syntax is read as Oniguruma reads it")
  func syntax() throws {
    #expect(try matches("^a$", "a\nab\na") == ["a", "a"])
    #expect(try matches("a|b(?i)c|d", "AbCDbd") == ["bC", "bd"])
    #expect(try matches("a.b", "a\nb") == [])
    #expect(try matches("(?m)a.b", "a\nb") == ["a\nb"])
    #expect(try matches("(?x) a b # comment", "ab") == ["ab"])
    #expect(try matches("a{,2}", "aaa") == ["aa", "a"])
    #expect(try matches("a{,}|b{1", "a{,}b{1") == ["a{,}", "b{1"])
    #expect(
      try matches("(?i:'s|k)", "'S'ſ\u{212A}").map { Array($0.utf8) }
        == ["'S", "'ſ", "\u{212A}"].map { Array($0.utf8) }
    )
    #expect(try matches("(?<=a|bc)d", "adbcdd") == ["d", "d"])
    #expect(try matches("(?<n>a)(?#c)(?>b+)", "abb") == ["abb"])
    #expect(try matches("a\\Z", "a\na\n") == ["a"])
  }

  @Test(
    "what has no exact equivalent is refused by name",
    arguments: [
      ("a\\Kb", "\\K"), ("\\Ga", "\\G"), ("\\X", "\\X"), ("(a)\\1", "\\1"), ("(?<a>b)\\k<a>", "\\k"), ("\\Qa", "\\Q"),
      ("(?~ab)", "(?~"), ("(?(1)a)", "(?("), ("(?{a})", "(?{"), ("(*FAIL)", "(*"), ("(?s:.)", "the option (?s"),
      ("(?W)a", "the option (?W"), ("\\pL", "\\p without {}"), ("\\p{Foo}", "\\p{Foo}"),
      ("\\xFF", "\\x without a character of ASCII"),
      ("a**", "a repetition that is repeated"), ("a{2}+", "an interval with + after it"),
      ("(?=a)*", "a repeated assertion"),
      ("a{3,1}", "an interval whose first number is the larger one"), ("[]a]", "a ] at the beginning of a class"),
      ("[[:foo:]]", "a [: that is no bracket of POSIX"),
      ("[a-\\d]", "a range in a class that does not end in a larger character"),
      ("(?i:ss)", "\"ss\" under (?i), which equals a text of another length,"),
      ("(?i)stra(?:ß)e", "\"ß\" under (?i), which equals a text of another length,"),
      ("(?i:[Ö-ü])", "a class under (?i) with a character that equals two,"), ("(", "a ( without a )"),
      (")", "a ) without a ("),
      ("[a", "a [ without a ]"), ("*a", "a * with nothing to repeat"), ("\\", "a backslash at the end"),
      ("(?<=a+)b", "lookbehind assertion is not fixed length"),
    ]
  )
  func refused(regex: String, construct: String) {
    let error = #expect(throws: TokenizerError.self) { try TextPattern(regex: regex, path: "t") }
    #expect(error?.code == .unsupported)
    #expect(error?.reason == "it uses \(construct) in the regular expression \(regex), which is not supported")
  }

  @Test("groups nested too deeply are refused before the stack is used up")
  func depth() {
    let regex = String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000)
    #expect(throws: TokenizerError.self) { try TextPattern(regex: regex, path: "t") }
    #expect(throws: TokenizerError.self) { try TextPattern(regex: String(repeating: "[", count: 100_000), path: "t") }
  }

  @Test("an expression that explodes is told as an error of the text, and a harmless text still works")
  func exploding() throws {
    let model = "\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]"
    let split = "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(a|a|aa)+$\"},\"behavior\":\"Isolated\",\"invert\":false}"
    let json = "{\"version\":\"1.0\",\"pre_tokenizer\":\(split),\"model\":{\(model)}}"
    let tokenizer = try Tokenizer(json: Array(json.utf8), name: "t")
    #expect(try tokenizer.encode("aaa") == [0, 0, 0])
    do throws(TokenizerError) {
      _ = try tokenizer.encode(String(repeating: "a", count: 2_000) + "!")
      Issue.record("it came to an end")
    } catch {
      #expect(error.code == .patternTooSlow)
      #expect(error.reason == "the regular expression (a|a|aa)+$ takes too many steps on this text")
      #expect(error.remedy == "Shorten the text, or simplify the expression in the tokenizer.")
      #expect(error.codeName == "tokenizer.pattern-too-slow")
    }
    #expect(try tokenizer.encode("aa") == [0, 0])
  }

  @Test("many matches that each need some steps do not add up to an error")
  func longText() throws {
    let text = String(repeating: "word1 ", count: 20_000)
    #expect(try matches("(?:[a-z]+?)(?=\\d)", text).count == 20_000)
  }

  @Test("the scanners' table agrees with the sets that expressions are translated to")
  func tables() {
    var counts = [0, 0, 0, 0]
    let sets = [
      RegexSets.categories(["L"]), RegexSets.categories(["N"]), RegexSets.categories(["M"]), RegexSets.whitespace,
    ]
    let flags: [RegexFlags.Flags] = [.letter, .number, .mark, .space]
    for scalar in 0..<UInt32(0x110000) where Unicode.Scalar(scalar) != nil {
      let found = RegexFlags.shared[scalar]
      for (index, flag) in flags.enumerated() where found.contains(flag) { counts[index] += 1 }
    }
    #expect(counts == [141_028, 1_911, 2_501, 25])
    #expect(sets.map { $0.ranges.reduce(0) { $0 + $1.count } } == counts)
    for set in sets {
      let index = sets.firstIndex(of: set) ?? 0
      #expect(set.ranges.allSatisfy { $0.allSatisfy { RegexFlags.shared[$0].contains(flags[index]) } })
    }
  }
}

import Findings
import TestKit
import Testing

@testable import Tokenizers

@Suite struct NormalizerTests {
  private static let strip = "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}"
  private static let bert =
    "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"strip_accents\":null,\"lowercase\":true}"

  /// The chain that distilled models of some years have: punctuation is set apart, and blanks are joined.
  private static func chain(_ first: String, _ spaced: (String) -> String) -> String {
    let punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".map { SampleNormalizer.replace("\($0)", spaced("\($0)")) }
    return SampleNormalizer.sequence(
      [first] + punctuation + [SampleNormalizer.replace("\\s+", " ", isRegex: true), strip]
    )
  }

  @Test("steps done as one give what they give one after the other, for any text")
  func joined() throws {
    let chains = [
      Self.chain(Self.bert) { " \($0) " }, Self.chain("{\"type\":\"NFC\"}") { "\($0) " },
      SampleNormalizer.sequence([
        SampleNormalizer.replace("a", "bc"), SampleNormalizer.replace("b", "ca"), SampleNormalizer.replace("c", ""),
        SampleNormalizer.replace(" ", "é b"), SampleNormalizer.replace("e", "ee"),
      ]),
      SampleNormalizer.sequence([
        SampleNormalizer.replace(".", ""), SampleNormalizer.replace(" {2,}", " ", isRegex: true),
        SampleNormalizer.replace("\\s+", " ", isRegex: true), SampleNormalizer.replace(" +", " ", isRegex: true),
      ]),
    ]
    var generator = RandomTexts(seed: 11)
    let texts = (0..<600).map { _ in generator.next() }
    var workspace = TokenizerWorkspace()
    for chain in chains {
      let steps = try SampleNormalizer.parse(chain)
      let simplified = steps.simplified
      for text in texts {
        let expected = steps.normalized(text, &workspace)
        let origin = workspace.originLength
        #expect(simplified.normalized(text, &workspace).utf8.elementsEqual(expected.utf8), "\(text.debugDescription)")
        #expect(workspace.originLength == origin, "\(text.debugDescription)")
      }
    }
  }

  @Test("only what is proved to be equal is joined: one-character literals, and the expressions for blanks")
  func simplified() throws {
    let long = try SampleNormalizer.parse(Self.chain("{\"type\":\"NFC\"}") { " \($0) " }).simplified
    guard case .sequence(let steps) = long, steps.count == 4, case .translate = steps[1],
      case .collapse(.whitespace) = steps[2]
    else {
      Issue.record("not joined: \(long)")
      return
    }
    for (pattern, content, isRegex) in [
      ("ab", "a", false), ("é", "e", false), ("a", "b", true), ("\\s+", "_", true), ("", "x", false),
    ] {
      let replace = try SampleNormalizer.parse(SampleNormalizer.replace(pattern, content, isRegex: isRegex))
      #expect(replace.simplified == replace)
    }
    // 2,048 letters for one are prepared, more are made step by step.
    let growing = try SampleNormalizer.parse(
      SampleNormalizer.sequence(Array(repeating: SampleNormalizer.replace("a", "aa"), count: 14))
    )
    guard case .sequence(let each) = growing.simplified else {
      Issue.record("joined, though one letter becomes 16,384")
      return
    }
    #expect(each.count == 2)
    #expect(try SampleNormalizer.parse(SampleNormalizer.sequence([])).simplified == .none)
  }

  @Test("a normalizer that is made to exhaust memory is refused")
  func growth() throws {
    var sample = SampleTokenizer()
    let doubling = SampleNormalizer.replace("a", "aa")
    sample.normalizer = SampleNormalizer.sequence(Array(repeating: doubling, count: 16))
    #expect(try Tokenizer(json: sample.json, name: "t").normalizer.growth == Normalizer.maximumGrowth)
    let charsmap = TinyCharsmap([("a", String(repeating: "b", count: 65_537))])
    for normalizer in [
      SampleNormalizer.sequence(Array(repeating: doubling, count: 17)), SampleNormalizer.precompiled(charsmap.bytes),
      SampleNormalizer.sequence(Array(repeating: "{\"type\":\"ByteLevel\"}", count: 40)),
    ] {
      sample.normalizer = normalizer
      let error = #expect(throws: TokenizerError.self) { try Tokenizer(json: sample.json, name: "t") }
      #expect(
        error?.reason == "it uses a normalizer that can make a text very many times as long, which is not supported"
      )
    }
  }

  @Test("a description that cannot be used is refused with what is wrong and where")
  func refused() {
    let cases: [(String, String)] = [
      ("{\"type\":\"Strip\",\"strip_left\":true}", "the Strip has no strip_right"),
      ("{\"type\":\"Strip\",\"strip_left\":1,\"strip_right\":true}", "expected true or false"),
      ("{\"type\":\"Prepend\"}", "the Prepend has no prepend"),
      ("{\"type\":\"Prepend\",\"prepend\":null}", "expected a string"),
      ("{\"type\":\"Prepend\",\"prepend\":\"a\",\"prepend\":\"b\"}", "\"prepend\" stands here twice"),
      ("{\"type\":\"Replace\",\"content\":\"\"}", "the Replace has no pattern"),
      ("{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"}}", "the Replace has no content"),
      ("{\"type\":\"Sequence\"}", "the Sequence has no normalizers"),
      ("{\"type\":\"Sequence\",\"normalizers\":{}}", "expected a list"),
      ("{\"type\":\"Precompiled\"}", "the Precompiled has no precompiled_charsmap"),
      ("{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"*\"}", "the precompiled_charsmap is not base64"),
      (
        "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\"}",
        "the precompiled_charsmap has 0 bytes and no size of its table"
      ),
    ]
    for (description, reason) in cases {
      let error = #expect(throws: TokenizerError.self) { try SampleNormalizer.parse(description) }
      #expect(error?.code == .malformed, "\(description)")
      #expect(error?.reason == reason, "\(description)")
      #expect(error?.location?.line == 2, "\(description)")
    }
    let unknown = #expect(throws: TokenizerError.self) {
      try SampleNormalizer.parse("{\"type\":\"Foo\",\"prepend\":\"x\"}")
    }
    #expect(unknown?.code == .unsupported)
    #expect(unknown?.reason == "it uses the normalizer Foo, which is not supported")
  }

  @Test("hostile texts take time in proportion to their length", .timeLimit(.minutes(2)))
  func longTexts() throws {
    let charsmap = TinyCharsmap([("a", "A"), ("\u{301}", ""), ("\u{600}", "")])
    let names = ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "ByteLevel"]
    let precompiled = SampleNormalizer.precompiled(charsmap.bytes)
    let descriptions =
      names.map { "{\"type\":\"\($0)\"}" } + [
        Self.bert, Self.strip, precompiled, SampleNormalizer.replace("aaab", "x"), SampleNormalizer.replace("", "x"),
        Self.chain(Self.bert) { " \($0) " }, SampleNormalizer.replace(" {2,}", " ", isRegex: true),
        SampleNormalizer.replace("a*", "x", isRegex: true),
      ]
    let units = [
      "a", " ", "\u{301}\u{316}", "\u{1100}", "\u{AC00}\u{11A8}", "\u{600}", "\u{200D}", "\u{915}\u{94D}", "\u{1}",
      "👩\u{200D}",
    ]
    var workspace = TokenizerWorkspace()
    func check(_ description: String, _ unit: String, size: Int) throws {
      let normalizer = try SampleNormalizer.parse(description).simplified
      let text = String(repeating: unit, count: size / unit.utf8.count)
      let result = normalizer.normalized(text, &workspace)
      #expect(result != "not UTF-8" && Double(result.utf8.count) <= Double(text.utf8.count) * normalizer.growth)
    }
    for description in descriptions {
      for unit in units { try check(description, unit, size: 1 << 14) }
    }
    for description in ["{\"type\":\"NFC\"}", precompiled, Self.bert] {
      for unit in ["\u{301}\u{316}", "👩\u{200D}"] { try check(description, unit, size: 1 << 20) }
    }
  }

  @Test("an expression that takes too many steps is told, and the text is left alone")
  func exhausted() throws {
    let slow = try SampleNormalizer.parse(
      SampleNormalizer.sequence([
        SampleNormalizer.replace("(a+)+$", "x", isRegex: true), "{\"type\":\"Prepend\",\"prepend\":\"y\"}",
      ])
    )
    var workspace = TokenizerWorkspace()
    let text = String(repeating: "a", count: 40) + "b"
    #expect(slow.normalized(text, &workspace) == text)
    #expect(workspace.fault == .exhausted(pattern: "(a+)+$"))
  }

  @Test("added tokens are looked for in the form that the normalizer gives them")
  func addedTokens() throws {
    var sample = SampleTokenizer(
      normalizer: SampleNormalizer.sequence([
        "{\"type\":\"NFKC\"}", "{\"type\":\"Lowercase\"}", SampleNormalizer.replace("-", ""),
      ]),
      addedTokens: "[\(SampleTokenizer.added("ＤＡＹ-x", normalized: true))]"
    )
    sample.preTokenizer = "null"
    let tokenizer = try Tokenizer(json: sample.json, name: "t")
    #expect(try tokenizer.encode("aDa-yXb").map { tokenizer.tokenString($0) } == ["a", "ＤＡＹ-x", "b"])
  }

  @Test("the tables hold what the reference was asked: 940 composites, Hangul, and its count of marks")
  func tables() throws {
    let data = NormalizationData.shared
    var workspace = TokenizerWorkspace()
    var marks = 0
    var composites = 0
    for value in 0..<UInt32(0x110000) {
      if data.flags(value).contains(.mark) { marks += 1 }
      guard data.flags(value).contains(.decomposes), let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      let decomposed = Normalizer.canonical(.decomposed).normalized(text, &workspace)
      let composed = Normalizer.canonical(.composed).normalized(decomposed, &workspace)
      if !decomposed.utf8.elementsEqual(text.utf8), composed.utf8.elementsEqual(text.utf8) { composites += 1 }
    }
    #expect(marks == 2_097)
    #expect(composites == 940 + 11_172)
    #expect(data.composition(0x41, 0x30A) == 0xC5)
    #expect(data.composition(0xAC00, 0x11A7) == nil)
    // A pair of a later Unicode.
    #expect(data.composition(0x105D2, 0x307) == nil)
  }
}

import Documents
import Testing

@Suite struct YAMLWriterTests {
  static func read(_ text: String) throws -> YAMLValue {
    func value(_ node: YAMLNode) throws -> YAMLValue {
      switch node.value {
      case .scalar(let text, .quoted): return .string(text)
      case .scalar(let text, .plain):
        switch (PlainScalar.kind(of: text, in: .core), PlainScalar.kind(of: text, in: .python)) {
        case (.string, .string): return .string(text)
        case (.boolean, .boolean): return .bool(text == "true")
        case (.integer, .integer), (.number, .number): return .number(text: text)
        default:
          Issue.record("`\(text)` is not the same to all readers")
          return .string(text)
        }
      case .sequence(let items): return .list(try items.map(value))
      case .mapping(let pairs): return .map(try pairs.map { ($0.name, try value($0.value)) })
      }
    }
    return try value(try YAMLNode.parse(text, file: "written.yaml"))
  }

  @Test("a card's front matter is written as people write it")
  func card() {
    let value = YAMLValue.map([
      ("language", .list([.string("en"), .string("no")])),
      ("license", .string("apache-2.0")),
      ("base_model", .string("Qwen/Qwen2.5-1.5B-Instruct")),
      ("tags", .list([])),
      ("inference", .bool(false)),
      (
        "model-index",
        .list([
          .map([
            ("name", .string("Tiny: a model 🚀")),
            ("results", .list([.map([("value", .number(text: "94.96")), ("args", .map([]))])])),
          ])
        ])
      ),
      ("nested", .list([.list([.string("a"), .list([.string("b")])]), .map([("k", .map([("deep", .string(""))]))])])),
    ])
    #expect(
      YAMLWriter.write(value) == """
        language:
        - en
        - "no"
        license: apache-2.0
        base_model: Qwen/Qwen2.5-1.5B-Instruct
        tags: []
        inference: false
        model-index:
        - name: "Tiny: a model 🚀"
          results:
          - value: 94.96
            args: {}
        nested:
        - - a
          - - b
        - k:
            deep: ""

        """
    )
  }

  static let awkward = [
    "", " ", "no", "Yes", "ON", "off", "y", "N", "null", "~", "NULL", "true", "False", "2025-10-18", "12:30:45",
    "5503434e12", "0o17", "017", "1_000", "1e5", "1e+2", "94.96", "-3", "+1", ".5", ".inf", "nan", ".NaN", "0x1F",
    " lead",
    "trail ", "- item", "-", "--", "---", "...", "--- x", "? q", "?", ": c", ":", "a: b", "a:", "a :b", "a #b", "#b",
    "a#b",
    "[x]", "{x}", "&a", "*a", "!t", "|", ">", "'q'", "\"q\"", "%d", "@a", "`b`", ",", "a,b", "<<", "=", "line\nbreak",
    "\n",
    "tab\there", "\r\n", "bell\u{7}", "\u{85}", "\u{2028}", "\u{FEFF}bom", "\u{FFFE}", "\u{1FFFE}", "back\\slash",
    "🚀 emoji",
    "👩‍🔬", "日本語", "é", "e\u{301}", "\u{A0}nbsp", "nbsp\u{A0}", "\u{3000}", "it's", "say \"hi\"", "1.2.3", "v1.0", "1.5B",
    "a - b", "x: ",
    "key: [1, 2]", "\u{7F}", "\u{9F}", "\u{E000}", "\u{10FFFF}", "=x", "null ", "0", "1,000", "::", "a::b",
    "http://x/y#z",
  ]

  @Test("every awkward text reads back as itself, as a value, as a key and in a list", arguments: awkward)
  func awkwardTexts(text: String) throws {
    let value = YAMLValue.map([
      ("v", .string(text)), ("l", .list([.string(text), .string(text)])), (text + "k", .string("x")),
      ("m", .map([(text, .list([.map([(text, .string(text))])]))])),
    ])
    #expect(try Self.read(YAMLWriter.write(value)) == value)
    #expect(try Self.read(YAMLWriter.write(.string(text))) == .string(text))
  }

  @Test("texts that some reader would take for something else are quoted")
  func quotes() {
    for text in [
      "no", "y", "~", "2025-10-18", "12:30:45", "5503434e12", "0o17", "017", "1_000", "1e5", "1.0", "#x", "a: b",
    ] {
      #expect(YAMLWriter.scalar(text) == "\"\(text)\"")
    }
    for text in ["en", "apache-2.0", "sentence-transformers", "a b", "Qwen/Qwen2.5-1.5B", "日本語", "🚀", "http://x/y#z"] {
      #expect(YAMLWriter.scalar(text) == text)
    }
    #expect(YAMLWriter.scalar("a\nb\u{7}\u{2028}\u{1FFFE}\"\\") == "\"a\\nb\\x07\\u2028\\U0001FFFE\\\"\\\\\"")
  }

  @Test(
    "a number that is not a plain decimal is kept as text",
    arguments: ["1e5", "", "nan", "1.", ".5", "01", "1 2", "x"]
  )
  func badNumber(text: String) {
    #expect(YAMLWriter.write(.number(text: text)) == "\"\(text)\"\n")
  }

  @Test("random trees read back as themselves")
  func randomTrees() throws {
    var random = Seeded(state: 7)
    for _ in 0..<300 {
      let value = Self.tree(&random, depth: 4)
      #expect(try Self.read(YAMLWriter.write(value)) == value)
    }
  }

  static func tree(_ random: inout Seeded, depth: Int) -> YAMLValue {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .bool(Bool.random(using: &random))
    case 1: return .number(text: NumberFormat.decimal(Double.random(in: -1000...1000, using: &random), places: 2))
    case 2: return .string(awkward.randomElement(using: &random) ?? "")
    case 3:
      let letters = Array("ab:#-\"'\n \\é🚀1,.[]{}&*!|>%@`?~=\t")
      return .string(
        String((0..<Int.random(in: 0..<8, using: &random)).compactMap { _ in letters.randomElement(using: &random) })
      )
    case 4: return .list((0..<Int.random(in: 0..<4, using: &random)).map { _ in tree(&random, depth: depth - 1) })
    default:
      return .map(
        (0..<Int.random(in: 0..<4, using: &random)).map {
          ("\(awkward.randomElement(using: &random) ?? "")\($0)", tree(&random, depth: depth - 1))
        }
      )
    }
  }
}

/// A small generator with a fixed seed, so that a failure can be repeated.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

import Documents
import Findings
import Testing

@Suite struct YAMLNodeTests {
  static func failure(_ text: String, limits: YAMLNode.Limits = .init()) -> DocumentError? {
    do throws(DocumentError) {
      _ = try YAMLNode.parse(text, file: "hfpub.yaml", limits: limits)
      return nil
    } catch {
      return error
    }
  }

  static func value(_ text: String) throws -> YAMLNode {
    try #require(try YAMLNode.parse("v: \(text)", file: "f").mapping(named: "f").optional("v"))
  }

  @Test("lists and mappings keep their order, styles and places")
  func tree() throws {
    let root = try YAMLNode.parse("# note\nñame: é x\nlist:\n- \"1\"\n- 1\n", file: "hfpub.yaml")
    let map = try root.mapping(named: "the manifest")
    #expect(map.keys == ["ñame", "list"])
    #expect(root.location == SourceLocation(file: "hfpub.yaml", line: 2, column: 1))
    // Characters count, not bytes.
    #expect(map.pairs[0].value.location == SourceLocation(file: "hfpub.yaml", line: 2, column: 7))
    let items = try map.required("list").sequence()
    #expect(items.map(\.value) == [.scalar("1", style: .quoted), .scalar("1", style: .plain)])
    #expect(items[1].location == SourceLocation(file: "hfpub.yaml", line: 5, column: 3))
  }

  @Test("front matter is placed in the lines of its file")
  func firstLine() throws {
    let root = try YAMLNode.parse("a: 1\nb: 2\n", file: "README.md", firstLine: 2)
    #expect(try root.mapping(named: "x").pairs[1].key.location.line == 3)
  }

  @Test(
    "an empty text, a comment and an empty document are nothing",
    arguments: ["", "# only\n", "---\n", "~", "null"]
  )
  func nothing(text: String) throws {
    #expect(try YAMLNode.parse(text, file: "f").isNull)
  }

  @Test("equal keys are refused with both lines")
  func duplicateKey() throws {
    let error = try #require(Self.failure("a: 1\nb: 2\n'a': 3\n"))
    #expect(
      error.description
        == "hfpub.yaml:3:1: error[document.duplicate-key]: cannot read the YAML of hfpub.yaml: "
        + "the key `a` stands twice, on line 1 and on line 3. Remove or rename one of them."
    )
  }

  @Test(
    "anchors, aliases and merge keys are refused",
    arguments: [
      ("a: &x 1\n", "the anchor `&x`", 4), ("a: *x\n", "the alias `*x`", 4),
      ("a: {<<: {b: 1}}\n", "the merge key `<<`", 5),
      ("a: &x [1]\n", "the anchor `&x`", 4), ("a: &x {b: 1}\n", "the anchor `&x`", 4),
    ]
  )
  func aliases(text: String, what: String, column: Int) throws {
    let error = try #require(Self.failure(text))
    #expect(error.code == .alias)
    #expect(error.reason == "\(what) is not supported, because readers of model cards do not agree on it")
    #expect(error.location == SourceLocation(file: "hfpub.yaml", line: 1, column: column))
  }

  @Test("a quoted `<<` is a key like any other")
  func quotedMerge() throws {
    #expect(try YAMLNode.parse("'<<': 1", file: "f").mapping(named: "f").keys == ["<<"])
  }

  @Test(
    "tags outside the core set are refused",
    arguments: [
      "!!python/tuple [1]", "!Ref x", "!!binary aGk=", "!!set {a}", "!!seq x", "!!str {a: 1}", "!!omap [a: 1]",
    ]
  )
  func unknownTag(text: String) throws {
    let error = try #require(Self.failure("k: \(text)"))
    #expect(error.code == .unknownTag)
    #expect(error.location == SourceLocation(file: "hfpub.yaml", line: 1, column: 4))
  }

  @Test("a core tag is taken: `!!str` makes a text, the others leave a plain scalar")
  func coreTags() throws {
    #expect(try Self.value("!!str no").string() == "no")
    #expect(try Self.value("! no").string() == "no")
    #expect(try Self.value("!!int 5").int() == 5)
    #expect(try Self.value("!!seq [a]").strings() == ["a"])
  }

  @Test("a second document is refused at its first line")
  func severalDocuments() throws {
    let error = try #require(Self.failure("a: 1\n---\nb: 2\n"))
    #expect(error.code == .severalDocuments)
    #expect(error.location?.line == 2)
    #expect(Self.failure("---\na: 1\n...\n") == nil)
  }

  @Test("depth and size are bounded")
  func bounds() throws {
    let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(Self.failure(deepest) == nil)
    let error = try #require(Self.failure("[\(deepest)]"))
    #expect(error.code == .tooLarge)
    #expect(error.reason == "lists and mappings are nested deeper than 64 levels")
    #expect(Self.failure(String(repeating: "{a: ", count: 100_000))?.code == .tooLarge)
    var limits = YAMLNode.Limits()
    limits.bytes = 3
    let large = try #require(Self.failure("abcd", limits: limits))
    #expect(large.reason == "it has 4 bytes, more than the 3 that are read")
  }

  @Test(
    "what is not YAML is told with line and column",
    arguments: [
      ("a: b: c\n", 1, 5), ("a: 1\n\tb: 2\n", 2, 1), ("a: \"x\n", 2, 1), ("- a\nb: 1\n", 2, 1),
      ("a: [1, 2\nb: 1\n", 2, 2),
      ("k: @x\n", 1, 4), ("ok: 1\nö\u{7}k: 2\n", 2, 2), ("a: 'x' y\n", 1, 8),
    ]
  )
  func syntax(text: String, line: Int, column: Int) throws {
    let error = try #require(Self.failure(text))
    #expect(error.code == .yamlSyntax)
    #expect(error.location == SourceLocation(file: "hfpub.yaml", line: line, column: column), "\(error)")
  }

  @Test("a syntax error says what is wrong, and where an unclosed quote begins")
  func syntaxText() throws {
    let error = try #require(Self.failure("title: Tiny: a model\n"))
    #expect(
      error.description
        == "hfpub.yaml:1:12: error[document.yaml-syntax]: cannot read the YAML of hfpub.yaml: "
        + "mapping values are not allowed in this context. "
        + "Correct the line; quotes around a text help when it holds `: `, ` #` or begins with a sign."
    )
    let unclosed = try #require(Self.failure("a: 1\nb: \"x\nc: 2\n"))
    #expect(unclosed.reason == "found unexpected end of stream while scanning a quoted scalar that begins on line 2")
  }

  @Test("an indenting tab is called a tab")
  func tab() throws {
    let error = try #require(Self.failure("a:\n\tb: 2\n"))
    #expect(error.reason == "a tab stands where only blanks may indent")
    #expect(error.remedy == "Indent with blanks.")
    #expect(error.location == SourceLocation(file: "hfpub.yaml", line: 2, column: 1))
  }

  @Test("a key that is a list or a mapping is refused")
  func complexKey() throws {
    let error = try #require(Self.failure("? [a]\n: 1\n"))
    #expect(error.reason == "a key must be a single word or text, but this one is a list")
  }

  @Test("no truncation of a document crashes the reader")
  func truncations() {
    let text = "a: {b: [1, \"x\\u00e9\", 'y'], c: |\n d\n}\n? e\n: &f !!str g\n--- *f\n"
    for length in 0...text.count { _ = Self.failure(String(text.prefix(length))) }
  }
}

@Suite struct YAMLReadingTests {
  static func failure<T>(_ body: () throws -> T) -> DocumentError? {
    do {
      _ = try body()
      return nil
    } catch {
      return error as? DocumentError
    }
  }

  @Test("texts are taken plain or quoted, also when they look like numbers or dates")
  func strings() throws {
    for text in ["x", "1.0", "2025-10-18", "5503434e12", "a b"] {
      #expect(try YAMLNodeTests.value(text).string() == text)
      #expect(try YAMLNodeTests.value("'\(text)'").string() == text)
    }
    #expect(try YAMLNodeTests.value("'no'").string() == "no")
    #expect(try YAMLNodeTests.value("[a, 'b']").strings() == ["a", "b"])
  }

  @Test("a plain truth word is no text", arguments: ["no", "yes", "on", "off", "No", "OFF", "true", "False"])
  func truthWords(word: String) throws {
    let error = try #require(Self.failure { try YAMLNodeTests.value(word).string() })
    #expect(error.reason == "`\(word)` without quotes is a truth value to some readers, but a text is expected here")
    #expect(error.remedy == "Write \"\(word)\" in quotes.")
  }

  @Test("numbers are decimal and without quotes")
  func numbers() throws {
    #expect(try YAMLNodeTests.value("256").int() == 256)
    #expect(try YAMLNodeTests.value("-0").int() == 0)
    #expect(try YAMLNodeTests.value("+7").int() == 7)
    #expect(try YAMLNodeTests.value("1e-5").double() == 1e-5)
    #expect(try YAMLNodeTests.value("0.25").double() == 0.25)
    #expect(try YAMLNodeTests.value("-3").double() == -3)
    for text in ["017", "0o17", "0x1F", "1_000", "1.0", "'1'", "x", "", "[1]", "99999999999999999999"] {
      #expect(Self.failure { try YAMLNodeTests.value(text).int() }?.code == .wrongType, "\(text)")
    }
    for text in [".inf", ".nan", "1e999", "'1'", "1_0.5", "00.5", "nan", "inf", "0x1p3", ""] {
      #expect(Self.failure { try YAMLNodeTests.value(text).double() }?.code == .wrongType, "\(text)")
    }
  }

  @Test("truth values are `true` and `false` only")
  func truth() throws {
    #expect(try YAMLNodeTests.value("true").bool())
    #expect(try !YAMLNodeTests.value("false").bool())
    for text in ["yes", "True", "'true'", "1"] {
      let error = try #require(Self.failure { try YAMLNodeTests.value(text).bool() })
      #expect(error.remedy == "Write true or false, in small letters and without quotes.")
    }
  }

  @Test("a value of the wrong type is told with its place and what it is")
  func wrongType() throws {
    let root = try YAMLNode.parse("dims:\n  - 1\nname:\n", file: "hfpub.yaml").mapping(named: "the manifest")
    let error = try #require(Self.failure { try root.required("dims").int() })
    #expect(
      error.description
        == "hfpub.yaml:2:3: error[document.wrong-type]: cannot read the value in hfpub.yaml: a whole number is expected "
        + "here, but it is a list. Write it in decimal digits without quotes, such as 256."
    )
    let null = try #require(Self.failure { try root.required("name").string() })
    #expect(null.reason == "a text is expected here, but it is nothing")
    #expect(null.remedy == "Give a text. Remove the key if there is nothing to say.")
    let mapping = try #require(Self.failure { try root.required("dims").mapping(named: "`dims`") })
    #expect(mapping.problem == "cannot read `dims` in hfpub.yaml")
  }

  @Test("a missing key is told, with the misspelt one that may have been meant")
  func missingKey() throws {
    let root = try YAMLNode.parse("a: 1\nreposetory: x\n", file: "hfpub.yaml").mapping(named: "the manifest")
    let error = try #require(Self.failure { try root.required("repository") })
    #expect(
      error.description
        == "hfpub.yaml:2:1: error[document.missing-key]: cannot read the manifest in hfpub.yaml: the key `repository` is "
        + "missing. Add it, or did you mean it with `reposetory`?"
    )
    #expect(Self.failure { try root.required("licence") }?.remedy == "Add it.")
    #expect(root.optional("repository") == nil)
  }

  @Test("an unknown key is told with the nearest known one")
  func unknownKey() throws {
    let root = try YAMLNode.parse("title: 1\nlicence: x\n", file: "hfpub.yaml").mapping(named: "the manifest")
    let error = try #require(Self.failure { try root.rejectUnknown(known: ["title", "license"]) })
    #expect(
      error.description
        == "hfpub.yaml:2:1: error[document.unknown-key]: cannot read the manifest in hfpub.yaml: the key `licence` is not "
        + "known. Did you mean `license`?"
    )
    #expect(Self.failure { try root.rejectUnknown(known: ["title"]) }?.remedy == "Known keys: title.")
    #expect(Self.failure { try root.rejectUnknown(known: ["title", "licence"]) } == nil)
  }
}

@Suite struct PlainScalarTests {
  @Test(
    "a plain scalar is what each dialect says",
    arguments: [
      ("no", .boolean, .string), ("On", .boolean, .string), ("true", .boolean, .boolean), ("y", .string, .string),
      ("2025-10-18", .date, .string), ("12:30:45", .integer, .string), ("5503434e12", .string, .number),
      ("1e5", .string, .number), ("1e+2", .string, .number), ("9.496e+1", .number, .number),
      ("0o17", .string, .integer),
      ("017", .integer, .integer), ("1_000", .integer, .string), ("0x1F", .integer, .integer),
      ("0b11", .integer, .string),
      ("94.96", .number, .number), (".5", .number, .number), ("-.5", .string, .number), ("1.", .number, .number),
      (".inf", .number, .number), (".", .string, .string), ("-", .string, .string), ("~", .null, .null),
      ("", .null, .null),
      ("190:20:30.15", .number, .string), ("2001-12-14t21:59:43.10-05:00", .date, .string), ("v1.2", .string, .string),
      ("2001-1-1", .string, .string), ("089", .string, .integer),
    ] as [(String, PlainScalar.Kind, PlainScalar.Kind)]
  )
  func kinds(text: String, python: PlainScalar.Kind, core: PlainScalar.Kind) {
    #expect(PlainScalar.kind(of: text, in: .python) == python)
    #expect(PlainScalar.kind(of: text, in: .core) == core)
    if python != .string || core != .string { #expect(PlainScalar.isAmbiguous(text)) }
  }
}

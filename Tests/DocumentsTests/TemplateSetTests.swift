import Documents
import Findings
import Testing

@Suite struct TemplateSetTests {
  static func failure(
    _ template: String,
    _ value: TemplateValue = [:],
    partials: [String: String] = [:],
    limits: TemplateSet.Limits = .init()
  ) -> DocumentError? {
    do throws(DocumentError) {
      var sources = partials
      sources["card.md"] = template
      _ = try TemplateSet(sources: sources).render("card.md", with: value, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test("a name without a value is an error with its place and the nearest name")
  func unknownName() throws {
    let error = try #require(Self.failure("# {{title}}\n\nné {{sumary}}\n", ["title": "x", "summary": "y"]))
    #expect(
      error.description
        == "card.md:3:4: error[document.unknown-name]: cannot render card.md: there is no value `sumary`. "
        + "Did you mean `summary`?"
    )
  }

  @Test("a part of a dotted name that is not there is an error with the whole name that was meant")
  func unknownPart() throws {
    let value: TemplateValue = ["model": ["rows": "1", "dimension": "256"]]
    let error = try #require(Self.failure("{{model.dimensions}}", value))
    #expect(error.reason == "there is no `dimensions` in `model`")
    #expect(error.remedy == "Did you mean `model.dimension`?")
    let repeated = try #require(Self.failure("{{a.a}}", ["a": ["b": "1"]]))
    #expect(repeated.reason == "there is no `a` in `a`")
    #expect(repeated.remedy == "Names here: b.")
    #expect(Self.failure("{{title.x}}", ["title": "t"])?.reason == "there is no `x` in `title`, which is a text")
  }

  @Test("the nearest name is looked for in everything in sight")
  func nearestInContext() throws {
    let value: TemplateValue = ["licence": "MIT", "rows": [["name": "a"]]]
    let error = try #require(Self.failure("{{#rows}}{{license}}{{/rows}}", value))
    #expect(error.remedy == "Did you mean `licence`?")
    #expect(Self.failure("{{x}}")?.remedy == "There are no names here.")
  }

  @Test("an unknown name is an error in a section and in an inverted section too")
  func unknownSection() {
    #expect(Self.failure("{{#flags}}{{/flags}}", ["flag": true])?.code == .unknownName)
    #expect(Self.failure("{{^flags}}{{/flags}}", ["flag": true])?.code == .unknownName)
  }

  @Test(
    "what is no text cannot be printed",
    arguments: [
      ("a list", TemplateValue.list(["x"])), ("an object", TemplateValue.object(["y": "z"])),
      ("a truth value", TemplateValue.bool(true)),
    ]
  )
  func notPrintable(kind: String, value: TemplateValue) throws {
    let error = try #require(Self.failure("a {{rows}}", ["rows": value]))
    #expect(error.code == .notPrintable)
    #expect(error.reason == "`rows` is \(kind), and only texts can be printed")
    #expect(error.remedy == "Use it as a section, {{#rows}}…{{/rows}}, or name one of its values.")
    #expect(error.location == SourceLocation(file: "card.md", line: 1, column: 3))
  }

  @Test(
    "a tag that means nothing is an error at its place",
    arguments: [
      "{{<parent}}", "{{$block}}", "{{*name}}", "{{%PRAGMA}}", "{{@index}}", "{{?x}}", "{{\"x\"}}", "{{ | }}",
    ]
  )
  func unknownModifier(tag: String) throws {
    let error = try #require(Self.failure("line\n  \(tag)"))
    #expect(error.code == .templateSyntax)
    #expect(error.reason.hasPrefix("the tag begins with `"))
    #expect(error.location == SourceLocation(file: "card.md", line: 2, column: 3))
  }

  @Test(
    "a malformed tag is an error that says what is wrong",
    arguments: [
      ("{{", "the tag is not closed"), ("a {{name", "the tag is not closed"), ("{{{name}}", "the tag is not closed"),
      ("{{=<% %>}}", "the tag is not closed"), ("{{}}", "the tag is empty"), ("{{ }}", "the tag is empty"),
      ("{{#}}", "the tag has no name"), ("{{&}}", "the tag has no name"), ("{{>}}", "the tag has no name"),
      ("{{a b}}", "`a b` is not a name"), ("{{a..b}}", "`a..b` is not a name"), ("{{.a}}", "`.a` is not a name"),
      ("{{a|b}}", "`a|b` is not a name"), ("{{f(x)}}", "`f(x)` is not a name"),
      ("{{=<%=}}", "the tag does not set two delimiters"), ("{{=a b c=}}", "the tag does not set two delimiters"),
      ("{{#a}}x", "the section `a` is not closed"), ("{{/a}}", "the section `a` is closed but was not opened"),
      ("{{#a}}\n{{#b}}{{/a}}", "`a` is closed here, but `b`, opened on line 2, is still open"),
    ]
  )
  func malformed(template: String, reason: String) throws {
    let error = try #require(Self.failure(template, ["a": true, "b": true]))
    #expect(error.code == .templateSyntax)
    #expect(error.reason == reason)
    #expect(error.problem == "cannot read the template card.md")
  }

  @Test("an unclosed section is told at its opening tag")
  func unclosedPlace() {
    #expect(Self.failure("a\n b {{#rows}}\n")?.location == SourceLocation(file: "card.md", line: 2, column: 4))
  }

  @Test("a template that is not there is an error, also where it would not be reached")
  func unknownPartial() throws {
    let error = try #require(Self.failure("{{#no}}{{>tabel}}{{/no}}", ["no": false], partials: ["table": ""]))
    #expect(error.code == .unknownTemplate)
    #expect(error.reason == "there is no template `tabel`")
    #expect(error.remedy == "Did you mean `table`?")
    #expect(error.location == SourceLocation(file: "card.md", line: 1, column: 8))
    #expect(throws: DocumentError.self) { try TemplateSet(sources: ["a": ""]).render("b", with: [:]) }
  }

  @Test("templates that include one another without end are refused")
  func recursion() throws {
    let error = try #require(Self.failure("{{>other}}", partials: ["other": "x{{>card.md}}"]))
    #expect(error.code == .templateRecursion)
    #expect(error.reason == "templates include one another more than 32 levels deep, here `card.md`")
  }

  @Test("output and steps are bounded")
  func bounds() throws {
    var limits = TemplateSet.Limits()
    limits.outputBytes = 10
    let large = try #require(Self.failure("{{#a}}0123456789{{/a}}", ["a": ["", ""]], limits: limits))
    #expect(large.code == .tooLarge)
    #expect(large.reason == "the output exceeds 10 B")
    limits = TemplateSet.Limits()
    limits.steps = 1000
    let list = TemplateValue.list(Array(repeating: "", count: 40))
    let nested = try #require(
      Self.failure(
        "{{#a}}{{#a}}{{/a}}{{#a}}{{/a}}{{/a}}{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}",
        ["a": list],
        limits: limits
      )
    )
    #expect(nested.reason == "it takes more than 1,000 steps")
    let deep = String(repeating: "{{#a}}", count: 65) + String(repeating: "{{/a}}", count: 65)
    #expect(Self.failure(deep, ["a": true])?.reason == "sections are nested deeper than 64 levels")
  }

  @Test("rows of a table stand on lines of their own, without blank lines between them")
  func tableRows() throws {
    let template = "| a | b |\n| - | - |\n{{#rows}}\n{{>row}}\n{{/rows}}\n\nAfter.\n"
    let set = try TemplateSet(sources: ["card.md": template, "row": "| {{a}} | {{b}} |\n"])
    let text = try set.render("card.md", with: ["rows": [["a": "1", "b": "<2>"], ["a": "3", "b": "&"]]])
    #expect(text == "| a | b |\n| - | - |\n| 1 | <2> |\n| 3 | & |\n\nAfter.\n")
  }

  @Test("a partial's lines are indented as its tag is, through several levels; empty lines and values are not")
  func indentation() throws {
    let set = try TemplateSet(sources: [
      "card.md": "list:\n  {{>outer}}\n", "outer": "a\n\n{{>inner}}\n  {{>inner}}\nx {{>inner}}",
      "inner": "{{text}}\n{{#yes}}\nb\n{{/yes}}\n",
    ])
    let text = try set.render("card.md", with: ["text": "1\n2", "yes": true])
    #expect(text == "list:\n  a\n\n  1\n2\n  b\n    1\n2\n    b\n  x 1\n2\nb\n")
  }

  @Test("a section over a text renders once with the text as current item, unless the text is empty")
  func textSection() throws {
    let set = try TemplateSet(sources: ["t": "{{#note}}({{.}}){{/note}}{{^note}}-{{/note}}"])
    #expect(try set.render("t", with: ["note": "n"]) == "(n)")
    #expect(try set.render("t", with: ["note": ""]) == "-")
  }

  @Test("truth is: true, a text, a list with items, every object")
  func truth() {
    #expect(TemplateValue.bool(true).isTrue && TemplateValue.string("0").isTrue && TemplateValue.object([:]).isTrue)
    #expect(TemplateValue.list([false]).isTrue)
    #expect(!TemplateValue.bool(false).isTrue && !TemplateValue.string("").isTrue && !TemplateValue.list([]).isTrue)
  }

  @Test("other delimiters let double braces stand in the output")
  func delimiters() throws {
    let set = try TemplateSet(sources: ["t": "{{=<% %>=}}{{ x }} <%x%> <%&x%> <%{x}%><%={{ }}=%> {{x}}"])
    #expect(try set.render("t", with: ["x": "1"]) == "{{ x }} 1 1 1 1")
  }

  @Test("the first of several errors is the same every time, whatever the order of the sources")
  func deterministicErrors() {
    for _ in 0..<10 {
      #expect(Self.failure("", partials: ["a": "{{", "b": "{{", "c": "{{>q}}"])?.location?.file == "a")
    }
  }

  @Test("control characters of a template do not reach the message")
  func hostileNames() throws {
    let error = try #require(Self.failure("{{a\u{1B}[31m}}"))
    #expect(error.reason == "`a\\u{1B}[31m` is not a name")
  }
}

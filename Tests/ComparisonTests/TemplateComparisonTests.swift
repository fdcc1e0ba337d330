import Archive
import Documents
import Files
import Foundation
import Testing

/// Templates, YAML and archives as implementations see them that we did not write: pystache, PyYAML, Python's own
/// `tarfile` and `zipfile`.
@Suite(.enabled(if: PythonOracle.interpreter != nil, "needs HFPUB_PYTHON with pystache and PyYAML"))
struct TemplateComparisonTests {
  @Test("random templates give the text that pystache gives", arguments: [1, 2, 3] as [UInt64])
  func templates(seed: UInt64) throws {
    var maker = TemplateMaker(seed: seed)
    let cases = (0..<400).map { _ in maker.make() }
    let expected: [String] = try PythonOracle.ask(
      """
      import pystache
      renderer = lambda partials: pystache.Renderer(escape=lambda text: text, partials=partials, missing_tags="strict")
      answer = [renderer(c["sources"]).render(c["sources"]["main"], c["data"]) for c in question]
      """,
      about: cases
    )
    #expect(expected.count == cases.count)
    var printed = 0
    for (made, text) in zip(cases, expected) {
      let ours = try TemplateSet(sources: made.sources).render("main", with: made.data.value)
      #expect(ours == text, "\(made.sources) with \(made.data)")
      printed += text.utf8.count
    }
    // Templates that print nothing would compare nothing.
    #expect(printed > 10_000)
  }

  @Test("PyYAML reads back what the writer writes, with the same types", arguments: [1, 2, 3] as [UInt64])
  func yaml(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let values = YAMLMaker.awkward.map { JSONText.text($0) } + (0..<600).map { _ in YAMLMaker.make(&random, depth: 4) }
    let read: [JSONText] = try PythonOracle.ask(
      """
      import datetime, yaml
      def plain(value):
          if isinstance(value, bool) or value is None: return value
          if isinstance(value, str): return value
          if isinstance(value, (int, float)): return {"number": repr(value)}
          if isinstance(value, list): return [plain(item) for item in value]
          if isinstance(value, dict):
              assert all(isinstance(key, str) for key in value), value
              return {"map": [[key, plain(item)] for key, item in value.items()]}
          return "%s %s" % (type(value), value)
      answer = [plain(yaml.safe_load(text)) for text in question]
      """,
      about: values.map { YAMLWriter.write($0.yaml) }
    )
    #expect(read.count == values.count)
    for (value, read) in zip(values, read) { #expect(read == value, "\(YAMLWriter.write(value.yaml))") }
  }

  @Test("a plain scalar's kind is the type that PyYAML gives it")
  func plainScalars() throws {
    var random = SplitMix(state: 4)
    let alphabet = Array("0123456789+-.:eExXob_ aTZfinN")
    var texts = YAMLMaker.awkward + ["yes", "YES", "On", "oFF", "0b1_0", "1:2:3.4", "2001-12-14t21:59:43.10-05:00"]
    texts += (0..<20_000).map { _ in
      String((0..<Int.random(in: 1..<7, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) })
    }
    let kinds: [String] = try PythonOracle.ask(
      """
      import yaml
      resolver = yaml.SafeLoader("")
      names = {"str": "string", "int": "whole number", "float": "number", "bool": "truth value", "null": "null",
               "timestamp": "date", "merge": "merge", "value": "value"}
      answer = [names[resolver.resolve(yaml.ScalarNode, text, (True, False)).rsplit(":", 1)[1]] for text in question]
      """,
      about: texts
    )
    for (text, kind) in zip(texts, kinds) where kind != "merge" && kind != "value" {
      #expect(PlainScalar.kind(of: text, in: .python).rawValue == kind, "`\(text)`")
      if kind != "string" { #expect(PlainScalar.isAmbiguous(text), "`\(text)`") }
    }
  }

  @Test("tarfile and zipfile read the archives, with names, modes and times", arguments: ArchiveFormat.allCases)
  func archives(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.\(format.rawValue)"
    let names = ["a.txt", "größe/日本語 🚀.txt", String(repeating: "long-folder/", count: 20) + "x", "empty", "run.py"]
    let entries = names.map { name in
      ArchiveEntry(
        path: name,
        source: .bytes(name == "empty" ? [] : Array(name.utf8)),
        isExecutable: name == "run.py"
      )
    }
    try ArchiveWriter.write(entries, format: format, to: path)
    let read: [[String]] = try PythonOracle.ask(
      """
      import tarfile, zipfile
      answer = []
      if question.endswith(".zip"):
          with zipfile.ZipFile(question) as archive:
              assert archive.testzip() is None
              for entry in archive.infolist():
                  answer.append([entry.filename, archive.read(entry).decode(), oct(entry.external_attr >> 16),
                                 "%d-%d-%d %d:%d:%d" % entry.date_time])
      else:
          with tarfile.open(question) as archive:
              for entry in archive:
                  assert (entry.uid, entry.gid, entry.uname, entry.gname) == (0, 0, "", ""), entry
                  answer.append([entry.name, archive.extractfile(entry).read().decode(), oct(entry.mode | 0o100000),
                                 "1980-1-1 0:0:0" if entry.mtime == 315532800 else str(entry.mtime)])
      """,
      about: path
    )
    let expected = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
      [$0, $0 == "empty" ? "" : $0, $0 == "run.py" ? "0o100755" : "0o100644", "1980-1-1 0:0:0"]
    }
    #expect(read == expected)
  }
}

/// Asks the Python interpreter of the comparison environment.
private enum PythonOracle {
  static let interpreter = ProcessInfo.processInfo.environment["HFPUB_PYTHON"]

  /// Runs a program that finds `question` and sets `answer`, both as JSON.
  static func ask<Question: Encodable, Answer: Decodable>(_ program: String, about question: Question) throws -> Answer
  {
    let folder = try TemporaryFolder()
    let text = """
      import json, sys
      question = json.load(open(sys.argv[1], encoding="utf-8"))["value"]
      \(program)
      json.dump(answer, open(sys.argv[2], "w", encoding="utf-8"))
      """
    let encoded = Array(try JSONEncoder().encode(["value": question]))
    try LocalFiles.writeAtomically(encoded, to: "\(folder.path)/question.json")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(interpreter))
    process.arguments = ["-c", text, "\(folder.path)/question.json", "\(folder.path)/answer.json"]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(complaint)")
    return try JSONDecoder().decode(Answer.self, from: Data(try LocalFiles.read("\(folder.path)/answer.json")))
  }
}

/// A generator with a fixed seed, so that a difference can be found again.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Data of a template that can be sent as JSON.
private indirect enum TemplateData: Encodable {
  case text(String)
  case truth(Bool)
  case list([TemplateData])
  case object([String: TemplateData])

  var value: TemplateValue {
    switch self {
    case .text(let text): .string(text)
    case .truth(let truth): .bool(truth)
    case .list(let items): .list(items.map(\.value))
    case .object(let names): .object(names.mapValues(\.value))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .truth(let truth): try container.encode(truth)
    case .list(let items): try container.encode(items)
    case .object(let names): try container.encode(names)
    }
  }
}

/// Makes random templates that are right by construction, and data for them.
private struct TemplateMaker {
  struct Case: Encodable {
    var sources: [String: String]
    var data: TemplateData
  }

  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  mutating func make() -> Case {
    var sources: [String: String] = [:]
    // A partial may include the later ones only; its names are those of the whole, seen from everywhere.
    for (index, name) in ["p0", "p1", "p2"].enumerated() {
      sources[name] = body(depth: 2, partials: index + 1..<3, hasItem: false, hasRow: false)
    }
    sources["main"] = body(depth: 3, partials: 0..<3, hasItem: false, hasRow: false)
    return Case(sources: sources.mapValues(Self.withoutTrailingBlanks), data: data())
  }

  /// pystache does not take a tag for alone on its line when blanks follow, and indents lines that hold nothing but a
  /// carriage return; both are outside the comparison.
  private static func withoutTrailingBlanks(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }.joined(separator: "\n")
  }

  private mutating func data() -> TemplateData {
    var rows: [TemplateData] = []
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      rows.append(.object(["name": .text(text()), "title": .text(text()), "flag": .truth(.random(using: &random))]))
    }
    let words = (0..<Int.random(in: 0..<4, using: &random)).map { _ in TemplateData.text(text()) }
    return .object([
      "title": .text(text()), "note": .text(Bool.random(using: &random) ? "" : text()), "rows": .list(rows),
      "words": .list(words), "none": .list([]), "yes": .truth(true), "no": .truth(false),
      "model": .object(["id": .text(text()), "size": .object(["bytes": .text("1")]), "tags": .list(words)]),
    ])
  }

  private mutating func text() -> String {
    pick([
      "x", "a & b", "<b>\"q\"</b>", "{{title}}", "two\nlines", " blank ", "é日🚀", "|", "{{#yes}}", "end\n", "$1 \\1",
    ])
  }

  private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

  private mutating func body(depth: Int, partials: Range<Int>, hasItem: Bool, hasRow: Bool) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 1..<6, using: &random) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0...2:
        text += pick(["word", "a\n", "\n", "  ", "# H\n\n", "| c |\n", "é🚀", "}", "{ ", "\t", "- i\n", "line\n"])
      case 3...4: text += variable(hasItem: hasItem, hasRow: hasRow)
      case 5: text += placed("{{! a note\n of two lines }}")
      case 6:
        if let partial = partials.randomElement(using: &random) { text += placed("{{>\(pick(["", " "]))p\(partial)}}") }
      case 7: text += placed("{{=<% %>=}}") + "<% title %>" + placed("<%={{ }}=%>")
      default:
        if depth > 0 { text += section(depth: depth - 1, partials: partials, hasRow: hasRow) }
      }
    }
    return text
  }

  private mutating func variable(hasItem: Bool, hasRow: Bool) -> String {
    var names = ["title", "note", "model.id", "model.size.bytes"]
    if hasItem { names += [".", "."] }
    if hasRow { names += ["name", "name"] }
    let name = pick(names)
    return pick(["{{\(name)}}", "{{ \(name) }}", "{{{\(name)}}}", "{{&\(name)}}", "{{& \(name) }}"])
  }

  private mutating func section(depth: Int, partials: Range<Int>, hasRow: Bool) -> String {
    let name = pick(["rows", "words", "none", "yes", "no", "note", "model", "model.size", "model.tags"])
    if Int.random(in: 0..<3, using: &random) == 0 {
      let inner = body(depth: depth, partials: partials, hasItem: false, hasRow: hasRow)
      return placed("{{^\(name)}}") + inner + placed("{{/\(name)}}")
    }
    let isText = ["words", "note", "model.tags"].contains(name)
    let inner = body(depth: depth, partials: partials, hasItem: isText, hasRow: hasRow || name == "rows")
    return placed("{{#\(name)}}") + inner + placed("{{/\(name)}}")
  }

  /// The tag inside a line or, indented or not, on a line of its own.
  private mutating func placed(_ tag: String) -> String {
    pick([tag, "\n\(tag)\n", "\n  \(tag)\n", "\n\t\(tag)\n", " \(tag)"])
  }
}

/// A value as Python gives it back: texts and truth values as they are, numbers as their text, maps as pairs.
private indirect enum JSONText: Codable, Equatable {
  case text(String)
  case number(String)
  case truth(Bool)
  case list([JSONText])
  case map([Pair])
  case other

  struct Pair: Codable, Equatable {
    var key: String
    var value: JSONText

    init(_ key: String, _ value: JSONText) {
      self.key = key
      self.value = value
    }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      key = try container.decode(String.self)
      value = try container.decode(JSONText.self)
    }
  }

  var yaml: YAMLValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let text): .number(text: text)
    case .truth(let truth): .bool(truth)
    case .list(let items): .list(items.map(\.yaml))
    case .map(let pairs): .map(pairs.map { ($0.key, $0.value.yaml) })
    case .other: .string("")
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let truth = try? container.decode(Bool.self) {
      self = .truth(truth)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let items = try? container.decode([JSONText].self) {
      self = .list(items)
    } else if let number = try? container.decode([String: String].self), let text = number["number"] {
      self = .number(text)
    } else if let pairs = try? container.decode([String: [Pair]].self), let map = pairs["map"] {
      self = .map(map)
    } else {
      self = .other
    }
  }

  func encode(to encoder: any Encoder) throws {}
}

/// Makes random trees for the writer out of texts that readers like to misunderstand.
private enum YAMLMaker {
  static let awkward = [
    "", " ", "no", "Yes", "y", "N", "null", "~", "true", "2025-10-18", "12:30:45", "5503434e12", "0o17", "017", "1_000",
    "1e5", "94.96", ".5", ".inf", ".NaN", "0x1F", " lead", "trail ", "- item", "-", "---", "...", "? q", ":", "a: b",
    "a:", "a #b", "#b", "[x]", "{x}", "&a", "*a", "!t", "|", ">", "'q'", "\"q\"", "%d", "@a", "`b`", ",", "<<", "=",
    "line\nbreak", "\n", "tab\there", "\r\n", "bell\u{7}", "\u{85}", "\u{2028}", "\u{FEFF}bom", "\u{FFFE}", "\u{1FFFE}",
    "back\\slash", "🚀 emoji", "👩‍🔬", "日本語", "e\u{301}", "\u{A0}nbsp", "nbsp\u{A0}", "\u{3000}", "\u{7F}", "\u{9F}",
    "\u{E000}", "\u{10FFFF}", "it's", "1.5B", "a - b", "key: [1, 2]", "null ", "0", "1,000", "a::b", "http://x/y#z",
    "-.5", "+", ".", "1.", "- ", "a\u{0}b", String(repeating: "long text ", count: 60),
  ]

  static func make(_ random: inout SplitMix, depth: Int) -> JSONText {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .truth(.random(using: &random))
    case 1: return .number(String(Int.random(in: -1_000_000...1_000_000, using: &random)))
    case 2: return .text(awkward.randomElement(using: &random) ?? "")
    case 3:
      let letters = Array("ab:#-\"'\n \\é🚀1,.[]{}&*!|>%@`?~=\t")
      let length = Int.random(in: 0..<8, using: &random)
      return .text(String((0..<length).compactMap { _ in letters.randomElement(using: &random) }))
    case 4: return .list((0..<Int.random(in: 0..<4, using: &random)).map { _ in make(&random, depth: depth - 1) })
    default:
      return .map(
        (0..<Int.random(in: 0..<4, using: &random)).map {
          JSONText.Pair("\(awkward.randomElement(using: &random) ?? "")\($0)", make(&random, depth: depth - 1))
        }
      )
    }
  }
}

import Documents
import EmbeddingCore
import Files
import Foundation
import TestKit
import Testing

private let demoScript = "instruction_awareness_demo.py"
private let useCaseScript = "real_world_use_cases.py"

/// The example scripts of the publications, run as a reader of the card would, beside our own embedding core.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct ExampleScriptTests {
  private static let publication = "\(Fixture.root)/Publication/qwen25-deposium-1024d"
  private static let sample = "\(SampleCopy.original)/model"

  /// The sample model whole, cut until every cosine is 1 or −1, and with one and the same vector for every text.
  enum Model: String, CaseIterable {
    case whole, oneDimension, alike

    func open(in folder: TemporaryFolder) throws -> Measurer {
      guard self != .whole else { return Measurer(model: try StaticModel(folder: sample), folder: sample) }
      let path = "\(folder.path)/model"
      if self == .oneDimension {
        try StaticModel(folder: sample, options: ModelOptions(dimension: 1)).save(to: path)
      } else {
        try FileManager.default.copyItem(atPath: sample, toPath: path)
        var bytes = try LocalFiles.read("\(path)/model.safetensors", limit: 1 << 30)
        let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        for index in (8 + header)..<bytes.count { bytes[index] = 1 }
        try LocalFiles.writeAtomically(bytes, to: "\(path)/model.safetensors")
      }
      return Measurer(model: try StaticModel(folder: path), folder: path)
    }
  }

  /// What our embedding core measures.
  struct Measurer {
    var model: StaticModel
    var folder: String

    func dot(_ a: String, _ b: String) throws -> Double {
      let (a, b) = (try model.encode(a, rounding: .asStored), try model.encode(b, rounding: .asStored))
      return zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    func cosine(_ a: String, _ b: String) throws -> Double {
      let norms = try dot(a, a) * dot(b, b)
      return norms == 0 ? 0 : try dot(a, b) / norms.squareRoot()
    }
  }

  struct Demo: Decodable {
    var model: String
    var dimensions: Int
    var demonstrations: [Demonstration]
    var suite: Suite

    struct Demonstration: Decodable {
      var name, instruction: String
      var ranking: [Candidate]
      var rank: Int
      var first: Bool
      var margin: Double
      var topicAlone: TopicAlone
    }
    struct Candidate: Decodable {
      var kind, text: String
      var cosine: Double
    }
    struct TopicAlone: Decodable {
      var topic: String
      var cosines: [Double]
      var rank: Int
      var first: Bool
      var margin: Double
    }
    struct Suite: Decodable {
      var pairs: [Pair]
      var shuffledCount, firstCount: Int
      var mean, shuffledMean, margin, auc: Double
    }
    struct Pair: Decodable {
      var instruction, keywords: String
      var cosine, bestOther: Double
      var rank: Int
    }
  }

  struct UseCases: Decodable {
    var dimensions: Int
    var useCases: [UseCase]

    struct UseCase: Decodable {
      var name: String
      var queries: [Query]
      var firstCount: Int
      var firstCountByChance, rightMean, wrongMean, difference: Double
      var unanswerable: Unanswerable?
    }
    struct Query: Decodable {
      var query: String
      var ranking: [Candidate]
      var ranks: [Int]
      var first: Bool
      var margin: Double
    }
    struct Candidate: Decodable {
      var text: String
      var right: Bool
      var cosine: Double
    }
    struct Unanswerable: Decodable {
      struct Question: Decodable {
        var query, text: String
        var cosine: Double
      }
      var queries: [Question]
      var lowestRight, highest: Double
      var separable: Bool
    }
  }

  private static func run(_ script: String, _ arguments: [String]) async throws -> String {
    let folder = try TemporaryFolder()
    return try await Python.run(
      ["\(publication)/examples/\(script)"] + arguments,
      in: folder.path,
      environment: ["HF_HUB_OFFLINE": "1"]
    )
  }

  private static func json<T: Decodable>(_ type: T.Type, _ script: String, model: String) async throws -> T {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(try await run(script, ["--model", model, "--json"]).utf8))
  }

  private static func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 2e-6 }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// The numbers with four decimals in a script's text after its first line, which names the model's folder.
  private static func numbers(_ text: String) -> [Double] {
    text.split(separator: "\n").dropFirst().joined(separator: "\n").matches(of: /[+-]?\d\.\d{4}(?!\d)/)
      .compactMap { Double($0.output) }
  }

  /// The answers after a label that asks whether something came first.
  private static func answers(_ text: String, _ labels: String...) -> [Bool] {
    text.split(separator: "\n").compactMap { line in
      let line = line.drop { $0 == " " }
      guard let label = labels.first(where: { line.hasPrefix($0) }) else { return nil }
      return line.dropFirst(label.count).drop { $0 == " " }.hasPrefix("yes")
    }
  }

  private static func expectSameNumbers(_ printed: [Double], _ measured: [Double]) {
    #expect(printed.count == measured.count)
    for (index, pair) in zip(printed, measured).enumerated() {
      #expect(abs(pair.0 - pair.1) <= 1e-4, "number \(index): \(pair)")
    }
  }

  private static func expectReadable(_ text: String) {
    for line in text.split(separator: "\n").dropFirst() {
      #expect(line.count <= 80 && line.last != " ", "\(line)")
    }
  }

  @Test("what the instruction demonstration measures is what our embedding core gives", arguments: Model.allCases)
  func demonstration(model: Model) async throws {
    let folder = try TemporaryFolder()
    let ours = try model.open(in: folder)
    let found = try await Self.json(Demo.self, demoScript, model: ours.folder)
    #expect(found.model == ours.folder)
    #expect(found.dimensions == ours.model.dimension)
    #expect(found.demonstrations.map(\.name) == ["Explain", "Find", "Summarize", "How do I"])
    for item in found.demonstrations {
      #expect(Set(item.ranking.map(\.kind)) == ["right", "same topic", "same verb", "unrelated"])
      for candidate in item.ranking {
        #expect(Self.near(candidate.cosine, try ours.cosine(item.instruction, candidate.text)))
      }
      #expect(item.ranking.map(\.cosine) == item.ranking.map(\.cosine).sorted(by: >))
      let right = try #require(item.ranking.first { $0.kind == "right" }?.text)
      let others = item.ranking.filter { $0.kind != "right" }.map(\.text)
      for (query, rank, first, margin) in [
        (item.instruction, item.rank, item.first, item.margin),
        (item.topicAlone.topic, item.topicAlone.rank, item.topicAlone.first, item.topicAlone.margin),
      ] {
        let score = try ours.cosine(query, right)
        let rivals = try others.map { try ours.cosine(query, $0) }
        #expect(Self.near(margin, score - (rivals.max() ?? .nan)))
        #expect(rank == 1 + rivals.count { $0 >= score - 1e-9 }, "a tie counts against the right text")
        #expect(first == (rank == 1))
      }
    }

    let suite = found.suite
    let texts = suite.pairs.map { ($0.instruction, $0.keywords) }
    var shuffled: [Double] = []
    for (index, pair) in suite.pairs.enumerated() {
      #expect(Self.near(pair.cosine, try ours.cosine(pair.instruction, pair.keywords)))
      let others = try texts.indices.filter { $0 != index }.map { try ours.cosine(pair.instruction, texts[$0].1) }
      #expect(Self.near(pair.bestOther, others.max() ?? .nan))
      #expect(pair.rank == 1 + others.count { $0 >= pair.cosine - 1e-9 })
      shuffled += others
    }
    #expect(suite.shuffledCount == shuffled.count && shuffled.count == 42)
    #expect(Self.near(suite.mean, Self.mean(suite.pairs.map(\.cosine))))
    #expect(Self.near(suite.shuffledMean, Self.mean(shuffled)))
    #expect(Self.near(suite.margin, suite.mean - suite.shuffledMean))
    #expect(suite.firstCount == suite.pairs.count { $0.rank == 1 })
    let wins = suite.pairs.flatMap { pair in
      shuffled.map { abs($0 - pair.cosine) < 1e-9 ? 0.5 : $0 < pair.cosine ? 1 : 0 }
    }
    #expect(Self.near(suite.auc, Self.mean(wins)))

    let text = try await Self.run(demoScript, ["--model", ours.folder])
    Self.expectReadable(text)
    Self.expectSameNumbers(
      Self.numbers(text),
      found.demonstrations.flatMap { $0.ranking.map(\.cosine) + [$0.margin, $0.topicAlone.margin] }
        + suite.pairs.flatMap { [$0.cosine, $0.bestOther] }
        + [suite.mean, suite.shuffledMean, suite.margin, suite.auc]
    )
    #expect(Self.answers(text, "Right text first:") == found.demonstrations.map(\.first))
    #expect(Self.answers(text, "Control, topic alone:") == found.demonstrations.map(\.topicAlone.first))
  }

  @Test("what the use cases measure is what our embedding core gives", arguments: Model.allCases)
  func useCases(model: Model) async throws {
    let folder = try TemporaryFolder()
    let ours = try model.open(in: folder)
    let found = try await Self.json(UseCases.self, useCaseScript, model: ours.folder)
    #expect(
      found.useCases.map(\.name) == [
        "Documentation search", "Customer support (retrieval for RAG)", "Code search", "Multi-intent routing", "Idioms",
      ]
    )
    var printed: [Double] = []
    for useCase in found.useCases {
      for query in useCase.queries {
        for candidate in query.ranking {
          #expect(Self.near(candidate.cosine, try ours.cosine(query.query, candidate.text)))
        }
        #expect(query.ranking.map(\.cosine) == query.ranking.map(\.cosine).sorted(by: >))
        #expect(query.ranks == query.ranking.indices.filter { query.ranking[$0].right }.map { $0 + 1 })
        let right = query.ranking.filter(\.right).map(\.cosine).min() ?? .nan
        let wrong = query.ranking.filter { !$0.right }.map(\.cosine).max() ?? .nan
        #expect(Self.near(query.margin, right - wrong))
        #expect(query.first == (right > wrong))
        #expect(query.first == (query.ranks == Array(1...query.ranks.count)), "a tie counts against the right text")
        printed += query.ranking.enumerated().filter { $0.offset < 3 || $0.element.right }.map(\.element.cosine)
        printed.append(query.margin)
      }
      let candidates = useCase.queries.flatMap(\.ranking)
      #expect(useCase.firstCount == useCase.queries.count { $0.first })
      #expect(Self.near(useCase.rightMean, Self.mean(candidates.filter(\.right).map(\.cosine))))
      #expect(Self.near(useCase.wrongMean, Self.mean(candidates.filter { !$0.right }.map(\.cosine))))
      #expect(Self.near(useCase.difference, useCase.rightMean - useCase.wrongMean))
      let chance = useCase.queries.map { query in
        let total = Double(query.ranking.count)
        return query.ranks.count == 1 ? 1 / total : 2 / (total * (total - 1))
      }
      #expect(Self.near(useCase.firstCountByChance, chance.reduce(0, +)))
      printed += [useCase.rightMean, useCase.wrongMean, useCase.difference]
      guard let control = useCase.unanswerable else { continue }
      let passages = useCase.queries[0].ranking.map(\.text)
      for question in control.queries {
        let best = try passages.map { try ours.cosine(question.query, $0) }.max()
        #expect(Self.near(question.cosine, best ?? .nan))
        #expect(Self.near(question.cosine, try ours.cosine(question.query, question.text)))
      }
      #expect(control.highest == control.queries.map(\.cosine).max())
      #expect(control.lowestRight == candidates.filter(\.right).map(\.cosine).min())
      #expect(control.separable == (control.lowestRight > control.highest))
      printed += control.queries.map(\.cosine) + [control.lowestRight, control.highest]
    }
    #expect(found.useCases.compactMap(\.unanswerable).count == 1)

    let text = try await Self.run(useCaseScript, ["--model", ours.folder])
    Self.expectReadable(text)
    Self.expectSameNumbers(Self.numbers(text), printed + found.useCases.map(\.difference))
    #expect(
      Self.answers(text, "Right text first:", "Both right texts first:")
        == found.useCases.flatMap { $0.queries.map(\.first) }
    )
    #expect(
      Self.answers(text, "One threshold can tell the two kinds apart")
        == found.useCases.compactMap(\.unanswerable?.separable)
    )
  }

  @Test("a model that tells nothing apart gets no right answer from the scripts")
  func alike() async throws {
    let folder = try TemporaryFolder()
    let model = try Model.alike.open(in: folder).folder
    let demo = try await Self.json(Demo.self, demoScript, model: model)
    #expect(demo.demonstrations.allSatisfy { !$0.first })
    #expect(demo.suite.firstCount == 0 && demo.suite.mean > 0.99 && demo.suite.auc == 0.5)
    let useCases = try await Self.json(UseCases.self, useCaseScript, model: model)
    #expect(useCases.useCases.reduce(0) { $0 + $1.firstCount } == 0)
  }

  @Test("the pairs in the demonstration are those of the suite")
  func pairs() async throws {
    let file = "\(Self.publication)/suites/instruction_awareness.yaml"
    let pairs = try YAMLNode.parse(LocalFiles.readText(file), file: file).mapping(named: "the suite")
      .required("pairs").sequence().map { try $0.mapping(named: "a pair") }
    let found = try await Self.json(Demo.self, demoScript, model: Self.sample).suite.pairs
    #expect(found.map(\.instruction) == (try pairs.map { try $0.required("a").string() }))
    #expect(found.map(\.keywords) == (try pairs.map { try $0.required("b").string() }))
  }

  @Test("a model that cannot be loaded is one line that says what to do", arguments: [demoScript, useCaseScript])
  func missingModel(script: String) async throws {
    let folder = try TemporaryFolder()
    for (model, reason, remedy) in [
      ("\(folder.path)/missing", "no model folder at", "give --model a folder, or a Hub id such as"),
      ("", "no model folder at ''", "give --model a folder, or a Hub id such as"),
      (folder.path, "does not load as a model2vec model", "Could not find"),
      (
        "acme/missing", "acme/missing is no folder here and was not loaded from the Hub", "check the id and the network"
      ),
    ] {
      let error = await #expect(throws: FixtureError.self) { try await Self.run(script, ["--model", model, "--json"]) }
      let text = try #require(error?.text)
      let message = try #require(text.split(separator: " ended with 1: ", maxSplits: 1).last)
      #expect(message.hasPrefix("error: ") && message.contains(reason) && message.contains(remedy), "\(text)")
      #expect(message.count(where: { $0 == "\n" }) == 1, "\(text)")
    }
  }

  @Test(
    "without model2vec the scripts say how to install it, and still explain themselves",
    arguments: [demoScript, useCaseScript]
  )
  func missingPackage(script: String) async throws {
    let folder = try TemporaryFolder()
    // Python's -S leaves out the installed packages.
    let path = "\(Self.publication)/examples/\(script)"
    let error = await #expect(throws: FixtureError.self) { try await Python.run(["-S", path], in: folder.path) }
    #expect(
      error?.text
        == "-S ended with 1: error: No module named 'model2vec'; install what this script needs: "
        + "pip install \"model2vec>=0.10.0\"\n"
    )
    let help = try await Python.run(["-S", path, "--help"], in: folder.path)
    #expect(help.contains("--model MODEL") && help.contains("tss-deposium/qwen25-deposium-1024d"))
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("the scripts import nothing but what requirements.txt names")
  func requirements() async throws {
    let program = """
      import ast, sys
      names = set()
      for path in sys.argv[1:]:
          for node in ast.walk(ast.parse(open(path).read(), feature_version=(3, 10))):
              if isinstance(node, ast.Import):
                  names |= {alias.name.split(".")[0] for alias in node.names}
              elif isinstance(node, ast.ImportFrom):
                  names.add(node.module.split(".")[0])
      print(*sorted(names - sys.stdlib_module_names))
      """
    let folder = try TemporaryFolder()
    let scripts = [demoScript, useCaseScript].map { "\(Self.publication)/examples/\($0)" }
    let imported = try await Python.run(["-c", program] + scripts, in: folder.path)
    let required = try LocalFiles.readText("\(Self.publication)/requirements.txt").split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" } }
    #expect(imported.split(whereSeparator: \.isWhitespace) == required)
  }

  @Test("the sample publication's examples print what our embedding core gives")
  func sampleExamples() async throws {
    let ours = Measurer(model: try StaticModel(folder: Self.sample), folder: Self.sample)
    let folder = try TemporaryFolder()
    let query = "how do I get my money back?"
    for (script, arguments, query) in [
      ("quickstart.py", [], "The kitten sleeps on the sofa"), ("semantic_search.py", [query], query),
    ] {
      let text = try await Python.run(
        ["\(SampleCopy.original)/examples/\(script)"] + arguments + [Self.sample],
        in: folder.path,
        environment: ["HF_HUB_OFFLINE": "1"]
      )
      let lines = text.split(separator: "\n").dropFirst()
      #expect(lines.count >= 3)
      for line in lines {
        let parts = line.split(separator: "  ", maxSplits: 1).map(String.init)
        try #require(parts.count == 2, "\(line)")
        // Three decimals are printed.
        #expect(abs(try #require(Double(parts[0])) - (try ours.dot(query, parts[1]))) <= 5e-4 + 1e-6, "\(line)")
      }
    }
  }
}

import Documents
import Files
import Findings
import Foundation
import FoundationXML
import TestKit
import Testing

@Suite("Figures")
struct FiguresTests {
  static let models: [ScatterFigure.Point] = [
    .init(label: "qwen25-static-1024d", bytes: 65_000_000, value: 0.682, isEmphasised: true),
    .init(label: "ColBERT 32M", bytes: 964_000_000, value: 0.944),
    .init(label: "Gemma-768d", bytes: 400_000_000, value: 0.659),
    .init(label: "Qwen3-1024d", bytes: 600_000_000, value: 0.375),
  ]
  static let scatterTitles = ScatterFigure.Titles(
    figure: "Quality against size: four models, one protocol",
    size: "Size of the weights",
    value: "Overall score"
  )
  static let metrics: [BarFigure.Bar] = [
    .init(
      label: "Instruction awareness",
      value: 0.9496,
      control: 0.91,
      interval: .init(low: 0.93, high: 0.962),
      count: 7,
      isEmphasised: true
    ),
    .init(label: "Code understanding", value: 0.845, control: 0.62, interval: .init(low: 0.80, high: 0.885), count: 4),
    .init(
      label: "Conversational understanding",
      value: 0.8,
      control: 0.71,
      interval: .init(low: 0.70, high: 0.88),
      count: 6
    ),
    .init(label: "Semantic similarity", value: 0.542, interval: .init(low: 0.49, high: 0.59), count: 1_379),
    .init(label: "Topic clustering", value: 0.434, control: 0.29),
    .init(
      label: "Multilingual alignment",
      value: 0.394,
      control: 0.401,
      interval: .init(low: 0.31, high: 0.47),
      count: 12
    ),
  ]
  static let barTitles = BarFigure.Titles(
    figure: "Six metrics beside their controls",
    value: "Score",
    control: "same score on shuffled pairs"
  )

  static func scatter() throws -> ScatterFigure {
    try ScatterFigure(
      titles: scatterTitles,
      points: models,
      floor: .init(value: 0.31, label: "Random vectors")
    )
  }
  static func bars() throws -> BarFigure { try BarFigure(titles: barTitles, bars: metrics, floor: 0.25) }

  /// Well-formed, and nothing in it that a viewer would have to fetch, run or refuse; gives the texts.
  @discardableResult
  static func checked(_ svg: String, _ place: Testing.SourceLocation = #_sourceLocation) throws -> SVGOutline {
    let outline = SVGOutline()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = outline
    #expect(parser.parse(), "\(String(describing: parser.parserError))", sourceLocation: place)
    let allowed: Set = [
      "svg", "title", "desc", "metadata", "rect", "text", "polyline", "polygon", "circle",
    ]
    #expect(outline.names.isSubset(of: allowed), sourceLocation: place)
    #expect(outline.elements.first?.attributes["role"] == "img", sourceLocation: place)
    for part in ["href", "url(", "@import", "style", "onload"] {
      #expect(!outline.markup.contains(part), "\(part)", sourceLocation: place)
    }
    return outline
  }

  @Test("figures have the bytes on record, in both modes", arguments: ["scatter", "bars"])
  func golden(name: String) throws {
    let figure = name == "scatter" ? try Self.scatter().svg() : try Self.bars().svg()
    for (mode, svg) in [("light", figure.light), ("dark", figure.dark)] {
      try Self.checked(svg)
      let path = "\(Fixture.root)/Tests/Fixtures/figures/\(name)-\(mode).svg"
      if ProcessInfo.processInfo.environment["HFPUB_RECORD"] != nil {
        try LocalFiles.makeFolder("\(Fixture.root)/Tests/Fixtures/figures")
        try LocalFiles.writeAtomically(Array(svg.utf8), to: path)
      }
      #expect(svg == (try LocalFiles.readText(path)))
    }
    #expect(figure.light != figure.dark)
  }

  @Test("both modes have a title, a description that states the finding, and the digest of the same data")
  func parts() throws {
    let figure = try Self.scatter()
    let variants = figure.svg()
    let light = try Self.checked(variants.light)
    let dark = try Self.checked(variants.dark)
    #expect(light.texts["title"] == ["Quality against size: four models, one protocol"])
    #expect(light.texts["desc"] == [figure.altText])
    #expect(light.texts["metadata"]?.first?.wholeMatch(of: /data sha256:[0-9a-f]{64}/) != nil)
    #expect(light.texts["metadata"] == dark.texts["metadata"])
    var points = Self.models
    points[0].value = 0.6821
    let other = try ScatterFigure(titles: Self.scatterTitles, points: points, floor: figure.floor).svg()
    #expect(try Self.checked(other.light).texts["metadata"] != light.texts["metadata"])
  }

  @Test("every coordinate has two digits after the point")
  func coordinates() throws {
    for svg in [try Self.scatter().svg().light, try Self.bars().svg().dark] {
      for element in try Self.checked(svg).elements {
        for name in ["x", "y", "cx", "cy", "r", "width", "height", "points", "stroke-width", "font-size"] {
          for number in (element.attributes[name] ?? "").split(whereSeparator: { $0 == " " || $0 == "," }) {
            #expect(number.wholeMatch(of: /-?[0-9]+\.[0-9]{2}/) != nil, "\(name)=\(number)")
          }
        }
      }
    }
  }

  @Test("the alternative text of quality against size names the frontier and what is beaten")
  func scatterAlt() throws {
    #expect(
      try Self.scatter().altText
        == "Quality against size: four models, one protocol. On the frontier, where nothing shown is both smaller and "
        + "better: qwen25-static-1024d (65.0 MB, 0.682), ColBERT 32M (964 MB, 0.944). Beaten by one of these: Gemma-768d "
        + "(400 MB, 0.659), Qwen3-1024d (600 MB, 0.375). Random vectors: 0.310."
    )
  }

  @Test("the alternative text of bars names what does not stand above its control, with its whole interval")
  func barAlt() throws {
    #expect(
      try Self.bars().altText
        == "Six metrics beside their controls. Highest: Instruction awareness (0.950); lowest: Multilingual alignment "
        + "(0.394). Not clear of its same score on shuffled pairs: Conversational understanding (0.800), Multilingual "
        + "alignment (0.394)."
    )
    let one = try BarFigure(titles: .init(figure: "T", value: "v"), bars: [.init(label: "a", value: 0.5, control: 0.1)])
    #expect(one.altText == "T. a (0.500). Every score is above its control.")
  }

  @Test("the tables hold the figures' numbers as the figures write them")
  func tables() throws {
    let scatter = try Self.scatter().table
    #expect(scatter.header == ["Model", "Size of the weights", "Overall score", "On the frontier"])
    #expect(
      scatter.rows == [
        ["qwen25-static-1024d", "65.0 MB", "0.682", "yes"], ["Gemma-768d", "400 MB", "0.659", "no"],
        ["Qwen3-1024d", "600 MB", "0.375", "no"], ["ColBERT 32M", "964 MB", "0.944", "yes"],
      ]
    )
    let bars = try Self.bars().table
    #expect(bars.header == ["Metric", "Score", "same score on shuffled pairs", "95 % interval", "n"])
    #expect(bars.rows[0] == ["Instruction awareness", "0.950", "0.910", "0.930 to 0.962", "7"])
    #expect(bars.rows[3] == ["Semantic similarity", "0.542", "none", "0.490 to 0.590", "1,379"])
    #expect(bars.rows[4] == ["Topic clustering", "0.434", "0.290", "none", "not stated"])
    #expect(bars.rows.allSatisfy { $0.count == bars.header.count } && bars.isNumber.count == bars.header.count)
  }

  @Test("numbers that cannot be drawn are refused with their name")
  func badScatter() throws {
    func error(_ points: [ScatterFigure.Point], floor: Double? = nil) -> DocumentError? {
      #expect(throws: DocumentError.self) {
        try ScatterFigure(
          titles: .init(figure: "Sizes", size: "s", value: "v"),
          points: points,
          floor: floor.map { .init(value: $0, label: "chance") }
        )
      }
    }
    let good = ScatterFigure.Point(label: "a", bytes: 1, value: 1)
    #expect(
      error([])?.description
        == "error[document.figure-data]: cannot draw the figure `Sizes`: it has no points. Give at least one, or leave "
        + "the figure out of the template."
    )
    #expect(
      error([good, .init(label: "b\u{1B}[31m", bytes: 0, value: 1)])?.reason
        == "the size of `b\\u{1B}[31m` is 0 bytes; a logarithmic axis begins above zero"
    )
    #expect(error([.init(label: "b", bytes: -5, value: 1)])?.reason.contains("-5 bytes") == true)
    #expect(error([.init(label: "b", bytes: 5, value: .nan)])?.reason == "the score of `b` is nan, not a number")
    #expect(error([.init(label: "b", bytes: 5, value: -.infinity)])?.reason == "the score of `b` is -inf, not a number")
    #expect(error([.init(label: "b", bytes: 5, value: 1e300)])?.reason.contains("beyond every score") == true)
    #expect(error([good], floor: .infinity)?.reason == "the control of `chance` is inf, not a number")
    #expect(error(Array(repeating: good, count: 101))?.reason == "it has 101 points, at most 100 can be told apart")
  }

  @Test("bars that cannot be drawn are refused with their name")
  func badBars() throws {
    func error(_ bars: [BarFigure.Bar], floor: Double = 0) -> DocumentError? {
      #expect(throws: DocumentError.self) {
        try BarFigure(titles: .init(figure: "Bars", value: "v"), bars: bars, floor: floor)
      }
    }
    #expect(error([])?.reason == "it has no bars")
    #expect(error([.init(label: "a", value: .nan)])?.reason == "the score of `a` is nan, not a number")
    #expect(error([.init(label: "a", value: 1, control: .nan)])?.reason == "the control of `a` is nan, not a number")
    #expect(
      error([.init(label: "a", value: 1, interval: .init(low: -.infinity, high: 2))])?.reason
        == "the interval of `a` is -inf, not a number"
    )
    #expect(
      error([.init(label: "a", value: 1, interval: .init(low: 2, high: 3))])?.reason
        == "the score 1.0 of `a` lies outside its interval 2.0 to 3.0"
    )
    #expect(error([.init(label: "a", value: 1, count: 0)])?.reason == "`a` is scored on 0 items")
    #expect(error([.init(label: "a", value: 1)], floor: .nan)?.reason == "the floor of `v` is nan, not a number")
  }

  @Test("hostile labels stay text: no markup, no control or direction character, nothing outside the picture")
  func hostile() throws {
    let labels = [
      "<script>alert(1)</script>", "a & b \"c\" 'd'", "line\nbreak\tand \u{1B}[31m\u{0}\u{7F}",
      "\u{202E}gnp.exe\u{2066}",
      String(repeating: "very long ", count: 100), String(repeating: "嵌入模型", count: 40), "]]>\u{FFFE}\u{FFFF}", "",
      "👩‍👩‍👧‍👦 emoji ⚠️", "שלום", String(repeating: "e\u{301}", count: 300), String(repeating: "W", count: 300),
    ]
    let long = String(repeating: "<&>\u{202E} title ", count: 40)
    let scatter = try ScatterFigure(
      titles: .init(figure: long, size: long, value: long, emphasis: long),
      points: labels.enumerated().map {
        .init(label: $1, bytes: 1 << ($0 * 2), value: Double($0 % 5), isEmphasised: $0 == 4)
      },
      floor: .init(value: -1, label: long)
    )
    let bars = try BarFigure(
      titles: .init(figure: long, value: long, label: long, control: long, interval: long),
      bars: labels.map { .init(label: $0, value: 1, control: 0.5, interval: .init(low: 0, high: 2), count: 3) }
    )
    for variants in [scatter.svg(), bars.svg()] {
      for svg in [variants.light, variants.dark] {
        try Self.checked(svg)
        #expect(!svg.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x202A...0x202E).contains($0.value) })
      }
      try expectInside(variants.light)
    }
    let cells = scatter.table.rows.flatMap { $0 } + bars.table.rows.flatMap { $0 }
    #expect(cells.allSatisfy { !$0.contains("\n") && !$0.contains("\u{202E}") && !$0.contains("\u{1B}") })
  }

  @Test("labels never cover one another, however close the points are", arguments: [1, 2, 7, 30, 100])
  func placement(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let points = (0..<count).map { number in
      ScatterFigure.Point(
        label: "model number \(number)",
        bytes: Int.random(in: 900...1_100, using: &generator) * (number % 3 == 0 ? 100_000 : 1_000),
        value: Double.random(in: 0.5...0.52, using: &generator),
        isEmphasised: number == 0
      )
    }
    let figure = try ScatterFigure(titles: Self.scatterTitles, points: points)
    let svg = figure.svg().light
    try expectInside(svg)
    let names = try Self.checked(svg).boxes.filter { $0.text.hasPrefix("model number") }
    #expect(names.contains { $0.text == "model number 0" }, "the emphasised one always has its name")
    for (index, a) in names.enumerated() {
      for b in names[(index + 1)...] { #expect(!a.covers(b), "\(a.text) and \(b.text)") }
    }
    if names.count < count { #expect(svg.contains("\(count - names.count) without room for a name: see the table")) }
  }

  @Test("equal points, one point and all but equal values are drawn")
  func degenerate() throws {
    let same = ScatterFigure.Point(label: "same", bytes: 5_000, value: 0.5)
    for points in [[same], [same, same, same], [same, .init(label: "b", bytes: 5_001, value: 0.5 + 1e-12)]] {
      let svg = try ScatterFigure(titles: Self.scatterTitles, points: points).svg().light
      try expectInside(svg)
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
    for value in [0, -0.5, 0.25, 1e9, -1e9, 1e-300] {
      let svg = try BarFigure(titles: Self.barTitles, bars: [.init(label: "a", value: value)], floor: 0).svg().light
      try expectInside(svg)
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
    let sizes = try ScatterFigure(
      titles: Self.scatterTitles,
      points: [.init(label: "least", bytes: 1, value: -1), .init(label: "most", bytes: .max, value: 1)]
    )
    try expectInside(sizes.svg().light)
  }

  /// Every text, as wide as it may be, lies inside the picture.
  private func expectInside(_ svg: String, _ place: Testing.SourceLocation = #_sourceLocation) throws {
    let outline = try Self.checked(svg)
    let height = Double(outline.elements.first?.attributes["height"] ?? "") ?? 0
    for box in outline.boxes {
      #expect(
        box.left >= 0 && box.right <= 760 && box.top >= 0 && box.bottom <= height,
        "\(box)",
        sourceLocation: place
      )
    }
  }
}

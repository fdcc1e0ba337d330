import Files
import Findings

extension EvaluationResults {
  /// Reads the bytes of a `results.json`.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - file: Its name, for messages.
  /// - Throws: `EvaluationError` with line and column for anything that `json()` would not write: a missing or unknown
  ///   key, a wrong type, an unknown metric, a composite whose value is not that of its members.
  public init(json bytes: [UInt8], file: String) throws(EvaluationError) {
    let root = JSONPlace(try JSONDocument(bytes, file: file))
    let schema = try root.required("schema")
    guard try schema.count() == Self.schema else {
      throw schema.error("\(Self.schema), the version this hfpub reads", code: .unknownFormat)
    }
    _ = try root.members(known: ["schema", "tool", "machine", "date", "bootstrap", "runs"])
    let tool = try root.required("tool")
    _ = try tool.members(known: ["name", "version"])
    let bootstrap = try root.required("bootstrap")
    _ = try bootstrap.members(known: ["resamples", "seed", "level"])
    let seed = try bootstrap.required("seed")
    guard let seedValue = UInt32(exactly: try seed.count()) else { throw seed.error("a number of 32 bits") }
    let date = try root.required("date")
    guard Self.isDay(try date.string()) else { throw date.error("a day such as 2026-01-31") }
    self.init(
      tool: Tool(name: try tool.required("name").string(), version: try tool.required("version").string()),
      machine: try root.required("machine").string(),
      date: try date.string(),
      bootstrap: Bootstrap(
        resamples: try bootstrap.required("resamples").count(),
        seed: seedValue,
        level: try bootstrap.required("level").share()
      ),
      runs: try root.required("runs").items().map { (place) throws(EvaluationError) in try Run(place) }
    )
  }

  /// Whether a text is a day as year-month-day.
  public static func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return (1...days).contains(day)
  }
}

extension EvaluationResults.Run {
  fileprivate init(_ place: JSONPlace) throws(EvaluationError) {
    _ = try place.members(known: ["model", "protocol", "suites", "composites"])
    let model = try place.required("model")
    _ = try model.members(known: ["name", "sha256", "dimension", "rows", "dtype"])
    self.init(
      model: EvaluationResults.Model(
        name: try model.required("name").string(),
        sha256: try model.required("sha256").digest(),
        dimension: try model.required("dimension").count(),
        rows: try model.required("rows").count(),
        dtype: try model.required("dtype").string()
      ),
      protocolID: try place.required("protocol").string(),
      suites: try place.required("suites").items().map { (item) throws(EvaluationError) in
        try EvaluationResults.SuiteRecord(item)
      },
      composites: try place.required("composites").items().map { (item) throws(EvaluationError) in
        try CompositeResult(item)
      }
    )
  }
}

extension EvaluationResults.SuiteRecord {
  fileprivate init(_ place: JSONPlace) throws(EvaluationError) {
    _ = try place.members(known: [
      "id", "title", "kind", "sha256", "n", "verdict", "reason", "scores", "groups", "items", "zero_texts",
    ])
    self.init(
      id: try place.required("id").string(),
      title: try place.required("title").string(),
      kind: try place.required("kind").choice(),
      sha256: try place.optional("sha256")?.digest(),
      count: try place.required("n").count(),
      assessment: Assessment(
        verdict: try place.required("verdict").choice(),
        reason: try place.required("reason").string()
      ),
      scores: try place.required("scores").scores(),
      groups: try place.required("groups").items().map { (group) throws(EvaluationError) in
        _ = try group.members(known: ["name", "n", "scores"])
        return SuiteResult.Group(
          name: try group.required("name").string(),
          count: try group.required("n").count(),
          scores: try group.required("scores").scores()
        )
      },
      items: try place.required("items").items().map { (item) throws(EvaluationError) in
        _ = try item.members(known: ["id", "value", "control", "label"])
        return SuiteResult.Item(
          id: try item.required("id").string(),
          value: try item.required("value").number(),
          control: try item.optional("control")?.number(),
          label: try item.optional("label")?.string()
        )
      },
      zeroTexts: try place.required("zero_texts").items().map { (text) throws(EvaluationError) in
        _ = try text.members(known: ["place", "text"])
        return SuiteResult.ZeroText(
          place: try text.required("place").string(),
          text: try text.required("text").string()
        )
      }
    )
  }
}

extension CompositeResult {
  fileprivate init(_ place: JSONPlace) throws(EvaluationError) {
    _ = try place.members(known: ["id", "title", "value", "members"])
    self.init(
      id: try place.required("id").string(),
      title: try place.required("title").string(),
      members: try place.required("members").items().map { (member) throws(EvaluationError) in
        _ = try member.members(known: ["suite", "metric", "weight", "value"])
        return Member(
          suite: try member.required("suite").string(),
          metric: try member.required("metric").choice(),
          weight: try member.required("weight").number(),
          value: try member.required("value").number()
        )
      }
    )
    let stated = try place.required("value")
    guard abs(try stated.number() - value) < 1e-9 else {
      throw stated.error("\(value), the weighted sum of its members")
    }
  }
}

extension JSONPlace {
  fileprivate func digest() throws(EvaluationError) -> SHA256Digest {
    guard let digest = SHA256Digest(hex: try string()) else { throw error("64 hexadecimal digits") }
    return digest
  }

  fileprivate func share() throws(EvaluationError) -> Double {
    let value = try number()
    guard value > 0, value < 1 else { throw error("a share between 0 and 1") }
    return value
  }

  fileprivate func choice<Choice: RawRepresentable & CaseIterable>() throws(EvaluationError) -> Choice
  where Choice.RawValue == String {
    if let choice = Choice(rawValue: try string()) { return choice }
    throw error("one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
  }

  fileprivate func scores() throws(EvaluationError) -> [SuiteResult.Score] {
    try items().map { (place) throws(EvaluationError) in
      _ = try place.members(known: ["metric", "value", "interval"])
      return SuiteResult.Score(
        metric: try place.required("metric").choice(),
        value: try place.required("value").number(),
        interval: try place.optional("interval")?.interval()
      )
    }
  }

  private func interval() throws(EvaluationError) -> Interval {
    let ends = try items()
    guard ends.count == 2, let lower = ends.first, let upper = ends.last else { throw error("two numbers") }
    let interval = Interval(lower: try lower.number(), upper: try upper.number())
    guard interval.lower <= interval.upper else { throw error("a lower end that is not above the upper one") }
    return interval
  }
}

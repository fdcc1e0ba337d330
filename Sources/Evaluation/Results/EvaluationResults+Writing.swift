import Files

extension EvaluationResults {
  /// The text of `results.json`: keys in a fixed order, a row a line, numbers that read back as the same value, one
  /// newline at the end.
  ///
  /// The same results give the same bytes.
  public func json() -> String {
    let text: JSONText = .object([
      ("schema", .integer(Self.schema)),
      ("tool", .object([("name", .string(tool.name)), ("version", .string(tool.version))])),
      ("machine", .string(machine)),
      ("date", .string(date)),
      (
        "bootstrap",
        .object([
          ("resamples", .integer(bootstrap.resamples)), ("seed", .integer(Int(bootstrap.seed))),
          ("level", .number(bootstrap.level)),
        ])
      ),
      ("runs", .list(runs.map(\.text))),
    ])
    return text.rendered() + "\n"
  }
}

extension EvaluationResults.Run {
  fileprivate var text: JSONText {
    .object([
      (
        "model",
        .object([
          ("name", .string(model.name)), ("sha256", .string(model.sha256.hex)),
          ("dimension", .integer(model.dimension)), ("rows", .integer(model.rows)), ("dtype", .string(model.dtype)),
        ])
      ),
      ("protocol", .string(protocolID)),
      ("suites", .list(suites.map(\.text))),
      ("composites", .list(composites.map(\.text))),
    ])
  }
}

extension EvaluationResults.SuiteRecord {
  fileprivate var text: JSONText {
    .object([
      ("id", .string(id)),
      ("title", .string(title)),
      ("kind", .string(kind.rawValue)),
      ("sha256", .optional(sha256?.hex)),
      ("n", .integer(count)),
      ("verdict", .string(assessment.verdict.rawValue)),
      ("reason", .string(assessment.reason)),
      ("scores", .list(scores.map { .row($0.text) })),
      (
        "groups",
        .list(
          groups.map { group in
            .object([
              ("name", .string(group.name)), ("n", .integer(group.count)),
              ("scores", .list(group.scores.map { .row($0.text) })),
            ])
          }
        )
      ),
      (
        "items",
        .list(
          items.map { item in
            .row(
              .object([
                ("id", .string(item.id)), ("value", .number(item.value)),
                ("control", item.control.map { .number($0) } ?? .null), ("label", .optional(item.label)),
              ])
            )
          }
        )
      ),
      (
        "zero_texts",
        .list(zeroTexts.map { .row(.object([("place", .string($0.place)), ("text", .string($0.text))])) })
      ),
    ])
  }
}

extension SuiteResult.Score {
  fileprivate var text: JSONText {
    .object([
      ("metric", .string(metric.rawValue)), ("value", .number(value)),
      ("interval", interval.map { .list([.number($0.lower), .number($0.upper)]) } ?? .null),
    ])
  }
}

extension CompositeResult {
  fileprivate var text: JSONText {
    .object([
      ("id", .string(id)), ("title", .string(title)), ("value", .number(value)),
      (
        "members",
        .list(
          members.map { member in
            .row(
              .object([
                ("suite", .string(member.suite)), ("metric", .string(member.metric.rawValue)),
                ("weight", .number(member.weight)), ("value", .number(member.value)),
              ])
            )
          }
        )
      ),
    ])
  }
}

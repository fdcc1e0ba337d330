import Documents
import Findings

/// Works the sentences of an earlier text out again from the evidence, and says what does not hold.
public struct StatementAudit {
  /// Something that does not hold.
  public struct Problem: Sendable, Hashable {
    /// The rule's id in the catalogue of card rules, such as `C2`.
    public var rule: String
    /// What does not hold, for people.
    public var text: String
  }

  /// A sentence and what does not hold in it; nothing when all does.
  public struct Answer: Sendable, Hashable {
    /// The sentence.
    public var statement: Statement
    /// What does not hold.
    public var problems: [Problem]
  }

  private let manifest: Manifest
  private let values: ValueBook

  /// An audit of a publication's statements.
  public init(manifest: Manifest, values: ValueBook) {
    self.manifest = manifest
    self.values = values
  }

  /// Every statement with what does not hold in it.
  ///
  /// - Throws: `PublicationError` for an operand that is neither a number nor the name of a value.
  public func answers() throws -> [Answer] {
    try manifest.statements.map { Answer(statement: $0, problems: try problems(of: $0)) }
  }

  private func problems(of statement: Statement) throws -> [Problem] {
    var problems: [Problem] = []
    if let stated = statement.stated { problems += try arithmetic(stated, of: statement) }
    problems += try comparison(statement)
    problems += wording(statement)
    return problems
  }

  // MARK: Numbers

  private func arithmetic(_ stated: Statement.Stated, of statement: Statement) throws -> [Problem] {
    let amounts = try stated.operands.map { try amount($0, of: statement) }
    let result = stated.operation.apply(to: amounts) * stated.scale
    let places = stated.text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let printed = Double(stated.text) ?? .nan
    // Half a unit of the last printed digit, and what binary fractions add.
    var unit = 1.0
    for _ in 0..<places { unit /= 10 }
    guard !(abs(printed - result) <= unit / 2 * (1 + 1e-9)) else { return [] }
    let recomputed = NumberFormat.decimal(result, places: places)
    let finer = NumberFormat.decimal(result, places: places + 2)
    let operands = stated.operands.map { name in values[name].map { "\(name) (\($0.text))" } ?? name }
    let formula =
      switch stated.operation {
      case .divide: operands.joined(separator: " divided by ")
      case .subtract: operands.joined(separator: " less ")
      case .sum where operands.count == 1: operands[0]
      case .sum, .mean, .count: "the \(stated.operation.rawValue) of \(operands.joined(separator: ", "))"
      }
    let resultWords = finer.hasSuffix(".00") ? recomputed : "\(finer), which rounds to \(recomputed)"
    var problems = [
      Problem(
        rule: "C2",
        text: "It states \(stated.text), but \(formula) gives \(resultWords)."
      )
    ]
    if !statement.tellsWeights, let composite = composite(giving: printed, scale: stated.scale, within: unit / 2) {
      let weights = composite.weights.map {
        "\(NumberFormat.decimal($0.weight, places: 2)) × \($0.metric)"
      }
      problems.append(
        Problem(
          rule: "C15",
          text:
            "The number is a weighted composite (\(weights.joined(separator: " + "))), and the weights are not stated."
        )
      )
    }
    return problems
  }

  private func composite(
    giving printed: Double,
    scale: Double,
    within tolerance: Double
  )
    -> Manifest.CompositeDefinition?
  {
    manifest.composites.first { definition in
      guard let value = values["composite.\(definition.id)"] else { return false }
      return abs(value.amount * scale - printed) <= tolerance * (1 + 1e-9)
    }
  }

  private func amount(_ operand: String, of statement: Statement) throws -> Double {
    if let value = values[operand] { return value.amount }
    if let number = Double(operand) { return number }
    throw PublicationError.unknownName("value", operand, among: values.names, at: statement.location)
  }

  // MARK: Comparisons

  private func comparison(_ statement: Statement) throws -> [Problem] {
    let compared = try statement.compares.map { name in
      guard let value = values[name] else {
        throw PublicationError.unknownName("value", name, among: values.names, at: statement.location)
      }
      return value
    }
    return Comparability.problems(of: compared, evidence: manifest.evidence)
  }

  // MARK: Words

  private func wording(_ statement: Statement) -> [Problem] {
    var problems: [Problem] = []
    for rule in manifest.messaging.never where Wording.contains(rule.say, in: statement.text) {
      problems.append(
        Problem(rule: "C10", text: "It says \"\(rule.say)\", which its own rules forbid: \(rule.because)")
      )
    }
    let hits = Wording.hits(in: statement.text)
    if let word = hits.first(where: { $0.kind == .exclusive })?.word, statement.scope == nil || statement.asOf == nil {
      problems.append(
        Problem(rule: "C7", text: "\"\(word)\" excludes others: it needs a scope and the day it was looked up.")
      )
    }
    if let word = hits.first(where: { $0.kind == .causal })?.word {
      problems.append(
        Problem(rule: "C7", text: "\"\(word)\" names a cause, and no control model was measured beside it.")
      )
    }
    if let word = hits.first(where: { $0.kind == .puffery })?.word {
      problems.append(Problem(rule: "C9", text: "\"\(word)\" is praise that no measurement can support."))
    }
    let names = (statement.stated?.operands ?? []) + statement.compares
    if statement.text.contains("%"), names.contains(where: { $0.hasPrefix("metric.") }) {
      problems.append(Problem(rule: "C16", text: "A mean cosine has no hundredths: it is no share of anything."))
    }
    return problems
  }
}

/// What a scalar without quotes means to the dialects that read a model card.
///
/// The Hub reads YAML 1.2 with some 1.1 left in it, Python clients read YAML 1.1. This is the one place that knows
/// where they differ.
public enum PlainScalar {
  /// A type that a plain scalar may be taken for.
  public enum Kind: String, Sendable, Hashable {
    /// Text.
    case string
    /// A whole number.
    case integer = "whole number"
    /// A number with a fraction or an exponent.
    case number
    /// A truth value.
    case boolean = "truth value"
    /// Nothing.
    case null
    /// A date or a moment.
    case date
  }

  /// A dialect of YAML.
  public enum Dialect: Sendable, Hashable, CaseIterable {
    /// YAML 1.1 as PyYAML's safe loader reads it.
    case python
    /// YAML 1.2's core schema.
    case core
  }

  /// What `text` without quotes is in `dialect`.
  public static func kind(of text: String, in dialect: Dialect) -> Kind {
    if isNull(text) { return .null }
    let form = NumberForm(text)
    switch dialect {
    case .python:
      if booleanWords11.contains(text) { return .boolean }
      if form.isInteger11 { return .integer }
      if form.isFloat11 { return .number }
      return form.isDate ? .date : .string
    case .core:
      if booleanWords12.contains(text) { return .boolean }
      if form.isInteger12 { return .integer }
      return form.isFloat12 ? .number : .string
    }
  }

  /// Whether the text reads as nothing in both dialects.
  static func isNull(_ text: String) -> Bool { ["", "~", "null", "Null", "NULL"].contains(text) }

  /// Whether somebody, somewhere, would take the text for something else than itself; the writer then quotes it.
  ///
  /// Wider than the dialects above on purpose: readers differ in details, and quotes cost nothing.
  public static func isAmbiguous(_ text: String) -> Bool {
    let words = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "<<", "="]
    if words.contains(text.lowercased()) { return true }
    guard let first = text.utf8.first, "0123456789+-.".utf8.contains(first) else { return false }
    // Numbers of every base, times, dates and hashes that look like a number with an exponent.
    return text.utf8.allSatisfy { "0123456789abcdefABCDEFinINxoXO_+-.:tTzZ ".utf8.contains($0) }
  }

  static let booleanWords12: Set<String> = ["true", "True", "TRUE", "false", "False", "FALSE"]

  static let booleanWords11: Set<String> = {
    var words = booleanWords12
    for word in ["yes", "no", "on", "off"] {
      words.formUnion([word, word.prefix(1).uppercased() + word.dropFirst(), word.uppercased()])
    }
    return words
  }()
}

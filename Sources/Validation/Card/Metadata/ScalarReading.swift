import Documents

/// What the readers of a card make of a scalar.
enum ScalarReading: Equatable {
  /// Text, to all of them.
  case text
  /// Something else, the same to all of them.
  case other(PlainScalar.Kind)
  /// Not the same to YAML 1.1 (Python) and to YAML 1.2; the words for both.
  case disputed(python: String, core: String)

  /// What `node` is; nil when it is a list or a mapping.
  init?(_ node: YAMLNode) {
    guard case .scalar(let text, let style) = node.value else { return nil }
    guard style == .plain else {
      self = .text
      return
    }
    let python = PlainScalar.kind(of: text, in: .python)
    let core = PlainScalar.kind(of: text, in: .core)
    if python != core {
      self = .disputed(python: Self.words(for: python, of: text), core: Self.words(for: core, of: text))
    } else if core == .integer, let octal = Self.octal(text) {
      self = .disputed(python: "the number \(octal)", core: "the number \(Self.decimal(text))")
    } else {
      self = core == .string ? .text : .other(core)
    }
  }

  private static func words(for kind: PlainScalar.Kind, of text: String) -> String {
    switch kind {
    case .string: "text"
    case .boolean: "the truth value \(["yes", "on", "true"].contains(text.lowercased()) ? "true" : "false")"
    case .integer: "a whole number"
    case .number: "a number"
    case .null: "nothing"
    case .date: "a date"
    }
  }

  /// The value of a number with a leading zero to YAML 1.1, if it differs from the decimal one.
  private static func octal(_ text: String) -> String? {
    let digits = text.drop { "+-".contains($0) }
    guard digits.count > 1, digits.first == "0", digits.contains(where: { $0 != "0" }) else { return nil }
    guard let value = Int(digits, radix: 8), value != Int(digits) else { return nil }
    return text.hasPrefix("-") ? "-\(value)" : "\(value)"
  }

  private static func decimal(_ text: String) -> String { Int(text).map { "\($0)" } ?? text }
}

extension YAMLNode {
  /// The text of a scalar, whatever it may be taken for; nil for a list, a mapping and nothing.
  var scalarText: String? {
    guard case .scalar(let text, _) = value, !isNull else { return nil }
    return text
  }

  /// The text of a scalar that is text to all readers or to some of them.
  ///
  /// What readers disagree on has a rule of its own (`DisputedScalarRule`), and no defect is reported twice.
  var textOrDisputed: String? {
    switch ScalarReading(self) {
    case .text, .disputed: scalarText
    case .other, nil: nil
    }
  }

  /// Whether readers disagree on what the scalar is.
  var isDisputed: Bool {
    if case .disputed = ScalarReading(self) { true } else { false }
  }

  /// The items of a list; a single value stands for a list of one, as the Hub allows for many keys.
  var listed: [YAMLNode] {
    switch value {
    case .sequence(let items): items
    case .scalar, .mapping: isNull ? [] : [self]
    }
  }
}

import Findings

extension YAMLNode {
  /// The text of a scalar.
  ///
  /// Quoted text is taken as it is. Plain text too, also when it looks like a number or a date; but a plain word that
  /// some reader takes for a truth value (`no`, `yes`, `on`, `off`, `true`, `false`) is refused, and so is nothing.
  ///
  /// - Throws: `DocumentError` `.wrongType`.
  public func string() throws(DocumentError) -> String {
    guard case .scalar(let text, let style) = value, !isNull else { throw wrongType("a text") }
    if style == .plain, PlainScalar.booleanWords11.contains(text) {
      throw wrongType(
        "a text",
        reason: "`\(text)` without quotes is a truth value to some readers, but a text is expected here",
        remedy: "Write \"\(text)\" in quotes."
      )
    }
    return text
  }

  /// A whole number in decimal digits, without quotes.
  ///
  /// - Throws: `DocumentError` `.wrongType`, also for `017`, `0x1F` and `1_000`, which readers disagree on.
  public func int() throws(DocumentError) -> Int {
    guard case .scalar(let text, .plain) = value, Self.isDecimal(text, fraction: false), let number = Int(text) else {
      throw wrongType("a whole number", remedy: "Write it in decimal digits without quotes, such as 256.")
    }
    return number
  }

  /// A finite number, without quotes.
  ///
  /// - Throws: `DocumentError` `.wrongType`.
  public func double() throws(DocumentError) -> Double {
    guard case .scalar(let text, .plain) = value, Self.isDecimal(text, fraction: true),
      let number = Double(text), number.isFinite
    else {
      throw wrongType("a number", remedy: "Write it in decimal digits without quotes, such as 0.25.")
    }
    return number
  }

  /// `true` or `false`, without quotes.
  ///
  /// - Throws: `DocumentError` `.wrongType`, also for `yes`, `no` and `True`.
  public func bool() throws(DocumentError) -> Bool {
    guard case .scalar(let text, .plain) = value, let truth = ["true": true, "false": false][text] else {
      throw wrongType("`true` or `false`", remedy: "Write true or false, in small letters and without quotes.")
    }
    return truth
  }

  /// The items of a list.
  ///
  /// - Throws: `DocumentError` `.wrongType`.
  public func sequence() throws(DocumentError) -> [YAMLNode] {
    guard case .sequence(let items) = value else {
      throw wrongType("a list", remedy: "Write every item on a line of its own that begins with `- `.")
    }
    return items
  }

  /// The texts of a list of texts.
  ///
  /// - Throws: `DocumentError` `.wrongType`.
  public func strings() throws(DocumentError) -> [String] {
    var texts: [String] = []
    for item in try sequence() { texts.append(try item.string()) }
    return texts
  }

  /// The keys and values of a mapping; `name` says in messages what the mapping is: "the manifest", "`base_model`".
  ///
  /// - Throws: `DocumentError` `.wrongType`.
  public func mapping(named name: String) throws(DocumentError) -> YAMLMapping {
    guard case .mapping(let pairs) = value else {
      throw wrongType("a mapping of keys to values", of: name, remedy: "Write `key: value` lines, indented below it.")
    }
    return YAMLMapping(pairs: pairs, name: name, location: location)
  }

  /// An error at this node that says what was expected and what is there.
  public func wrongType(
    _ expected: String,
    of name: String? = nil,
    reason: String? = nil,
    remedy: String? = nil
  ) -> DocumentError {
    let isNothing = isNull ? " Remove the key if there is nothing to say." : ""
    return DocumentError(
      .wrongType,
      problem: "cannot read \(name ?? "the value") in \(location.file)",
      reason: reason ?? "\(expected) is expected here, but it is \(summary)",
      remedy: (remedy ?? "Give \(expected).") + isNothing,
      location: location
    )
  }

  /// Decimal digits with an optional sign, without leading zeros; with a fraction and an exponent if `fraction`.
  private static func isDecimal(_ text: String, fraction: Bool) -> Bool {
    let form = NumberForm(text)
    guard form.isInteger12 || (fraction && form.isFloat12 && text.utf8.contains { (0x30...0x39).contains($0) }) else {
      return false
    }
    let digits = text.drop { "+-".contains($0) }
    return !(digits.hasPrefix("0") && digits.dropFirst().first.map { !".eE".contains($0) } ?? false)
  }
}

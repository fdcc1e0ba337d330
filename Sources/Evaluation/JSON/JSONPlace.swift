import Findings

/// A value of a document with the way that led to it, for reading by name and for errors that say what was seen where.
struct JSONPlace {
  let document: JSONDocument
  let node: JSONNode
  /// `runs[0].model.sha256`; empty for the whole.
  let path: String

  /// The whole document.
  init(_ document: JSONDocument) { self.init(document: document, node: document.root, path: "") }

  private init(document: JSONDocument, node: JSONNode, path: String) {
    self.document = document
    self.node = node
    self.path = path
  }

  /// How messages name the value.
  var name: String { path.isEmpty ? "the whole" : "`\(path)`" }

  /// Where it stands.
  var location: SourceLocation { document.location(of: node) }

  var isNull: Bool { if case .null = node.value { true } else { false } }

  /// An error at this value.
  func error(_ expected: String, code: EvaluationError.Code = .wrongValue, seen: String? = nil) -> EvaluationError {
    EvaluationError(
      code,
      problem: "cannot read \(document.file)",
      reason: "\(name) is \(seen ?? node.summary); expected \(expected)",
      remedy: "Give the file as the tool wrote it.",
      location: document.location(of: node)
    )
  }

  /// The members of an object, in the file's order.
  func members() throws(EvaluationError) -> [(key: String, value: JSONPlace)] {
    guard case .object(let members) = node.value else { throw error("an object") }
    return members.map { ($0.key, child($0.value, $0.key)) }
  }

  /// The members of an object that may have these keys and no others.
  func members(known: [String]) throws(EvaluationError) -> [String: JSONPlace] {
    var found: [String: JSONPlace] = [:]
    for (key, value) in try members() {
      guard known.contains(key) else {
        let nearest = NearestName.suggestion(for: key, among: known)
        throw EvaluationError(
          .wrongValue,
          problem: "cannot read \(document.file)",
          reason: "\(name) has the key \"\(key.prefix(40))\", which is not known",
          remedy: nearest.map { "Did you mean `\($0)`?" } ?? "Known keys: \(known.joined(separator: ", ")).",
          location: document.location(of: value.node)
        )
      }
      found[key] = value
    }
    return found
  }

  /// A member that may be missing or null.
  func optional(_ key: String) throws(EvaluationError) -> JSONPlace? {
    guard case .object(let members) = node.value else { throw error("an object") }
    guard let member = members.first(where: { $0.key == key }) else { return nil }
    let place = child(member.value, key)
    return place.isNull ? nil : place
  }

  /// A member that must be there.
  func required(_ key: String) throws(EvaluationError) -> JSONPlace {
    if let place = try optional(key) { return place }
    throw error("an object with \"\(key)\"", seen: "an object without \"\(key)\"")
  }

  /// The items of a list.
  func items() throws(EvaluationError) -> [JSONPlace] {
    guard case .list(let items) = node.value else { throw error("a list") }
    return items.enumerated().map { JSONPlace(document: document, node: $1, path: "\(path)[\($0)]") }
  }

  func string() throws(EvaluationError) -> String {
    guard case .string(let text) = node.value else { throw error("a text") }
    return text
  }

  /// A finite number.
  func number() throws(EvaluationError) -> Double {
    guard case .number(let digits) = node.value, let number = Double(digits), number.isFinite else {
      throw error("a number")
    }
    return number
  }

  /// A whole number of at least 0.
  func count() throws(EvaluationError) -> Int {
    guard case .number(let digits) = node.value, let number = Int(digits), number >= 0 else {
      throw error("a whole number")
    }
    return number
  }

  private func child(_ node: JSONNode, _ key: String) -> JSONPlace {
    JSONPlace(document: document, node: node, path: path.isEmpty ? key : "\(path).\(key)")
  }
}

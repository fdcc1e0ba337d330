import Files
import Findings

/// A JSON value with its place in the text.
struct JSONNode {
  enum Value {
    case object([(key: String, value: JSONNode)])
    case list([JSONNode])
    case string(String)
    case number(String)
    case boolean(Bool)
    case null
  }

  var value: Value
  var offset: Int

  /// What the value is, for messages.
  var summary: String {
    switch value {
    case .object: "an object"
    case .list(let items): items.isEmpty ? "an empty list" : "a list"
    case .string(let text): "the text \"\(text.prefix(40))\""
    case .number(let digits): "the number \(digits.prefix(40))"
    case .boolean(let truth): "\(truth)"
    case .null: "null"
    }
  }
}

/// A JSON text as a tree, bounded in bytes, depth and values; equal keys in one object are refused.
struct JSONDocument {
  static let maximumBytes = 16 << 20
  static let maximumDepth = 32
  static let maximumValues = 500_000

  let file: String
  let root: JSONNode
  private let bytes: [UInt8]

  /// Reads the text of a file.
  ///
  /// - Throws: `EvaluationError.Code.malformed` or `.tooLarge`, with line and column.
  init(_ bytes: [UInt8], file: String) throws(EvaluationError) {
    guard bytes.count <= Self.maximumBytes else {
      throw Self.tooLarge(file, "it has \(bytes.count) bytes, more than the \(Self.maximumBytes) that are read")
    }
    self.bytes = bytes
    self.file = file
    // The closure cannot carry a typed error out, so that both ways are values.
    let outcome = bytes.withUnsafeBytes { buffer -> Result<JSONNode, Failure> in
      var builder = JSONTreeBuilder(reader: JSONReader(buffer, maximumDepth: Self.maximumDepth))
      do throws(Failure) {
        return .success(try builder.document())
      } catch {
        return .failure(error)
      }
    }
    switch outcome {
    case .success(let node): root = node
    case .failure(.syntax(let error)):
      throw EvaluationError(
        .malformed,
        problem: "cannot read \(file)",
        reason: error.reason,
        remedy: "Check that it is the JSON file that was meant, and complete.",
        location: SourceLocation(file: file, line: error.line, column: error.column)
      )
    case .failure(.tooMany):
      throw Self.tooLarge(file, "it holds more than the \(Self.maximumValues) values that are read")
    }
  }

  enum Failure: Error {
    case syntax(JSONError)
    case tooMany
  }

  /// The line and column of a value.
  func location(of node: JSONNode) -> SourceLocation {
    var line = 1
    var start = 0
    let end = min(node.offset, bytes.count)
    for index in 0..<end where bytes[index] == UInt8(ascii: "\n") {
      line += 1
      start = index + 1
    }
    return SourceLocation(file: file, line: line, column: end - start + 1)
  }

  private static func tooLarge(_ file: String, _ reason: String) -> EvaluationError {
    EvaluationError(
      .tooLarge,
      problem: "cannot read \(file)",
      reason: reason,
      remedy: "Check the path; results without logged samples are small.",
      location: SourceLocation(file: file)
    )
  }
}

private struct JSONTreeBuilder {
  var reader: JSONReader
  private var values = 0

  init(reader: JSONReader) { self.reader = reader }

  mutating func document() throws(JSONDocument.Failure) -> JSONNode {
    let root = try node()
    try wrap { (reader) throws(JSONError) in try reader.finish() }
    return root
  }

  private mutating func node() throws(JSONDocument.Failure) -> JSONNode {
    values += 1
    guard values <= JSONDocument.maximumValues else { throw .tooMany }
    let kind = try wrap { (reader) throws(JSONError) in try reader.peek() }
    let offset = reader.offset
    switch kind {
    case .object: return JSONNode(value: .object(try object()), offset: offset)
    case .array: return JSONNode(value: .list(try list()), offset: offset)
    case .string:
      let string = try wrap { (reader) throws(JSONError) in try reader.string() }
      return JSONNode(value: .string(reader.text(string)), offset: offset)
    case .number:
      let range = try wrap { (reader) throws(JSONError) in try reader.number() }
      return JSONNode(value: .number(reader.source(range)), offset: offset)
    case .boolean:
      let truth = try wrap { (reader) throws(JSONError) in try reader.boolean() }
      return JSONNode(value: .boolean(truth), offset: offset)
    case .null:
      _ = try wrap { (reader) throws(JSONError) in try reader.takeNull() }
      return JSONNode(value: .null, offset: offset)
    }
  }

  private mutating func object() throws(JSONDocument.Failure) -> [(key: String, value: JSONNode)] {
    try wrap { (reader) throws(JSONError) in try reader.enterObject() }
    var members: [(key: String, value: JSONNode)] = []
    var seen: Set<String> = []
    while let string = try wrap({ (reader) throws(JSONError) in try reader.nextKey() }) {
      let key = reader.text(string)
      guard seen.insert(key).inserted else {
        throw .syntax(reader.failure("the key \"\(key.prefix(40))\" stands twice", at: string.range.lowerBound - 1))
      }
      members.append((key, try node()))
    }
    return members
  }

  private mutating func list() throws(JSONDocument.Failure) -> [JSONNode] {
    try wrap { (reader) throws(JSONError) in try reader.enterArray() }
    var items: [JSONNode] = []
    while try wrap({ (reader) throws(JSONError) in try reader.nextElement() }) { items.append(try node()) }
    return items
  }

  private mutating func wrap<Value>(
    _ body: (inout JSONReader) throws(JSONError) -> Value
  ) throws(JSONDocument.Failure) -> Value {
    do throws(JSONError) { return try body(&reader) } catch { throw .syntax(error) }
  }
}

import EmbeddingCore
import Files
import Findings

/// The folder that a model was read from, as checks of its files look at it.
struct ModelFolder {
  /// The folder's path.
  var path: String
  /// What was found in its files.
  var facts: ModelFacts

  /// The folder of the publication's model; nil when there is none, or it cannot be loaded.
  init?(_ context: CheckContext) {
    guard let model = context.model else { return nil }
    path = model.facts.folder
    facts = model.facts
  }

  /// The path of a file in the folder, as an editor would open it.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The place of a file in the folder, for findings.
  func place(_ name: String) -> SourceLocation { SourceLocation(file: file(name)) }

  /// Whether there is a regular file of that name, or a link to one.
  func has(_ name: String) -> Bool { LocalFiles.isFile(file(name)) }

  /// The entries of a JSON object that are strings or whole numbers, by key; nil when the file is no such object.
  func entries(of name: String) -> [String: JSONScalar]? {
    guard let bytes = try? LocalFiles.read(file(name), limit: 16 << 20) else { return nil }
    return bytes.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      return try? JSONScalar.entries(&reader)
    }
  }

  /// Whether two files of the folder hold the same bytes.
  ///
  /// - Throws: `FileError` when one cannot be read.
  func areEqual(_ one: String, _ other: String) throws(FileError) -> Bool {
    let one = try MappedFile(path: file(one))
    let other = try MappedFile(path: file(other))
    guard one.count == other.count else { return false }
    return one.withBytes { one in other.withBytes { other in one.elementsEqual(other) } }
  }
}

/// A value of a JSON object that is no container.
enum JSONScalar: Equatable {
  case text(String)
  case integer(Int)

  /// The strings and whole numbers of an object, by key; other values are passed over.
  static func entries(_ reader: inout JSONReader) throws(JSONError) -> [String: JSONScalar] {
    var entries: [String: JSONScalar] = [:]
    try reader.enterObject()
    while let key = try reader.nextKey() {
      let name = reader.text(key)
      switch try reader.peek() {
      case .string: entries[name] = .text(reader.text(try reader.string()))
      case .number:
        let digits = reader.source(try reader.number())
        entries[name] = Int(digits).map { .integer($0) }
      default: try reader.skipValue()
      }
    }
    try reader.finish()
    return entries
  }
}

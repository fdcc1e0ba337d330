import Files
import Findings

/// What `modules.json` and `config_sentence_transformers.json` say about how a static embedding is used.
public struct SentenceTransformersSettings: Sendable, Hashable {
  /// The folder of the static embedding's files in the model's folder; empty for the folder itself.
  public var embeddingPath = ""
  /// Whether a `Normalize` module follows.
  public var isNormalized = false
  /// The texts that may be put before an input, by name.
  public var prompts: [String: String] = ["query": "", "document": ""]
  /// The prompt that is put before an input when none is asked for.
  public var defaultPromptName: String?

  /// Reads both files of the model in `folder`; the second may be missing.
  ///
  /// - Throws: `EmbeddingError.Code.missingFile`, `.unreadable`, `.invalidConfiguration` or `.unsupportedModule`.
  public init(folder: String) throws(EmbeddingError) {
    let modules = "\(folder)/modules.json"
    guard LocalFiles.kind(modules) != nil else {
      throw EmbeddingError(
        .missingFile,
        problem: "cannot open the model \(folder) as sentence-transformers does",
        reason: "there is no modules.json, which says what the model is made of",
        remedy: "Open it with the semantics of model2vec, or save it again with save_pretrained."
      )
    }
    let types = try readModules(modules)
    try check(types, modules)
    let configuration = "\(folder)/config_sentence_transformers.json"
    guard LocalFiles.kind(configuration) != nil else { return }
    try readPrompts(configuration)
  }

  /// The text to put before every input.
  ///
  /// - Throws: `EmbeddingError.Code.invalidOption` for a name that the model does not have.
  public func prompt(named name: String?) throws(EmbeddingError) -> String {
    guard let name = name ?? defaultPromptName else { return "" }
    if let prompt = prompts[name] { return prompt }
    throw EmbeddingError(
      .invalidOption,
      problem: "cannot use the prompt \"\(name)\"",
      reason: "the model has the prompts \(prompts.keys.sorted().joined(separator: ", "))",
      remedy: "Give one of these names, or none."
    )
  }

  private mutating func readModules(_ path: String) throws(EmbeddingError) -> [String] {
    var types: [String] = []
    var paths: [String] = []
    try EmbeddingError.reading(path) { (reader) throws(JSONError) in
      try reader.enterArray()
      while try reader.nextElement() {
        var type: String?
        var folder: String?
        try reader.enterObject()
        while let key = try reader.nextKey() {
          if reader.matches(key, "type") {
            type = reader.text(try reader.string())
          } else if reader.matches(key, "path") {
            folder = reader.text(try reader.string())
          } else {
            try reader.skipValue()
          }
        }
        guard let type, let folder else { throw reader.failure("a module lacks \"type\" or \"path\"") }
        types.append(type.split(separator: ".").last.map(String.init) ?? type)
        paths.append(folder)
      }
    }
    embeddingPath = paths.first.map { $0 == "." ? "" : $0 } ?? ""
    if embeddingPath.hasSuffix("/") { embeddingPath.removeLast() }
    return types
  }

  private mutating func check(_ types: [String], _ path: String) throws(EmbeddingError) {
    let reason: String
    if types.first != "StaticEmbedding" {
      reason = "its first module is \(types.first.map { "a \($0)" } ?? "missing"), expected a StaticEmbedding"
    } else if let other = types.dropFirst().first(where: { $0 != "Normalize" }) {
      reason = "it has the module \(other); only StaticEmbedding and Normalize are known"
    } else {
      isNormalized = types.count > 1
      return
    }
    throw EmbeddingError(
      .unsupportedModule,
      problem: "cannot run the modules of \(path)",
      reason: reason,
      remedy: "Open the model with the semantics of model2vec, which looks at the embedding only.",
      location: SourceLocation(file: path)
    )
  }

  private mutating func readPrompts(_ path: String) throws(EmbeddingError) {
    var found = prompts
    var name: String?
    try EmbeddingError.reading(path) { (reader) throws(JSONError) in
      try reader.enterObject()
      while let key = try reader.nextKey() {
        if reader.matches(key, "prompts") {
          if try reader.takeNull() { continue }
          try reader.enterObject()
          while let key = try reader.nextKey() {
            found[reader.text(key)] = try reader.takeNull() ? "" : reader.text(try reader.string())
          }
        } else if reader.matches(key, "default_prompt_name") {
          name = try reader.takeNull() ? nil : reader.text(try reader.string())
        } else {
          try reader.skipValue()
        }
      }
    }
    prompts = found
    defaultPromptName = name
    guard let name, found[name] == nil else { return }
    throw EmbeddingError(
      .invalidConfiguration,
      problem: "cannot use the configuration \(path)",
      reason: "\"default_prompt_name\" is \"\(name)\", which is not among \"prompts\"",
      remedy: "Correct the file.",
      location: SourceLocation(file: path)
    )
  }
}

extension EmbeddingError {
  /// Reads the JSON file at `path` from its first to its last byte.
  static func reading(
    _ path: String,
    _ body: (inout JSONReader) throws(JSONError) -> Void
  ) throws(EmbeddingError) {
    let bytes: [UInt8]
    do { bytes = try LocalFiles.read(path, limit: 16 << 20) } catch { throw EmbeddingError(.unreadable, from: error) }
    try reading(bytes, name: path, body)
  }

  /// Reads a JSON text that errors call `name`.
  static func reading(
    _ bytes: [UInt8],
    name: String,
    _ body: (inout JSONReader) throws(JSONError) -> Void
  ) throws(EmbeddingError) {
    var failure: JSONError?
    bytes.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      do throws(JSONError) {
        try body(&reader)
        try reader.finish()
      } catch {
        failure = error
      }
    }
    guard let failure else { return }
    throw EmbeddingError(
      .invalidConfiguration,
      problem: "cannot use the configuration \(name)",
      reason: failure.reason,
      remedy: "Correct the file.",
      location: SourceLocation(file: name, line: failure.line, column: failure.column),
      cause: failure
    )
  }
}

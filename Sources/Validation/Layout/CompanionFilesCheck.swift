import EmbeddingCore
import Files
import Findings
import Publication

/// The small files that ship beside the table can be read, and those that readers look for are there.
struct CompanionFilesCheck: Check {
  static let code = "HFP109"
  static let title = "the files beside the table are whole"
  static let page = CheckPage(
    why: """
      Libraries read `tokenizer_config.json` and its like when they find them, and a file that was cut in the middle \
      keeps the whole model from loading. The Hub counts downloads by `config.json`: without it a model shows none.
      """,
    fix: """
      Write the file again with the library that made it, or remove it where it is not needed: `tokenizer_config.json` \
      and `special_tokens_map.json` are optional.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let folder = ModelFolder(context) else { return [] }
    // What the model was loaded from has been read, and modules.json has a check of its own.
    let read = Set(folder.facts.layout.requiredPaths + ["modules.json", "0_StaticEmbedding/tokenizer.json"])
    var findings = RepositoryLayout.modelFiles.sorted().compactMap { name -> Finding? in
      guard name.hasSuffix(".json"), !read.contains(name), folder.has(name) else { return nil }
      return fault(of: name, folder)
    }
    if !folder.has("config.json") {
      findings.append(
        Finding(
          code: Self.code,
          severity: .note,
          location: folder.place("config.json"),
          seen: "there is no config.json, as sentence-transformers saves static models",
          expected: "one, because the Hub counts a download when it is read",
          remedy: "Nothing has to be done; without it the page shows no downloads."
        )
      )
    }
    return findings
  }

  private func fault(of name: String, _ folder: ModelFolder) -> Finding? {
    guard let bytes = try? LocalFiles.read(folder.file(name)), !bytes.isEmpty else { return nil }
    let failure = bytes.withUnsafeBytes { bytes -> JSONError? in
      var reader = JSONReader(bytes)
      do throws(JSONError) {
        try reader.skipValue()
        try reader.finish()
        return nil
      } catch { return error }
    }
    guard let failure else { return nil }
    return Self.error(
      seen: "\(name) is no JSON: \(failure.reason)",
      expected: "a file that libraries can read",
      remedy: "Write it again, or remove it.",
      at: SourceLocation(file: folder.file(name), line: failure.line, column: failure.column)
    )
  }
}

import EmbeddingCore
import Files
import Findings
import HubAPI
import Publication

/// The files that are published are a whole model, and the same one as the folder's.
struct PublishedModelCheck: Check {
  static let code = "HFP209"
  static let title = "what is published gives the same vectors as the folder"
  static let page = CheckPage(
    why: """
      What a model is depends on which files lie beside its table. A `config.json` that was added to a model of \
      sentence-transformers, so that downloads are counted, makes model2vec read the folder in another layout, with \
      another normalisation. Everything measured here would then be true of a model that nobody gets.
      """,
    fix: """
      Look at what the bundle adds and leaves out (`hfpub bundle` lists it). Take files out of the manifest's `files` \
      that a model's library gives a meaning, or put them into the model's folder, so that they are measured too.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let model = context.model, let source = context.manifest.modelFolder else { return [] }
    let folder = try TemporaryFolder()
    for path in RepositoryLayout.modelFiles { try Self.add("\(source)/\(path)", as: path, to: folder) }
    // A library looks at no other files; with thousands of them the links would take longer than all the rest.
    for path in context.manifest.namedFiles where path.hasSuffix(".json") || path.hasSuffix(".safetensors") {
      try Self.add("\(context.folder)/\(path)", as: RepositoryLayout.nameInRepository(path), to: folder)
    }
    let published: StaticModel
    do {
      published = try StaticModel(folder: folder.path)
    } catch {
      return [finding("a model that cannot be loaded: \(error.reason)", source)]
    }
    let texts = ProbeTexts.suiteTexts(context.manifest).prefix(20) + ["The quick brown fox jumps over the lazy dog."]
    for text in texts where try published.encode(text).map(\.bitPattern) != model.encode(text).map(\.bitPattern) {
      return [finding("another vector for \"\(ShownName.of(text))\" than the folder gives", source)]
    }
    return []
  }

  /// Puts a file into the folder as it is published; one whose name is taken is a finding of another check.
  private static func add(_ path: String, as name: String, to folder: TemporaryFolder) throws {
    let link = "\(folder.path)/\(name)"
    guard LocalFiles.isFile(path), let target = LocalFiles.resolved(path), LocalFiles.kind(link) == nil,
      RepositoryPath(name) != nil
    else { return }
    try LocalFiles.makeFolder(above: link)
    try LocalFiles.link(link, to: target)
  }

  private func finding(_ seen: String, _ folder: String) -> Finding {
    Self.error(
      seen: "of what is published, \(seen)",
      expected: "the vectors of the folder, bit for bit",
      remedy: "See with `hfpub bundle` what is added and what is left out.",
      at: SourceLocation(file: folder)
    )
  }
}

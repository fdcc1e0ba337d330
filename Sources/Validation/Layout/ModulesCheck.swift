import EmbeddingCore
import Files
import Findings
import Publication

/// `modules.json`, by which sentence-transformers loads, describes the model that model2vec loads.
struct ModulesCheck: Check {
  static let code = "HFP106"
  static let title = "modules.json describes the same model as the other files"
  static let page = CheckPage(
    why: """
      Model2Vec never reads `modules.json`, and sentence-transformers reads little else. One left over from the \
      teacher asks for a transformer that is not there; one without its Normalize module gives vectors of another \
      length than `normalize` in `config.json`.
      """,
    fix: """
      Save the model again with the library that made it. By hand: the first module is a `StaticEmbedding` with the \
      path of the table, and a `Normalize` follows exactly when the vectors are normalised.
      """
  )
  static let needs: CheckNeed? = .model

  func run(_ context: CheckContext) throws -> [Finding] {
    guard let folder = ModelFolder(context) else { return [] }
    guard LocalFiles.kind(folder.file("modules.json")) != nil else { return [missing(folder, context.manifest)] }
    let settings: SentenceTransformersSettings
    do { settings = try SentenceTransformersSettings(folder: folder.path) } catch {
      return [
        Self.error(
          seen: error.reason,
          expected: "a StaticEmbedding, and perhaps a Normalize after it",
          remedy: "Write the file again with save_pretrained; this one may be the base model's.",
          at: error.location ?? folder.place("modules.json")
        )
      ]
    }
    return [path(settings, folder), normalization(settings, folder)].compactMap { $0 }
  }

  private func missing(_ folder: ModelFolder, _ manifest: Manifest) -> Finding {
    let isClaimed = ([manifest.library] + manifest.tags).contains("sentence-transformers")
    let severity: Severity = folder.facts.layout != .model2vec ? .error : isClaimed ? .warning : .note
    return Finding(
      code: Self.code,
      severity: severity,
      location: folder.place("modules.json"),
      seen: "there is no modules.json"
        + (isClaimed ? ", and the card says that the model is one of sentence-transformers" : ""),
      expected: "the list of modules, without which sentence-transformers does not load the model",
      remedy: "Save the model again with save_pretrained, which writes it."
    )
  }

  private func path(_ settings: SentenceTransformersSettings, _ folder: ModelFolder) -> Finding? {
    let expected = folder.facts.layout == .sentenceTransformersNested ? "0_StaticEmbedding" : ""
    guard settings.embeddingPath != expected else { return nil }
    return Self.error(
      seen: "modules.json has the table in \"\(settings.embeddingPath)\"",
      expected: expected.isEmpty
        ? "\".\", the folder itself, where the table is" : "\"\(expected)\", where the table is",
      remedy: "Correct the path of the first module, or move the files.",
      at: folder.place("modules.json")
    )
  }

  private func normalization(_ settings: SentenceTransformersSettings, _ folder: ModelFolder) -> Finding? {
    let says = folder.facts.configuration.isNormalized
    guard settings.isNormalized != says else { return nil }
    if folder.facts.layout != .model2vec {
      // These layouts have no place that both libraries read; it is as their own library saves it.
      return Finding(
        code: Self.code,
        severity: .note,
        location: folder.place("modules.json"),
        seen: "modules.json normalises, and model2vec does not read it: its vectors of this model have other lengths",
        expected: "the same vectors from both libraries",
        remedy: "Tell readers to use sentence-transformers or to take the cosine, or save the model as model2vec does."
      )
    }
    return Self.error(
      seen: says
        ? "config.json says normalize, and modules.json has no Normalize"
        : "modules.json has a Normalize, and config.json does not say normalize",
      expected: "both the same: two libraries read one each",
      remedy: says ? "Add the module, or set normalize to false." : "Take the module out, or set normalize to true.",
      at: folder.place("modules.json")
    )
  }
}

import Files
import Findings
import TestKit
import Testing

@testable import Validation

/// A model is more than its table: what is published must load as what was measured.
@Suite struct PublishedModelTests {
  private func findings(_ change: (SmallPublication) throws -> Void) throws -> [Finding] {
    let publication = try SmallPublication()
    try publication.write()
    try change(publication)
    return try SmallPublication.findings(in: publication.sample).filter { $0.code == "HFP209" }
  }

  /// Makes the model one of sentence-transformers, whose vectors have the lengths that they come to.
  private func makeSentenceTransformer(_ model: String) throws {
    let modules = #"[{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}]"#
    try LocalFiles.remove("\(model)/config.json")
    try LocalFiles.writeAtomically(Array("{}\n".utf8), to: "\(model)/config_sentence_transformers.json")
    try LocalFiles.writeAtomically(Array(modules.utf8), to: "\(model)/modules.json")
  }

  @Test("a model with the files of its layout is published whole")
  func usual() throws {
    #expect(try findings { try makeSentenceTransformer($0.model) } == [])
  }

  @Test("a configuration that is added makes another model of it")
  func added() throws {
    let found = try findings { publication in
      try makeSentenceTransformer(publication.model)
      let configuration = Array("{\"model_type\": \"model2vec\", \"normalize\": true}\n".utf8)
      try LocalFiles.writeAtomically(configuration, to: "\(publication.sample.folder)/config.json")
      try publication.sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, config.json]")
    }
    #expect(found.count == 1)
    #expect(found.first?.severity == .error)
    #expect(found.first?.seen.hasPrefix("of what is published, another vector for \"") == true)
    #expect(found.first?.seen.hasSuffix("\" than the folder gives") == true)
  }

  @Test("a part that is added and broken is a model that nobody can load")
  func broken() throws {
    let found = try findings { publication in
      try makeSentenceTransformer(publication.model)
      try LocalFiles.writeAtomically(Array("[1".utf8), to: "\(publication.sample.folder)/config.json")
      try publication.sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, config.json]")
    }
    #expect(found.first?.seen.hasPrefix("of what is published, a model that cannot be loaded: ") == true)
  }
}

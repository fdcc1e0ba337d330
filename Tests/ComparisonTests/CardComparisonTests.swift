import Files
import Foundation
import TestKit
import Testing

/// Rendered cards as the official client and PyYAML read them.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct CardComparisonTests {
  private static let program = """
    import json, sys
    import yaml
    from huggingface_hub import ModelCard

    path, saved = sys.argv[1:]
    card = ModelCard.load(path)
    card.save(saved)
    again = ModelCard.load(saved)
    assert again.data.to_dict() == card.data.to_dict(), "the metadata changed"
    assert again.text == card.text, "the text changed"
    front = open(path, encoding="utf-8").read().split("---\\n")[1]
    data = yaml.safe_load(front)
    # BaseLoader keeps every scalar a text: a difference is a value that YAML 1.1 takes for something else.
    assert data == yaml.load(front, Loader=yaml.BaseLoader), "a value is no text for PyYAML"
    assert data == {key: value for key, value in card.data.to_dict().items()}, "the client reads other metadata"
    print(json.dumps(data))
    """

  @Test(
    "the official client loads and saves the card without change, and PyYAML reads every value as it is meant",
    arguments: ["minilm-static", "qwen25-deposium-1024d"]
  )
  func card(_ name: String) async throws {
    let folder = try TemporaryFolder()
    let rendered = try await Tool().run("render-card", "Publication/\(name)", "-o", "\(folder.path)/out")
    #expect(rendered.status == 0, "\(rendered.errors)\(rendered.output)")
    try LocalFiles.writeAtomically(Array(Self.program.utf8), to: "\(folder.path)/card.py")
    let output = try await Python.run(["card.py", "out/README.md", "saved.md"], in: folder.path)
    let data = try JSONDecoder().decode(Metadata.self, from: Data(output.utf8))
    #expect(data.license == "apache-2.0")
    #expect(data.language == ["en"])
    #expect(data.library_name == "model2vec")
    #expect(data.pipeline_tag == "sentence-similarity")
    #expect(data.base_model.contains("/"))
    #expect(data.tags.contains("embeddings"))
  }

  private struct Metadata: Decodable {
    var license: String
    var language: [String]
    var library_name: String
    var pipeline_tag: String
    var base_model: String
    var tags: [String]
  }
}

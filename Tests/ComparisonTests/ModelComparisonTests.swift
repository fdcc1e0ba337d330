import EmbeddingCore
import Files
import Foundation
import TestKit
import Testing

/// Vectors of real models, opened in all ways and saved, beside those of the reference library, bit for bit.
@Suite(.serialized, .enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct ModelComparisonTests {
  struct Job: Encodable {
    var folder: String
    var format: String?
    var dimension: Int?
    var output: String
  }

  /// The models of the repository and of the shared folder.
  static let models: [String] = {
    let shared = Fixture.sharedModels.flatMap { root in
      try? LocalFiles.list(root).filter { $0.kind == .folder }.map { "\(root)/\($0.name)" }
    }
    return ["\(SampleCopy.original)/model"] + (shared ?? [])
  }()

  private static let program = """
    import json, sys
    import numpy as np
    from model2vec import StaticModel
    texts = [json.loads(line) for line in open(sys.argv[1])]
    for job in json.load(open(sys.argv[2])):
        model = StaticModel.from_pretrained(job["folder"], quantize_to=job.get("format"), dimensionality=job.get("dimension"))
        model.encode(texts).astype("<f4").tofile(job["output"])
    """

  private static func texts(of model: String) throws -> [String] {
    struct Line: Decodable { var text: String? }
    let golden = "\(model)/golden.jsonl"
    let file = LocalFiles.isFile(golden) ? golden : "\(Fixture.root)/Tests/Fixtures/golden/minilm-m2v-128-int8.jsonl"
    let lines = try LocalFiles.readText(file).split(separator: "\n")
    return try lines.compactMap { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).text } + [
      "", "  ", "e\u{301}\u{FFFD}\u{0}x", String(repeating: "long words again ", count: 400),
      String(repeating: "\u{1F9FF} hello ", count: 300),
    ]
  }

  @Test("every model gives the reference's bits, opened in any way and saved", arguments: models)
  func model(folder source: String) async throws {
    let plain = try StaticModel(folder: source)
    let folder = try TemporaryFolder()
    let texts = try Self.texts(of: source)
    let full = plain.dimension
    let ways: [ModelOptions] = [
      ModelOptions(), ModelOptions(dimension: full / 2), ModelOptions(dimension: 1), ModelOptions(format: .float16),
      ModelOptions(format: .float32), ModelOptions(dimension: full - 3, format: .float64),
      ModelOptions(dimension: full / 2 + 1, format: .int8),
    ]
    var jobs: [Job] = []
    for (index, options) in ways.enumerated() {
      try StaticModel(folder: source, options: options).save(to: "\(folder.path)/saved-\(index)")
      jobs += [
        Job(
          folder: source,
          format: options.format?.rawValue,
          dimension: options.dimension,
          output: "\(folder.path)/opened-\(index).bin"
        ),
        Job(folder: "\(folder.path)/saved-\(index)", output: "\(folder.path)/saved-\(index).bin"),
      ]
    }
    let lines = try texts.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
    try LocalFiles.writeAtomically(Array(lines.utf8), to: "\(folder.path)/texts.jsonl")
    try LocalFiles.writeAtomically(Array(try JSONEncoder().encode(jobs)), to: "\(folder.path)/jobs.json")
    try LocalFiles.writeAtomically(Array(Self.program.utf8), to: "\(folder.path)/encode.py")
    try await Python.run(
      ["encode.py", "texts.jsonl", "jobs.json"],
      in: folder.path,
      environment: ["HF_HUB_OFFLINE": "1"]
    )
    for (index, options) in ways.enumerated() {
      let opened = try StaticModel(folder: source, options: options).encode(texts, rounding: .asStored)
      let saved = try StaticModel(folder: "\(folder.path)/saved-\(index)").encode(texts, rounding: .asStored)
      #expect(opened.values.map(\.bitPattern) == saved.values.map(\.bitPattern), "saved, \(options)")
      for (name, ours) in [("opened", opened), ("saved", saved)] {
        let theirs = try LocalFiles.read("\(folder.path)/\(name)-\(index).bin", limit: 1 << 30)
        #expect(theirs.count == ours.values.count * 4)
        let wrong = theirs.withUnsafeBytes { bytes in
          ours.values.indices.filter {
            bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self) != ours.values[$0].bitPattern
          }
        }
        #expect(
          wrong.isEmpty,
          "\(name), \(options): \(wrong.count) numbers, first in text \((wrong.first ?? 0) / ours.dimension)"
        )
      }
    }
  }

  // The library itself needs PyTorch, which is too large to install for a test; its steps are few.
  private static let stepsOfSentenceTransformers = """
    import json, sys
    import numpy as np
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer
    folder, texts, output = sys.argv[1:]
    texts = [json.loads(line) for line in open(texts)]
    modules = json.load(open(f"{folder}/modules.json"))
    place = f"{folder}/{modules[0]['path']}"
    tokenizer = Tokenizer.from_file(f"{place}/tokenizer.json")
    tokenizer.no_padding()
    weights = load_file(f"{place}/model.safetensors")
    table = weights.get("embedding.weight")
    if table is None:
        table = weights["embeddings"]
        if "mapping" in weights:
            table = table[weights["mapping"]]
        if "weights" in weights:
            table = (table.astype(np.promote_types(table.dtype, np.float32)) * weights["weights"][:, None])
    rows = []
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        row = table[encoding.ids].astype(np.float64).mean(axis=0) if encoding.ids else np.zeros(table.shape[1])
        if any(module["type"].endswith("Normalize") for module in modules):
            row = row / max(np.linalg.norm(row), 1e-12)
        rows.append(row)
    np.array(rows).astype("<f4").tofile(output)
    """

  @Test(
    "with the other semantics every model gives what sentence-transformers' steps give",
    arguments: models,
    ["null", "{\"max_length\":7,\"direction\":\"Left\",\"strategy\":\"LongestFirst\",\"stride\":0}"]
  )
  func sentenceTransformers(source: String, truncation: String) async throws {
    let folder = try TemporaryFolder()
    let copy = "\(folder.path)/model"
    try FileManager.default.copyItem(atPath: source, toPath: copy)
    for name in ["tokenizer.json", "0_StaticEmbedding/tokenizer.json"] where LocalFiles.isFile("\(copy)/\(name)") {
      var tokenizer = try #require(
        try JSONSerialization.jsonObject(with: Data(LocalFiles.read("\(copy)/\(name)"))) as? [String: Any]
      )
      tokenizer["truncation"] = try JSONSerialization.jsonObject(
        with: Data(truncation.utf8),
        options: .fragmentsAllowed
      )
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(copy)/\(name)")
      let parent = try #require(LocalFiles.parent(of: "\(copy)/\(name)"))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: parent)
      try LocalFiles.writeAtomically(
        Array(try JSONSerialization.data(withJSONObject: tokenizer)),
        to: "\(copy)/\(name)"
      )
    }
    #expect(
      try await Self.difference(ofSentenceTransformers: copy, try Self.texts(of: source), in: folder.path) <= 1e-6
    )
  }

  /// The largest difference between our numbers and those of sentence-transformers' steps, relative to large numbers.
  static func difference(
    ofSentenceTransformers model: String,
    _ texts: [String],
    in folder: String
  ) async throws -> Float {
    let lines = try texts.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
    try LocalFiles.writeAtomically(Array(lines.utf8), to: "\(folder)/texts.jsonl")
    try LocalFiles.writeAtomically(Array(stepsOfSentenceTransformers.utf8), to: "\(folder)/steps.py")
    try await Python.run(["steps.py", model, "texts.jsonl", "theirs.bin"], in: folder)
    let ours = try StaticModel(folder: model, options: ModelOptions(semantics: .sentenceTransformers)).encode(texts)
    let theirs = try LocalFiles.read("\(folder)/theirs.bin", limit: 1 << 30)
    try #require(theirs.count == ours.values.count * 4)
    return theirs.withUnsafeBytes { bytes in
      ours.values.indices.map { index in
        let theirs = Float(bitPattern: bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
        return abs(ours.values[index] - theirs) / max(1, abs(theirs))
      }.max() ?? .infinity
    }
  }
}

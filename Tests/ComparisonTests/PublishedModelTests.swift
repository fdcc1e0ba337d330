import Files
import Foundation
import LocalHub
import TestKit
import Testing

/// What hfpub published, as the official client and the reference library see it.
@Suite(.enabled(if: Python.interpreter != nil, "needs HFPUB_PYTHON (Scripts/test sets it up)"))
struct PublishedModelTests {
  private static let texts = [
    "The kitten sleeps on the sofa", "naïve café, 東京 2025!", "", "[UNK] [PAD] \u{0B}x\u{200B}y", "def f(x): return x\n",
    String(repeating: "long ", count: 700),
  ]

  private static let program = """
    import json, sys
    import numpy as np
    from model2vec import StaticModel
    model = StaticModel.from_pretrained(sys.argv[1])
    texts = [json.loads(line) for line in open(sys.argv[2])]
    np.save(sys.argv[3], np.vstack([model.encode([text]) for text in texts]).astype(np.float32))
    """

  @Test("hf downloads what hfpub uploaded, and model2vec gives the vectors of hfpub encode, bit for bit")
  func roundTrip() async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [LocalHubAccount(token: "hf_testwriter", userName: "acme")]
      )
    )
    let variables = ["HF_ENDPOINT": server.url, "HF_TOKEN": "hf_testwriter"]
    let upload = try await Tool(environment: variables).run("upload", "--repo", "acme/mini", "--create")
    #expect(upload.status == 0, "\(upload.errors)")

    let got = "\(folder.path)/got"
    try await Python.run(
      ["download", "acme/mini", "--local-dir", got],
      program: "hf",
      in: folder.path,
      environment: variables
    )
    await server.stop()
    for name in ["model.safetensors", "tokenizer.json", "config.json"] {
      let original = "\(SampleCopy.original)/model/\(name)"
      #expect(try FileDigests(ofFile: "\(got)/\(name)") == FileDigests(ofFile: original))
    }

    let lines = try Self.texts.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) + "\n" }.joined()
    try LocalFiles.writeAtomically(Array(lines.utf8), to: "\(folder.path)/texts.jsonl")
    try LocalFiles.writeAtomically(Array(Self.program.utf8), to: "\(folder.path)/encode.py")
    try await Python.run(
      ["encode.py", got, "texts.jsonl", "theirs.npy"],
      in: folder.path,
      environment: ["HF_HUB_OFFLINE": "1"]
    )
    let ours = try await Tool().run(
      "encode",
      "--model",
      got,
      "--input",
      "\(folder.path)/texts.jsonl",
      "--output",
      "\(folder.path)/ours.npy"
    )
    #expect(ours.status == 0, "\(ours.errors)")
    let floats = Self.texts.count * 128 * 4
    let theirs = try LocalFiles.read("\(folder.path)/theirs.npy").suffix(floats)
    #expect(try LocalFiles.read("\(folder.path)/ours.npy").suffix(floats) == theirs)
  }

  @Test("the example scripts run from the published files")
  func examples() async throws {
    let folder = try TemporaryFolder()
    let sample = try SampleCopy()
    for name in ["quickstart.py", "semantic_search.py"] {
      let arguments = name == "quickstart.py" ? [] : ["how do I get my money back?"]
      let printed = try await Python.run(
        ["\(sample.folder)/examples/\(name)"] + arguments + ["\(sample.folder)/model"],
        in: folder.path,
        environment: ["HF_HUB_OFFLINE": "1"]
      )
      #expect(printed.contains("+0.") || printed.contains("+1.000"))
    }
  }
}

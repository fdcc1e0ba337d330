import Archive
import Files
import Findings
import Foundation
import Publication
import TestKit
import Testing

@testable import Validation

/// What the checks of contents find in a copy of the sample into whose folders something was put.
@Suite struct ContentChecksTests {
  private func findings(_ spoil: (SampleCopy) throws -> Void) throws -> [Finding] {
    let sample = try SampleCopy()
    try spoil(sample)
    let manifest = try ManifestReader.read(folder: sample.folder)
    var context = CheckContext(manifest: manifest, folder: sample.folder, today: "2026-01-01")
    context.documents = [RenderedFile(path: "README.md", text: "# Card\n")]
    let checks: [any Check] = [
      SecretsCheck(), SensitiveNamesCheck(), CodeFormatsCheck(), NameMismatchCheck(), ForeignFilesCheck(),
    ]
    return try checks.flatMap { try $0.run(context) }.map { finding in
      var finding = finding
      if let file = finding.location?.file, file.hasPrefix(sample.folder) {
        finding.location?.file = String(file.dropFirst(sample.folder.count + 1))
      }
      return finding
    }
  }

  private func put(_ bytes: [UInt8], _ name: String, _ sample: SampleCopy) throws {
    let path = "\(sample.folder)/\(name)"
    try LocalFiles.makeFolder(LocalFiles.parent(of: path) ?? "/")
    try LocalFiles.writeAtomically(bytes, to: path)
  }

  @Test("the sample has no finding")
  func clean() throws {
    #expect(try findings { _ in } == [])
  }

  @Test("a token in the model's folder is an error with its place, though the file stays at home")
  func environment() throws {
    let token = PlantedSecrets.huggingFace
    let found = try findings { try put(Array("A=1\nHF_TOKEN=\(token)\n".utf8), "model/.env", $0) }
    #expect(
      found == [
        Finding(
          code: "HFP701",
          severity: .error,
          location: SourceLocation(file: "model/.env", line: 2, column: 10),
          seen: "what looks like a Hugging Face token beginning with `hf" + "_\(token.dropFirst(3).prefix(1))`: it is "
            + "`hf" + "_` and 34 letters, as the Hub's access tokens are",
          expected: "no secret in any file",
          remedy: "Revoke it on the Hub under Settings, Access Tokens. Then take it out of the file, and out of the "
            + "history of every repository it is in. hfpub leaves this file at home; other tools would send it."
        ),
        Finding(
          code: "HFP702",
          severity: .warning,
          location: SourceLocation(file: "model/.env"),
          seen: "a file that by its name holds settings and tokens of an environment",
          expected: "no such file in what is published, nor in the model's folder",
          remedy:
            "Move it out of the folder; change what it holds if it was ever sent anywhere. hfpub leaves this file "
            + "at home; other tools would send it."
        ),
      ]
    )
  }

  @Test("a token in a shipped file, in a notebook and in the header of safetensors is found")
  func places() throws {
    let token = PlantedSecrets.huggingFace
    #expect(try findings { try $0.replace("\n", with: "\ntoken \(token)\n", in: "NOTICE.md") }.first?.code == "HFP701")
    let notebook = "{\"cells\": [{\"source\": [\"login(\\\"\(token)\\\")\\n\"]}]}"
    #expect(try findings { try put(Array(notebook.utf8), "model/a.ipynb", $0) }.map(\.code) == ["HFP701"])
    let header = FileFormatTests.safetensors("{\"__metadata__\":{\"cmd\":\"--token \(token)\"}}")
    #expect(try findings { try put(header, "model/other.safetensors", $0) }.map(\.code) == ["HFP701"])
    // Tensors are numbers, whatever letters they spell.
    let tensors = FileFormatTests.safetensors("{\"__metadata__\":{}}") + Array(" \(token) ".utf8)
    #expect(try findings { try put(tensors, "model/other.safetensors", $0) } == [])
  }

  @Test("a secret and a telling name inside an archive are found, and the archive itself")
  func archive() throws {
    let token = PlantedSecrets.huggingFace
    for format in ArchiveFormat.allCases {
      let found = try findings { sample in
        try ArchiveWriter.write(
          [.init(path: "deep/.netrc", source: .bytes(Array("x\ny \(token)".utf8)))],
          format: format,
          to: "\(sample.folder)/model/old.\(format.rawValue)"
        )
      }
      #expect(found.map(\.code) == ["HFP701", "HFP702", "HFP713"])
      #expect(found.map(\.severity) == [.error, .warning, .warning])
      #expect(found.first?.seen.contains("in its entry `deep/.netrc`, line 2, beginning with `hf") == true)
      #expect(found.dropFirst().first?.seen == "the entry `deep/.netrc`, by its name passwords for servers")
    }
  }

  @Test("a plain tar is searched by its entries, once")
  func tar() throws {
    let tar = TarBlocks.entry("a.txt", Array(PlantedSecrets.huggingFace.utf8)) + [UInt8](repeating: 0, count: 1024)
    let found = try findings { try put(tar, "model/a.tar", $0) }
    #expect(found.map(\.code) == ["HFP701", "HFP713"])
    #expect(found.first?.seen.contains("in its entry `a.txt`, line 1,") == true)
  }

  @Test("a telling name that ships is an error")
  func shippedName() throws {
    let found = try findings {
      try put(Array("A=1\n".utf8), ".env", $0)
      try $0.replace("files: [NOTICE.md]", with: "files: [.env]")
    }
    #expect(found.map(\.code) == ["HFP702"])
    #expect(found.first?.severity == .error)
  }

  @Test("a secret in a file packed with xz is found; what is in a RAR is said not to be known")
  func otherArchives() throws {
    let packed = try #require(Data(base64Encoded: PlantedSecrets.packedWithXZ))
    let found = try findings { try put(Array(packed), "model/log.xz", $0) }
    #expect(found.map(\.code) == ["HFP701", "HFP713"])
    #expect(found.first?.severity == .error)
    let rar = try findings { try put(Array("Rar!\u{1A}\u{7}\0".utf8) + [0, 1], "model/a.rar", $0) }
    #expect(rar.map(\.code) == ["HFP701", "HFP713"])
    #expect(rar.first?.severity == .warning)
    #expect(
      rar.first?.seen == "an archive that could not be searched for secrets to its end: RAR is not read here"
    )
  }

  @Test("an archive that cannot be opened is said, not passed over")
  func brokenArchive() throws {
    let found = try findings { try put(Array("PK\u{3}\u{4}broken".utf8), "model/a.zip", $0) }
    #expect(found.map(\.code) == ["HFP701", "HFP713"])
    #expect(found.first?.severity == .warning)
    #expect(found.first?.seen.hasPrefix("an archive that could not be searched for secrets to its end: ") == true)
  }

  @Test("a pickle in the model's folder is a warning, shipped an error, disguised an error")
  func pickles() throws {
    let pickle = FileFormatTests.pickle(2, import: "os", "system")
    let home = try findings { try put(pickle, "model/pytorch_model.bin", $0) }
    #expect(home.map(\.code) == ["HFP711"])
    #expect(home.first?.severity == .warning)
    #expect(
      home.first?.seen
        == "a pickle that takes `os.system`. A pickle is a program for Python: loading it can call any function."
    )
    let shipped = try findings {
      try put(pickle, "a.pkl", $0)
      try $0.replace("files: [NOTICE.md]", with: "files: [a.pkl]")
    }
    #expect(shipped.map(\.code) == ["HFP711"])
    #expect(shipped.first?.severity == .error)
    let disguised = try findings { try put(pickle, "model/notes.txt", $0) }
    #expect(disguised.map(\.code) == ["HFP712"])
    #expect(disguised.first?.severity == .error)
    #expect(disguised.first?.expected == "what the name notes.txt says")
  }

  @Test("weights that were never fetched from large file storage are named as such")
  func pointer() throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    let found = try findings { try put(Array(pointer.utf8), "model/model.safetensors", $0) }
    #expect(found.map(\.code) == ["HFP712"])
    #expect(found.first?.remedy == "Fetch the file with git lfs pull.")
  }

  @Test("a program that the manifest ships is an error")
  func program() throws {
    let found = try findings {
      try put([0x7F] + Array("ELF".utf8) + [2, 1, 1, 0], "tool", $0)
      try $0.replace("files: [NOTICE.md]", with: "files: [tool]")
    }
    #expect(found.map(\.code) == ["HFP713"])
    #expect(found.first?.severity == .error)
    #expect(
      found.first?.expected == "safetensors, JSON, text or an image; this may not ship, because it is a program"
    )
  }

  @Test("names that hold secrets are known, and their neighbours are not")
  func names() {
    for name in [
      ".env", "a/.env.local", "prod.env", ".netrc", ".npmrc", ".pypirc", "id_rsa", "id_ed25519", "server.pem", "a.KEY",
      "credentials", ".git-credentials", ".aws/config", "huggingface/token", ".docker/config.json", ".ssh/config",
    ] {
      #expect(SensitiveName(name) != nil, "\(name)")
    }
    for name in [
      ".env.example", "id_rsa.pub", "tokenizer.json", "tokens.txt", "config.json", "environment.yml", "keys.txt",
      "special_tokens_map.json", "credentials.md", ".gitignore", "monkey", "known_hosts",
    ] {
      #expect(SensitiveName(name) == nil, "\(name)")
    }
  }

  @Test("more findings than a reader reads are counted instead")
  func many() throws {
    let token = PlantedSecrets.huggingFace
    let lines = String(repeating: "\(token)\n", count: 50)
    let found = try findings { try put(Array(lines.utf8), "model/a.txt", $0) }
    #expect(found.count == 20)
    #expect(found.last?.seen == "31 more texts that look like secrets")
  }
}

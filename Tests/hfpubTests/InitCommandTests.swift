import Files
import Glibc
import TestKit
import Testing

@testable import hfpub

@Suite("hfpub init") struct InitCommandTests {
  private static let sample = "\(Fixture.root)/Publication/minilm-static"

  @Test("the binary carries the sample publication, file for file")
  func sample() throws {
    let there = try LocalFiles.walk(Self.sample).map(\.path)
    let carried = Sample.files
    #expect(carried.map(\.path) == there)
    for file in carried { #expect(try LocalFiles.read("\(Self.sample)/\(file.path)") == file.bytes, "\(file.path)") }
  }

  @Test("the sample is published from nothing, without an account")
  func demo() async throws {
    let place = try TemporaryFolder()
    let tool = Tool(in: place.path)
    let made = try await tool.run("init", "demo")
    #expect(made.status == 0)
    #expect(made.output == "demo/hfpub.yaml\n")
    #expect(made.errors.hasSuffix("       Next  hfpub validate demo\n             hfpub upload demo --rehearse\n"))
    let uploaded = try await tool.run("upload", "demo", "--rehearse")
    #expect(uploaded.status == 0, "\(uploaded.errors)")
    #expect(uploaded.output.contains("/rehearsal/minilm-static/commit/"))
  }

  @Test(
    "the sample is published by somebody who is not root, too",
    .enabled(if: geteuid() == 0 && LocalFiles.isFile("/usr/bin/setpriv"), "only root can try it"),
    .enabled(if: isForOthers(Tool.binary), "the folder of the build is closed to others")
  )
  func unprivileged() async throws {
    let place = try TemporaryFolder()
    #expect(chown(place.path, 65_534, 65_534) == 0)
    var tool = Tool(in: place.path, environment: ["HOME": place.path])
    tool.program = "/usr/bin/setpriv"
    let call = ["--reuid=65534", "--regid=65534", "--clear-groups", Tool.binary]
    let made = try await tool.run(call + ["init", "demo"])
    #expect(made.status == 0, "\(made.errors)")
    let uploaded = try await tool.run(call + ["upload", "demo", "--rehearse"])
    #expect(uploaded.status == 0, "\(uploaded.errors)")
    #expect(uploaded.output.contains("/rehearsal/minilm-static/commit/"))
  }

  @Test("a model's publication says what its files say, and marks what they do not")
  func fromModel() async throws {
    let place = try TemporaryFolder()
    let model = "\(place.path)/model"
    try copyModel(to: model)
    try write("---\nlicense: mit\nlibrary_name: model2vec\nlanguage: [en, de]\ntags: [x1]\n---\n", "\(model)/README.md")
    let before = try LocalFiles.walk(model).map(\.path)
    let tool = Tool(in: place.path)
    let made = try await tool.run("init", "here/mine", "--from", "model")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "here/mine/hfpub.yaml\n")
    let manifest = try LocalFiles.readText("\(place.path)/here/mine/hfpub.yaml")
    #expect(manifest.contains("\nmodel: ../../model\n"))
    // What model2vec writes into every card is no statement about this model.
    #expect(
      manifest.contains("\nlicense: \"SAY: the Hub's id of its licence, such as apache-2.0; the model's README.md")
    )
    #expect(manifest.contains("\nbase_model: sentence-transformers/all-MiniLM-L6-v2  # config.json\n"))
    #expect(manifest.contains("\nlanguages: [en, de]  # README.md\n"))
    #expect(manifest.contains("\ntags: [x1, embeddings, static-embeddings, model2vec]\n"))
    #expect(manifest.contains("  - suite: suites/related_pairs.yaml\n    at_least: {margin: 0."))
    #expect(manifest.contains("  # uninformative: AUC is "))
    #expect(made.errors.contains("summary (line "))
    #expect(try LocalFiles.walk(model).map(\.path) == before)

    let unsaid = try await tool.run("validate", "here/mine", "--only", "manifest")
    #expect(unsaid.status == 1)
    for key in ["summary", "license", "base_license"] {
      #expect(unsaid.output.contains("error[HFP305]: `\(key)` is still to be said"), "\(unsaid.output)")
    }
    #expect(!unsaid.output.contains("error[HFP301]"))

    var said = manifest
    for line in manifest.split(separator: "\n") where line.contains("\"SAY:") {
      let key = line.prefix { $0 != ":" }
      said = said.replacing(line, with: "\(key): \(key == "summary" ? "For tests." : "apache-2.0")")
    }
    try write(said, "\(place.path)/here/mine/hfpub.yaml")
    let uploaded = try await tool.run("upload", "here/mine", "--rehearse")
    #expect(uploaded.status == 0, "\(uploaded.errors)\(uploaded.output)")
  }

  @Test("the text of a licence in the model's folder says which it is, and is shipped")
  func licenceText() async throws {
    let place = try TemporaryFolder()
    try copyModel(to: "\(place.path)/model")
    try write(
      "Permission is hereby granted, free of charge, to any person obtaining a copy. AS IS.\n",
      "\(place.path)/model/LICENSE.txt"
    )
    #expect(try await Tool(in: place.path).run("init", "mine", "--from", "\(place.path)/model").status == 0)
    let manifest = try LocalFiles.readText("\(place.path)/mine/hfpub.yaml")
    #expect(manifest.contains("\nlicense: mit  # LICENSE.txt\nlicense_file: LICENSE\n"))
    #expect(manifest.contains("\nmodel: \(place.path)/model\n"))
    #expect(try LocalFiles.readText("\(place.path)/mine/LICENSE").hasPrefix("Permission is hereby granted"))
  }

  @Test("an empty folder that one stands in is filled and stays the same folder")
  func standingInside() async throws {
    let place = try TemporaryFolder()
    let folder = "\(place.path)/mine"
    try copyModel(to: "\(place.path)/model")
    try LocalFiles.makeFolder(folder)
    var before = stat()
    var after = stat()
    #expect(stat(folder, &before) == 0)
    let made = try await Tool(in: folder).run("init", ".", "--from", "../model")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "./hfpub.yaml\n")
    #expect(stat(folder, &after) == 0 && before.st_ino == after.st_ino)
    let manifest = try LocalFiles.readText("\(folder)/hfpub.yaml")
    #expect(manifest.contains("\nmodel: ../model\n"))
    #expect(manifest.contains("\nname: mine\n"))
    #expect(try LocalFiles.list(folder).allSatisfy { !$0.name.hasPrefix(".") })
  }

  @Test("a slash at the end of the name changes nothing")
  func slash() async throws {
    let place = try TemporaryFolder()
    try copyModel(to: "\(place.path)/model")
    let made = try await Tool(in: place.path).run("init", "here/mine//", "--from", "model/")
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output == "here/mine/hfpub.yaml\n")
    #expect(made.errors.contains("Next  hfpub validate here/mine\n"))
    #expect(try LocalFiles.readText("\(place.path)/here/mine/hfpub.yaml").contains("\nmodel: ../../model\n"))
  }

  @Test("what is there is not touched, and nothing half-made is left")
  func refusals() async throws {
    let place = try TemporaryFolder()
    let tool = Tool(in: place.path)
    try copyModel(to: "\(place.path)/model")
    try write("mine", "\(place.path)/full/notes.txt")
    try LocalFiles.makeFolder("\(place.path)/empty")
    func refused(_ arguments: [String], status: Int32, _ words: String) async throws {
      let result = try await tool.run(["init"] + arguments)
      #expect(result.status == status)
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
    try await refused(["full"], status: 8, "the folder is there and holds files")
    try await refused(["model/inside", "--from", "model"], status: 2, "which hfpub only reads")
    try await refused(["mine", "--from", "nowhere"], status: 8, "there is no such folder")
    try await refused(["mine", "--from", "full"], status: 8, "lacks config.json")
    try await refused(["my model", "--from", "model"], status: 2, "is no name for a publication")
    try await refused(["/proc/mine"], status: 8, "cannot create /proc/mine")
    try await refused(["mine", "--name", "x"], status: 2, "--name goes with --from")
    #expect(try LocalFiles.list(place.path).map(\.name) == ["empty", "full", "model"])
    #expect(try await tool.run("init", "empty").status == 0)
  }

  /// Whether everybody may run what is at an absolute path.
  private static func isForOthers(_ path: String) -> Bool {
    var place = path
    while true {
      var status = stat()
      guard stat(place, &status) == 0, status.st_mode & 0o001 != 0 else { return false }
      guard let parent = LocalFiles.parent(of: place) else { return true }
      place = parent
    }
  }

  private func copyModel(to folder: String) throws {
    for name in ["config.json", "model.safetensors", "modules.json", "tokenizer.json"] {
      try LocalFiles.makeFolder(folder)
      try LocalFiles.writeAtomically(LocalFiles.read("\(Self.sample)/model/\(name)"), to: "\(folder)/\(name)")
    }
  }

  private func write(_ text: String, _ path: String) throws {
    try LocalFiles.makeFolder(above: path)
    try LocalFiles.writeAtomically(Array(text.utf8), to: path)
  }
}

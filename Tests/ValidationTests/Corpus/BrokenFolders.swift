import Files
import Foundation
import TestKit

@testable import Validation

/// Folders with one defect each, named after it.
enum BrokenFolders {
  static let all = paths + secrets + formats + bytes + manifests + claims + cards

  static let paths: [BrokenFolder] = [
    .init("a name that Windows keeps", ["HFP121"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, aux.md]")
      try sample.put("x\n", "aux.md")
    },
    .init("a name that ends in a dot", ["HFP121"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, \"notes.\"]")
      try sample.put("x\n", "notes.")
    },
    .init("a name with a colon", ["HFP121"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, \"a:b.md\"]")
      try sample.put("x\n", "a:b.md")
    },
    .init("a name with a mark that turns text round", ["HFP121"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, \"a\\u202Edm.md\"]")
      try sample.put("x\n", "a\u{202E}dm.md")
    },
    .init("a name in decomposed form", ["HFP121"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, \"cafe\\u0301.md\"]")
      try sample.put("x\n", "cafe\u{301}.md")
    },
    .init("a name that is not UTF-8", ["HFP121"]) { sample in
      let descriptor = open(
        Array("\(sample.folder)/model/caf".utf8CString.dropLast()) + [-23, 0],
        O_CREAT | O_WRONLY,
        0o644
      )
      guard descriptor >= 0 else { throw FixtureError(text: "open") }
      close(descriptor)
    },
    .init("two names that differ in case", ["HFP122"]) { try $0.put("x\n", "model/Readme.md") },
    .init("two model files that differ in case", ["HFP122"]) { try $0.put("{}\n", "model/Config.json") },
    .init("a link out of the folder", ["HFP123"]) { sample in
      guard symlink("/etc/hostname", "\(sample.folder)/model/host") == 0 else { throw FixtureError(text: "symlink") }
    },
    .init("a dangling link", ["HFP123"]) { sample in
      guard symlink("nowhere", "\(sample.folder)/model/gone") == 0 else { throw FixtureError(text: "symlink") }
    },
    .init("a link to itself", ["HFP123"]) { sample in
      guard symlink("loop", "\(sample.folder)/model/loop") == 0 else { throw FixtureError(text: "symlink") }
    },
    .init("a pipe", ["HFP123"]) { sample in
      guard mkfifo("\(sample.folder)/model/pipe", 0o644) == 0 else { throw FixtureError(text: "mkfifo") }
    },
    .init("a desktop's leavings", ["HFP124"]) { try $0.put([0, 0, 0, 1], "model/.DS_Store") },
    .init("compiled Python", ["HFP124"]) { try $0.put("x", "model/__pycache__/a.txt") },
    .init("an editor's swap file", ["HFP124"]) { try $0.put("x", "model/config.json.swp") },
    .init("a file that the manifest names and that is not there", ["HFP101"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, MISSING.md]")
    },
    .init("a path that leads out of the publication", ["HFP101", "HFP121"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, ../outside.md]")
      try sample.put("x\n", "../outside.md")
    },
  ]

  // Built from pieces, so that no scanner stumbles over this file.
  private static let token = "hf_" + "kTbVnRxQmZpL" + "wYcJdHsGfAeUoIkBtVrNxM"

  static let secrets: [BrokenFolder] = [
    .init("a token in a notice", ["HFP701"]) { try $0.replace("# Where", with: "# \(token) Where", in: "NOTICE.md") },
    .init("a token in an example", ["HFP701"]) { sample in
      try sample.replace("import", with: "TOKEN = \"\(token)\"\nimport", in: "examples/quickstart.py")
    },
    .init("a token in a file that stays at home", ["HFP701", "HFP702"]) {
      try $0.put("HF_TOKEN=\(token)\n", "model/.env")
    },
    .init("an empty .env", ["HFP702"]) { try $0.put("A=1\n", "model/.env") },
    .init("a private key", ["HFP701", "HFP702"]) { sample in
      try sample.put(PlantedSecrets.pem("OPENSSH PRIVATE KEY"), "model/id_ed25519")
    },
    .init("a password in an address", ["HFP701"]) { sample in
      try sample.replace("# Where", with: "# https://me:" + "Tr0ub4dor3x9@git.acme-models.io Where", in: "NOTICE.md")
    },
    .init("a token in the configuration", ["HFP701"]) { sample in
      try sample.replace("\"normalize\"", with: "\"note\": \"\(token)\", \"normalize\"", in: "model/config.json")
    },
  ]

  static let formats: [BrokenFolder] = [
    .init("a pickle beside the model", ["HFP711"]) { sample in
      try sample.put(
        Array("\u{80}".unicodeScalars.map { UInt8($0.value) }) + [4] + Array("cos\nsystem\n(Vls\ntR.".utf8),
        "model/pytorch_model.bin"
      )
    },
    .init("an empty safetensors file", ["HFP712"]) { try $0.put([], "model/other.safetensors") },
    .init("a page that says not found in place of weights", ["HFP712"]) { sample in
      try sample.put("<!doctype html><html><body>404</body></html>", "model/extra.safetensors")
    },
    .init("a program called notes", ["HFP712"]) { sample in
      try sample.put([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 56), "model/notes.txt")
    },
    .init("an archive that is to be shipped and cannot be opened", ["HFP713", "HFP701"]) { sample in
      try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, data.zip]")
      try sample.put([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), "data.zip")
    },
  ]

  static let bytes: [BrokenFolder] = [
    .init("a truncated table", ["HFP100"]) { sample in
      let file = "\(sample.folder)/model/model.safetensors"
      try sample.put(Array(try LocalFiles.read(file).prefix(100_000)), "model/model.safetensors")
    },
    .init("bytes behind the table", ["HFP100"]) { sample in
      let file = "\(sample.folder)/model/model.safetensors"
      try sample.put(try LocalFiles.read(file) + [0], "model/model.safetensors")
    },
    .init("a table that is no safetensors", ["HFP100", "HFP712"]) { sample in
      try sample.put([UInt8](repeating: 0x41, count: 64), "model/model.safetensors")
    },
    .init("a tokenizer that is no JSON", ["HFP100"]) { try $0.put("{\"model\": ", "model/tokenizer.json") },
    .init("a token more than the table has rows", ["HFP100"]) { sample in
      try sample.replace(",\"##～\":29524", with: ",\"##～\":29524,\"zzz\":29525", in: "model/tokenizer.json")
    },
    .init("a token less", ["HFP100"]) { try $0.replace(",\"##～\":29524", with: "", in: "model/tokenizer.json") },
    .init("no tokenizer", ["HFP100"]) { try LocalFiles.remove("\($0.folder)/model/tokenizer.json") },
    .init("no weights", ["HFP100"]) { try LocalFiles.remove("\($0.folder)/model/model.safetensors") },
    .init("a table of zeros", ["HFP104", "HFP202", "HFP203"]) { try $0.fillTable { _ in 0 } },
    .init("rows that are all alike", ["HFP116", "HFP202", "HFP203", "HFP205"]) { try $0.fillTable { UInt8($0 % 128) } },
  ]

  static let manifests: [BrokenFolder] = [
    .init("a place that nobody has filled", ["HFP305"]) { try $0.declare("audience: [\"SAY: for whom it is\"]") },
    .init("a licence that the Hub does not know", ["HFP301"]) {
      try $0.replace("\nlicense: apache-2.0", with: "\nlicense: apache2")
    },
    .init("a base model that is a path", ["HFP302"]) { sample in
      try sample.replace("base_model: sentence-transformers/all-MiniLM-L6-v2", with: "base_model: /home/me/model")
    },
    .init("a licence that gives away what the base model's keeps", ["HFP304"]) {
      try $0.replace("base_license: apache-2.0", with: "base_license: cc-by-nc-4.0")
    },
    .init("a base licence that is none", ["HFP304"]) {
      try $0.replace("base_license: apache-2.0", with: "base_license: apache")
    },
    .init("a threshold above the score", ["HFP203"]) { try $0.replace("margin: 0.5", with: "margin: 0.99") },
    .init("a threshold on a mean alone", ["HFP204"]) { sample in
      try sample.replace(
        "at_least: {margin: 0.5, auc: 0.95, recall_at_1: 0.99, distractor_accuracy: 0.99}",
        with: "at_least: {mean: 0.5}"
      )
    },
    .init("a waiver for a check that does not exist", ["HFP303"]) { sample in
      try sample.declare("waivers: [{code: HFP499, reason: x, date: \"2026-01-01\"}]")
    },
    .init("a waiver for secrets", ["HFP303"]) { sample in
      try sample.declare("waivers: [{code: HFP701, reason: x, date: \"2026-01-01\"}]")
    },
    .init("a task that is none", ["HFP519"]) {
      try $0.replace("task: sentence-similarity", with: "task: sentence-similarty")
    },
    .init("a library that nobody knows", ["HFP520"]) {
      try $0.replace("library: model2vec", with: "library: model3vec")
    },
    .init("a language that is none", ["HFP523"]) { try $0.replace("languages: [en]", with: "languages: [english]") },
    .init("a tag twice", ["HFP524"]) { sample in
      try sample.replace("tags: [", with: "tags: [model2vec, ")
    },
  ]

  static let claims: [BrokenFolder] = [
    .init("a number from nowhere", ["HFP401"]) { try $0.say("It is 7.5x faster.") },
    .init("a phrase that the publisher forbade", ["HFP402"]) { sample in
      try sample.declare("messaging: {never: [{say: neither PyTorch, instead: no PyTorch, because: grammar}]}")
    },
    .init("the only one", ["HFP404"]) { try $0.say("It is the only model of its kind.") },
    .init("praise", ["HFP404"]) { try $0.say("It is a revolutionary, blazing-fast model.") },
  ]

  static let cards: [BrokenFolder] = [
    .init("a link to a file that is not shipped", ["HFP606"]) { try $0.say("See [more](MORE.md).") },
    .init("a link to no heading", ["HFP606"]) { try $0.say("See [more](#nowhere).") },
    .init("a link to one's own machine", ["HFP607"]) { try $0.say("See [more](file:///home/me/x).") },
    .init("a forgotten bracket", ["HFP607"]) { try $0.say("See the model(https://example.org/x).") },
    .init("a draft's mark", ["HFP604"]) { try $0.say("TODO say more.") },
    .init("a script", ["HFP609"]) { try $0.say("<script>alert()</script>") },
    .init("a component of another page", ["HFP610"]) { try $0.say("<Tip>Words.</Tip>") },
    .init("a short code", ["HFP610"]) { try $0.say("It is small. :rocket:") },
    .init("a picture without words", ["HFP608"]) { try $0.say("![](https://example.org/a.png)") },
    .init("spoilt letters", ["HFP508"]) { try $0.say("Itâ€™s small.") },
    .init("a letter in two parts", ["HFP505"]) { try $0.say("A cafe\u{301}.") },
  ]
}

extension SampleCopy {
  /// Replaces every byte of the table; the closure is given the place within a row.
  fileprivate func fillTable(_ byte: (Int) -> UInt8) throws {
    let file = "\(folder)/model/model.safetensors"
    var bytes = try LocalFiles.read(file)
    let header = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) } + 8
    for place in bytes.indices.dropFirst(header) { bytes[place] = byte((place - header) % 128) }
    try LocalFiles.writeAtomically(bytes, to: file)
  }
}

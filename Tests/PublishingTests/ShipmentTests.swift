import Files
import Findings
import Glibc
import HubAPI
import Publication
import TestKit
import Testing
@testable import Publishing

@Suite struct ShipmentTests {
  private func shipment(_ sample: SampleCopy) throws -> Shipment {
    try ShipmentBuilder.build(
      ManifestReader.read(folder: sample.folder),
      folder: sample.folder,
      documents: [RenderedFile(path: "README.md", text: "# Card\n")]
    )
  }

  @Test("the shipment is the card, the model, the licence, the examples and the named files, sorted")
  func files() throws {
    let shipment = try shipment(SampleCopy())
    #expect(
      shipment.files.map(\.path.text) == [
        "LICENSE", "NOTICE.md", "README.md", "config.json", "examples/quickstart.py", "examples/semantic_search.py",
        "model.safetensors", "modules.json", "tokenizer.json",
      ]
    )
    #expect(shipment.leftOut.map { LocalFiles.name(of: $0.path) } == ["SOURCE.md"])
  }

  @Test("secrets, caches and pickles beside the model stay at home, each with a reason")
  func strangers() throws {
    let sample = try SampleCopy()
    for name in [".env", "pytorch_model.bin", ".DS_Store"] {
      try LocalFiles.writeAtomically([1], to: "\(sample.folder)/model/\(name)")
    }
    let shipment = try shipment(sample)
    #expect(shipment.files.count == 9)
    #expect(
      shipment.leftOut.map { LocalFiles.name(of: $0.path) } == [".DS_Store", ".env", "SOURCE.md", "pytorch_model.bin"]
    )
    #expect(shipment.leftOut.allSatisfy { !$0.reason.isEmpty })
  }

  @Test("a link that leads out is refused; one to a file inside is shipped as a copy")
  func link() throws {
    let sample = try SampleCopy()
    let outside = try TemporaryFolder()
    let file = "\(sample.folder)/model/config.json"
    #expect(rename(file, "\(outside.path)/elsewhere.json") == 0)
    #expect(symlink("\(outside.path)/elsewhere.json", file) == 0)
    let error = #expect(throws: PublishingError.self) { try shipment(sample) }
    #expect(error?.code == .notRegular)
    #expect(rename("\(outside.path)/elsewhere.json", "\(sample.folder)/elsewhere.json") == 0)
    #expect(unlink(file) == 0 && symlink("../elsewhere.json", file) == 0)
    let shipped = try #require(try shipment(sample).files.first { $0.path.text == "config.json" })
    guard case .file(let source) = shipped.source else { throw FixtureError(text: "not a file") }
    #expect(source.hasSuffix("/sample/elsewhere.json"))
  }

  @Test("names that differ in case only are refused")
  func twins() throws {
    let sample = try SampleCopy()
    try sample.replace("files: [NOTICE.md]", with: "files: [NOTICE.md, Readme.md]")
    try LocalFiles.writeAtomically([1], to: "\(sample.folder)/Readme.md")
    let error = #expect(throws: PublishingError.self) { try shipment(sample) }
    #expect(error?.code == .twins)
    #expect(error?.reason == "README.md has the same name, or one that differs in case only")
  }
}

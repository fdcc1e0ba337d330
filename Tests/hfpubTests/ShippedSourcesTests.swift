import Files
import TestKit
import Testing

/// Rules about the sources themselves that the compiler does not hold.
@Suite struct ShippedSourcesTests {
  private func sources() throws -> [(path: String, text: String)] {
    try ["Sources", "Templates"].flatMap { folder in
      try LocalFiles.walk("\(Fixture.root)/\(folder)").filter { $0.path.hasSuffix(".swift") }
        .map { ("\(folder)/\($0.path)", try LocalFiles.readText("\(Fixture.root)/\(folder)/\($0.path)")) }
    }
  }

  @Test("shipped code imports FoundationEssentials, never the whole Foundation, which adds 44 MB")
  func foundation() throws {
    let sources = try sources()
    #expect(sources.count > 50)
    for (path, text) in sources {
      let imports = text.split(separator: "\n").filter { $0.hasPrefix("import ") || $0.contains(" import ") }
      #expect(!imports.contains { $0.hasSuffix(" Foundation") || $0.hasSuffix(" FoundationNetworking") }, "\(path)")
    }
  }

  @Test("only the executable prints and looks at the environment")
  func sideEffects() throws {
    for (path, text) in try sources() where !path.hasPrefix("Sources/hfpub/") {
      let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
      for word in [" print(", "ProcessInfo", "getenv("] {
        #expect(!code.contains { $0.contains(word) }, "\(word) in \(path)")
      }
    }
  }
}

import Files
import TestKit
import Testing

@testable import Validation

/// What is found in files that hold no secrets and are what they say: nothing.
@Suite struct RealFilesTests {
  private func problems(below folder: String) throws -> [String] {
    try LocalFiles.walk(folder).filter { $0.kind == .file }.flatMap { path, _ in
      try MappedFile(path: "\(folder)/\(path)").withBytes { bytes in
        let format = FileFormat.detect(bytes, path: path)
        let text = SecretsCheck.text(of: bytes, format)
        var problems = SecretScanner().matches(in: text, path: path).map { "\(path):\($0.line): \($0.kind.name)" }
        if SensitiveName(path) != nil { problems.append("\(path): name") }
        if NamedFormat.isMismatch(path, format) { problems.append("\(path): \(format)") }
        if !ShippedFormat.isAllowed(path, format) { problems.append("\(path): \(format) is not allowed") }
        return problems
      }
    }
  }

  @Test("the models of the shared folder", .enabled(if: Fixture.sharedModels != nil))
  func sharedModels() throws {
    #expect(try problems(below: #require(Fixture.sharedModels)) == [])
  }

  @Test("the publications of this repository")
  func publications() throws {
    #expect(try problems(below: "\(Fixture.root)/Publication") == [])
  }

  @Test("the cards among the fixtures")
  func cards() throws {
    #expect(try problems(below: "\(Fixture.root)/Tests/Fixtures/cards") == [])
  }
}

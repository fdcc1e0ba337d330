import Files
import TestKit
import Testing

@Suite struct SchemaCommandTests {
  @Test(
    "the schemas of the documentation's folder are those that the tool prints",
    arguments: [
      ("manifest", "hfpub.schema.json"), ("suite", "suite.schema.json"), ("evidence", "evidence.schema.json"),
    ]
  )
  func schemas(subject: String, file: String) async throws {
    let schema = try await Tool().run("schema", subject)
    #expect(try LocalFiles.readText("\(Fixture.root)/Documentation/\(file)") == schema.output)
  }

  @Test(
    "the reference page's tables of keys are those that the reader knows",
    arguments: ["manifest", "suite", "evidence"]
  )
  func page(subject: String) async throws {
    let tables = try await Tool().run("schema", subject, "--page").output
    #expect(tables.hasPrefix("| key | value | meaning |\n"))
    let page = try LocalFiles.readText("\(Fixture.root)/Documentation/Manifest.md")
    let begin = "<!-- begin: hfpub schema \(subject) --page -->\n\n"
    #expect(page.contains("\(begin)\(tables)\n<!-- end -->\n"))
  }

  @Test("without a subject the report's schema is printed; another one is refused with what there is")
  func subjects() async throws {
    let report = try await Tool().run("schema")
    #expect(report.output.contains("urn:hfpub:result:1"))
    #expect(try await Tool().run("schema", "report").output == report.output)
    let unknown = try await Tool().run("schema", "manifesto")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("manifest"))
  }
}

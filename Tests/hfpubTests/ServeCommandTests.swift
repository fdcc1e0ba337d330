import Files
import TestKit
import Testing

@Suite("hfpub serve")
struct ServeCommandTests {
  @Test("a bad fault script is refused with its place before anything is served")
  func badFaults() async throws {
    let place = try TemporaryFolder()
    try LocalFiles.writeAtomically(
      Array("- { on: POST */commit/*, then: drop-after-aply }\n".utf8),
      to: "\(place.path)/faults.yml"
    )
    let result = try await Tool(in: place.path).run("serve", "--port", "0", "--store", "hub", "--faults", "faults.yml")
    #expect(result.status == 3)
    #expect(
      result.errors == """
        faults.yml:1:32: error[localhub.bad-faults]: cannot read the fault script faults.yml
          why: the fault `drop-after-aply` is not known
          fix: Did you mean `drop-after-apply`?

        """
    )
    #expect(result.output.isEmpty)
    #expect(!LocalFiles.isFolder("\(place.path)/hub"))
  }
}

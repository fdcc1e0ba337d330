import HubAPI
import LocalHub
import Testing

@Suite("the card check of the embedded hub")
struct CardCheckTests {
  @Test("a good card passes, a bad one is refused with errors, both without a token")
  func validate() async throws {
    let hub = try await TestHub()
    func check(_ content: String) async throws -> (Int, ValidateCardResponse) {
      let answer = try await hub.call(
        "POST",
        "/api/validate-yaml",
        token: nil,
        json: ValidateCardRequest(content: content)
      )
      return (answer.status, try answer.json(ValidateCardResponse.self))
    }
    let good = try await check("---\nlicense: mit\n---\n")
    #expect(good.0 == 200 && good.1 == ValidateCardResponse(errors: [], warnings: []))
    let empty = try await check("# Text")
    #expect(empty.0 == 200)
    #expect(empty.1.warnings == [.init(message: "empty or missing yaml metadata in repo card")])
    let bad = try await check("---\n- a\n---\n")
    #expect(bad.0 == 400)
    #expect(bad.1.errors == [.init(message: "YAML metadata must be a mapping, not a list (line 2 of README.md)")])
    await hub.server.stop()
  }

  @Test("a card beyond the limit is refused by size")
  func tooLarge() async throws {
    let hub = try await TestHub()
    let answer = try await hub.call(
      "POST",
      "/api/validate-yaml",
      json: ValidateCardRequest(content: String(repeating: "x", count: 5 << 20))
    )
    #expect(answer.status == 413)
    #expect(answer.error == "The body is larger than 4194304 bytes")
    await hub.server.stop()
  }
}

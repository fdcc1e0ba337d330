import Foundation
import HubAPI
import LocalHub
import Testing

/// The embedded hub beside the real one.
///
/// The fields are those of the answers of https://huggingface.co on 2025-03-07 that huggingface_hub keeps in
/// `tests/cassettes` (`TestSpaceAPIProduction.*.yaml`), there for a space, here for a model.
@Suite("answers of the real Hub, as recorded")
struct RecordedAnswerTests {
  /// What a field holds, at any depth; lists by their first element.
  private indirect enum Shape: Equatable, CustomStringConvertible {
    case text, number, flag
    case list(Shape?)
    case object([String: Shape])

    init(_ value: Any) throws {
      switch value {
      case let value as [String: Any]: self = .object(try value.mapValues(Shape.init))
      case let value as [Any]: self = .list(try value.first.map(Shape.init))
      case is String: self = .text
      case let value as NSNumber: self = CFBoolean.isBoolean(value) ? .flag : .number
      default: throw UnexpectedValue(text: "\(value)")
      }
    }

    var description: String {
      switch self {
      case .text: "text"
      case .number: "number"
      case .flag: "flag"
      case .list(let element): "[\(element.map { "\($0)" } ?? "")]"
      case .object(let fields): "{\(fields.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", "))}"
      }
    }
  }

  private struct UnexpectedValue: Error {
    var text: String
  }

  /// JSON's true and false are numbers to Foundation.
  private enum CFBoolean {
    static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
  }

  private func shape(_ answer: Answer) throws -> Shape {
    #expect(answer.header("Content-Type") == "application/json; charset=utf-8")
    #expect(answer.header("X-Request-Id")?.isEmpty == false)
    return try Shape(try JSONSerialization.jsonObject(with: Data(answer.body)))
  }

  @Test("creating a repository, and once more")
  func creation() async throws {
    let hub = try await TestHub()
    let request = CreateRepositoryRequest(name: "tiny", organization: nil, visibility: "private")
    let made = try await hub.call("POST", "/api/repos/create", json: request)
    #expect(made.status == 200)
    #expect(try shape(made) == .object(["url": .text, "name": .text, "id": .text]))
    let answer = try made.json(CreateRepositoryResponse.self)
    // An id of 24 hexadecimal digits; the name with its owner; the page.
    #expect(answer.id?.utf8.count == 24)
    #expect(answer.name == "me/tiny")
    #expect(answer.url == "\(hub.server.url)/me/tiny")
    let again = try await hub.call("POST", "/api/repos/create", json: request)
    #expect(again.status == 409)
    #expect(try shape(again) == .object(["error": .text, "url": .text]))
    #expect(again.error?.hasPrefix("You already created this model repo") == true)
    await hub.server.stop()
  }

  @Test("asking how files travel, one new and one that is there")
  func preupload() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    func ask() async throws -> Answer {
      try await hub.call(
        "POST",
        "/api/models/me/tiny/preupload/main",
        json: PreuploadRequest(files: [.init(path: "app.py", sample: "", size: 0)], gitIgnore: nil)
      )
    }
    let file: [String: Shape] = ["path": .text, "uploadMode": .text, "shouldIgnore": .flag]
    #expect(try shape(try await ask()) == .object(["files": .list(.object(file)), "commitOid": .text]))
    _ = try await hub.commit("me/tiny", [TestHub.file("app.py", "print()\n")])
    let known = file.merging(["oid": .text]) { $1 }
    #expect(try shape(try await ask()) == .object(["files": .list(.object(known)), "commitOid": .text]))
    await hub.server.stop()
  }

  @Test("a commit")
  func commit() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let answer = try await hub.commit("me/tiny", [TestHub.file("app.py", "")])
    #expect(answer.status == 200)
    #expect(
      try shape(answer)
        == .object(["success": .flag, "commitOid": .text, "commitUrl": .text, "hookOutput": .text])
    )
    await hub.server.stop()
  }

  @Test("a revision with one field asked for")
  func expansion() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let answer = try await hub.call("GET", "/api/models/me/tiny/revision/main?expand=xetEnabled")
    #expect(try shape(answer) == .object(["_id": .text, "id": .text, "xetEnabled": .flag]))
    await hub.server.stop()
  }

  @Test("deleting a repository")
  func deletion() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let answer = try await hub.call("DELETE", "/api/repos/delete", json: ["name": "tiny", "organization": "me"])
    #expect(answer.status == 200)
    #expect(answer.header("Content-Type") == "text/plain; charset=utf-8")
    #expect(answer.text == "OK")
    await hub.server.stop()
  }
}

import Files
import Foundation
import FoundationNetworking
import LocalHub
import TestKit
import Testing

/// Runs `hfpub doctor` as a process, and reads what it says.
protocol DoctorTesting {}

extension DoctorTesting {
  static var writer: String { "hf_testwriter4711" }
  static var reader: String { "hf_testreader4711" }
  static var stranger: String { "hf_teststranger4711" }

  /// The line of a fact with the lines that belong to it, blanks folded; empty when there is none.
  func fact(_ name: String, in result: Tool.Result) -> String {
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for mark in ["ok  ", "warn", "FAIL", "-   "] {
      guard let first = lines.firstIndex(where: { $0.hasPrefix("  \(mark)  \(name)  ") }) else { continue }
      let more = lines[(first + 1)...].prefix { $0.hasPrefix("          ") }
      return ([lines[first]] + more).joined(separator: " ").split(separator: " ").joined(separator: " ")
    }
    return ""
  }

  func withHub(_ body: (LocalHubServer) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let server = try await LocalHubServer.start(
      configuration: LocalHubConfiguration(
        folder: "\(folder.path)/hub",
        accounts: [
          LocalHubAccount(token: Self.writer, userName: "acme", namespaces: ["partners"]),
          LocalHubAccount(token: Self.reader, userName: "acme", role: .read),
          LocalHubAccount(token: Self.stranger, userName: "other"),
        ]
      )
    )
    try await body(server)
    await server.stop()
  }

  func make(_ name: String, on server: LocalHubServer, isPrivate: Bool = false) async throws {
    var request = URLRequest(url: try #require(URL(string: "\(server.url)/api/repos/create")))
    request.httpMethod = "POST"
    request.setValue("Bearer \(Self.writer)", forHTTPHeaderField: "Authorization")
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(#"{"name":"\#(name)","organization":"acme","private":\#(isPrivate)}"#.utf8)
    let (_, response) = try await URLSession.shared.data(for: request)
    #expect((response as? HTTPURLResponse)?.statusCode == 200)
  }

  func doctor(
    _ url: String,
    token: String?,
    _ arguments: String...,
    with more: [String: String] = [:]
  ) async throws -> Tool.Result {
    var environment = ["HF_ENDPOINT": url]
    environment["HF_TOKEN"] = token
    let result = try await Tool(environment: environment.merging(more) { _, new in new }).run(["doctor"] + arguments)
    for secret in [Self.writer, Self.reader, Self.stranger] + (token.map { [$0] } ?? []) {
      #expect(!(result.output + result.errors).contains(secret))
      #expect(!(result.output + result.errors).contains(secret.prefix(8)))
    }
    return result
  }
}

import Foundation
import LocalHub
import TestKit
import Testing

/// What `hfpub doctor` says of servers that misbehave, and in which forms.
@Suite struct DoctorServerTests: DoctorTesting {
  // MARK: Servers

  @Test("an endpoint where nobody listens is a failure with the reason; the rest goes on")
  func unreachable() async throws {
    let closed = try ClosedPort()
    let result = try await doctor("http://127.0.0.1:\(closed.port)", token: Self.writer, "--repo", "acme/tiny")
    #expect(result.status == 1)
    #expect(
      fact("server", in: result).contains(
        "FAIL server no answer: cannot reach 127.0.0.1:\(closed.port): Connection refused"
      )
    )
    #expect(fact("account", in: result) == "- account not checked: the server did not answer as a hub does")
    #expect(fact("write access", in: result).hasPrefix("- "))
    #expect(fact("libcurl", in: result).hasPrefix("ok"))
  }

  @Test("a server whose clock is an hour off is a warning that says in which direction")
  func clock() async throws {
    for (shift, words) in [(3600.0, "behind"), (-3600, "ahead of")] {
      let form = DateFormatter()
      form.locale = Locale(identifier: "en_US_POSIX")
      form.timeZone = TimeZone(identifier: "GMT")
      form.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
      let date = form.string(from: Date().addingTimeInterval(shift))
      let server = try ScriptedServer { _ in
        .answer(
          status: 401,
          headers: ["Content-Type": "application/json", "Date": date],
          body: Array(#"{"error":"Invalid credentials"}"#.utf8)
        )
      }
      let result = try await doctor(server.url, token: nil)
      #expect(result.status == 0)
      #expect(fact("clock", in: result).contains(#/^warn clock 3,(5|6)\d\d s /#))
      #expect(fact("clock", in: result).contains("s \(words) the server's fix: Set this machine's clock"))
    }
  }

  @Test("a web page in place of a hub is a failure that tells its title, also when it echoes the token")
  func page() async throws {
    let server = try ScriptedServer { request in
      .text(
        "<html><head><title>Sign in \u{1B}[2J \(request.header("Authorization") ?? "")</title></head></html>",
        headers: ["Content-Type": "text/html"]
      )
    }
    for token in [Self.writer, nil] {
      let result = try await doctor(server.url, token: token, "--repo", "acme/tiny")
      #expect(result.status == 1)
      #expect(fact("server", in: result).contains("FAIL server the server answered with an HTML page titled ‹Sign in"))
      #expect(!result.output.contains("\u{1B}"))
      #expect(fact("repository", in: result).hasPrefix("- repository not checked"))
    }
  }

  @Test("a server that sends on to another is named, and the token stays here")
  func elsewhere() async throws {
    let other = try ScriptedServer { _ in .json(#"{"error":"Unauthorized"}"#, status: 401) }
    let url = other.url
    let server = try ScriptedServer { request in .status(307, headers: ["Location": "\(url)\(request.target)"]) }
    let result = try await doctor(server.url, token: Self.writer, "--repo", "acme/tiny")
    #expect(result.status == 0)
    #expect(fact("server", in: result).hasPrefix("warn server it sends on to \(url), where no token goes fix: "))
    #expect(fact("account", in: result) == "- account not checked: the token was not sent on to \(url)")
    #expect(fact("repository", in: result) == "- repository not checked: the endpoint sends on to \(url)")
    #expect(other.requests.allSatisfy { $0.header("Authorization") == nil })
  }

  @Test("a server with a fault is a failure with and without a token; one that asks to wait is no failure")
  func faults() async throws {
    let broken = try ScriptedServer { _ in .json(#"{"error":"Maintenance"}"#, status: 503) }
    let busy = try ScriptedServer { _ in .json(#"{"error":"Slow down"}"#, status: 429) }
    for token in [Self.writer, nil] {
      let result = try await doctor(broken.url, token: token)
      #expect(result.status == 1)
      #expect(
        fact("server", in: result).hasPrefix(
          "FAIL server the fault is on the server's side; the Hub says “Maintenance”"
        )
      )
      #expect(fact("account", in: result) == "- account not checked: the server has a fault")
      let wait = try await doctor(busy.url, token: token)
      #expect(wait.status == 0)
      #expect(fact("account", in: wait).hasPrefix("- account not checked: too many requests"))
    }
    #expect(broken.requests.count == 2)
  }

  @Test("a server that says nothing is given up soon")
  func silence() async throws {
    let server = try ScriptedServer { _ in .silence }
    let start = ContinuousClock.now
    let result = try await doctor(server.url, token: Self.writer)
    #expect(result.status == 1)
    #expect(fact("server", in: result).hasPrefix("FAIL server no answer: "))
    #expect(result.ended - start < .seconds(30))
  }

  // MARK: Forms

  @Test("the JSON form holds the same facts, the summary and every variable, and no token")
  func json() async throws {
    try await withHub { server in
      let result = try await doctor(server.url, token: "hf_wrong0815secret", "--format", "json")
      #expect(result.status == 1)
      #expect(result.errors.isEmpty)
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(object["schema"] as? String == "hfpub/doctor/1")
      #expect(object["ok"] as? Bool == false)
      #expect(object["exit"] as? Int == 1)
      #expect((object["summary"] as? [String: Int])?["fail"] == 1)
      #expect((object["variables"] as? [String: Bool])?["HF_TOKEN"] == true)
      #expect((object["variables"] as? [String: Bool])?["HF_HOME"] == false)
      let sections = try #require(object["sections"] as? [[String: Any]])
      let facts = sections.flatMap { $0["facts"] as? [[String: Any]] ?? [] }
      let account = try #require(facts.first { $0["name"] as? String == "account" })
      #expect(account["state"] as? String == "fail")
      #expect((account["remedy"] as? String)?.hasPrefix("Create a new token") == true)
    }
  }

  @Test("a repository name that cannot be is wrong usage")
  func usage() async throws {
    #expect(try await Tool().run("doctor", "--repo", "nothing").status == 2)
  }
}

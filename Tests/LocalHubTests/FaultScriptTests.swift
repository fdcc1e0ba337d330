import Documents
import Files
import Findings
import HubAPI
import LocalHub
import TestKit
import Testing

@Suite("reading fault scripts")
struct FaultScriptTests {
  private func read(_ text: String, beside files: [String: String] = [:]) throws -> FaultScript {
    let place = try TemporaryFolder()
    for (name, content) in files { try LocalFiles.writeAtomically(Array(content.utf8), to: "\(place.path)/\(name)") }
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(place.path)/faults.yml")
    var script = try FaultScript.read(file: "\(place.path)/faults.yml")
    for index in script.rules.indices { script.rules[index].location = nil }
    return script
  }

  @Test("the documentation's table of faults has every kind, and no other")
  func documented() throws {
    let page = try LocalFiles.readText("\(Fixture.root)/Documentation/EmbeddedHub.md")
    let table = try #require(page.split(separator: "| `then` |").last).split(separator: "\n\n")[0]
    let names = table.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.split(separator: "`")[1] }
    #expect(names.map(String.init).sorted() == Fault.Kind.allCases.map(\.rawValue).sorted())
  }

  @Test("every fault is read")
  func all() throws {
    let script = try read(
      """
      - { on: POST */commit/*, nth: 1, then: drop-after-apply }
      - { on: PUT /.storage/*, nth: 3, then: status, code: 403, body: expired.xml }
      - { on: POST */preupload/*, times: 4, then: status, code: 429, headers: { RateLimit: '"api";r=0;t=2' } }
      - { on: ANY *, after_s: 5, then: html, code: 200, title: "Sign in" }
      - { on: POST */commit/*, nth: 1, then: race, with: other-publisher.json }
      - { on: POST */commit/*, then: race, path: a.txt, text: "A" }
      - { on: POST */commit/*, then: race }
      - { on: GET *, then: html }
      - { on: GET *, nth: 2, times: 3, then: rate-limit, form: date, wait_s: 9 }
      - { on: GET *, then: rate-limit, form: header }
      - { on: GET *, then: delay, wait_s: 0.5 }
      - { on: GET *, then: stall }
      - { on: GET *, then: stall-after-apply }
      - { on: GET *, then: stall-request, bytes: 1 }
      - { on: GET *, then: stall-response, bytes: 2 }
      - { on: GET *, then: cut-request, bytes: 3 }
      - { on: GET *, then: cut-response, bytes: 4 }
      - { on: GET *, then: slow, bytes_per_s: 5 }
      - { on: GET *, then: truncated-json }
      - { on: GET *, then: truncated-json, bytes: 6 }
      - { on: GET *, then: corrupt, offset: 7 }
      - { on: GET *, then: expired-links }
      - { on: HEAD /x, then: status, code: 500, text: "no" }
      """,
      beside: [
        "expired.xml": "<Error/>",
        "other-publisher.json": "{\"key\":\"deletedFile\",\"value\":{\"path\":\"x\"}}\n\n",
      ]
    )
    func rule(_ fault: Fault) -> FaultRule { FaultRule(method: "GET", path: "*", fault: fault) }
    func commit(_ nth: Int?, _ fault: Fault) -> FaultRule {
      FaultRule(method: "POST", path: "*/commit/*", nth: nth ?? 1, times: nth == nil ? nil : 1, fault: fault)
    }
    let expected = [
      commit(1, .dropAfterApply),
      FaultRule(
        method: "PUT",
        path: "/.storage/*",
        nth: 3,
        times: 1,
        fault: .status(403, content: .init(type: "application/xml", bytes: Array("<Error/>".utf8)))
      ),
      FaultRule(
        method: "POST",
        path: "*/preupload/*",
        times: 4,
        fault: .status(429, headers: [.init(name: "RateLimit", value: "\"api\";r=0;t=2")])
      ),
      FaultRule(path: "*", afterSeconds: 5, fault: .html(status: 200, title: "Sign in")),
      commit(1, .race([.deletedFile(path: "x")])),
      commit(nil, .race([.file(path: "a.txt", content: "A", encoding: "utf-8")])),
      commit(
        nil,
        .race([.file(path: "somebody-else.txt", content: "Written by somebody else.\n", encoding: "utf-8")])
      ),
      rule(.html(status: 502, title: "Bad gateway")),
      FaultRule(method: "GET", path: "*", nth: 2, times: 3, fault: .rateLimit(.date, seconds: 9)),
      rule(.rateLimit(.header, seconds: 1)), rule(.delay(seconds: 0.5)), rule(.stall), rule(.stallAfterApply),
      rule(.stallRequest(bytes: 1)), rule(.stallResponse(bytes: 2)), rule(.cutRequest(bytes: 3)),
      rule(.cutResponse(bytes: 4)), rule(.slow(bytesPerSecond: 5)), rule(.truncatedJSON()),
      rule(.truncatedJSON(bytes: 6)), rule(.corrupt(offset: 7)), rule(.expiredLinks),
      FaultRule(
        method: "HEAD",
        path: "/x",
        fault: .status(500, content: .init(type: "text/plain; charset=utf-8", bytes: Array("no".utf8)))
      ),
    ]
    for (read, wanted) in zip(script.rules, expected) { #expect(read == wanted) }
    #expect(script.rules.count == expected.count)
  }

  @Test("a script of comments alone has no rules")
  func empty() throws { #expect(try read("# nothing\n").rules.isEmpty) }

  @Test(
    "what cannot be is refused with its line, the reason and a remedy",
    arguments: [
      (
        "then: drop-after-aply", "the fault `drop-after-aply` is not known", "Did you mean `drop-after-apply`?"
      ),
      ("then: status, code: 99", "99 is out of range", "Use 200 to 599."),
      ("then: status, code: 500, nth: 0", "0 is out of range", "Use 1 to 1000000."),
      ("then: slow, bytes_per_s: 0", "0 is out of range", "Use at least 1."),
      ("then: delay, wait_s: 90000", "90000.0 is out of range", "Use 0 to 86400 seconds."),
      (
        "then: rate-limit, form: soon", "`form` must be seconds, date or header, but it is `soon`",
        "Choose one of the three."
      ),
      (
        "then: status, code: 500, headers: { Content-Length: 3 }", "the header `Content-Length` cannot be sent",
        "Use letters, digits and `-` in its name and visible ASCII in its value; lengths are set by the hub."
      ),
      ("then: status, code: 500, body: a, text: b", "`body` and `text` stand together", "Keep one of them."),
      ("then: race, with: a, path: b", "`with` and `path` stand together", "Keep one of them."),
      (
        "then: race, path: ../x", "`../x` cannot be a path of a repository",
        "Use a relative path such as `notes/a.txt`."
      ),
      (
        "then: race, with: bad.json", "bad.json holds a line that is not a line of a commit",
        #"Write lines such as {"key": "file", "value": {"path": "a.txt", "content": "A"}}."#
      ),
    ]
  )
  func refused(keys: String, reason: String, remedy: String) throws {
    let error = #expect(throws: LocalHubError.self) {
      try read("# first\n- { on: GET *, \(keys) }\n", beside: ["bad.json": "{}"])
    }
    #expect(error?.code == .badFaults)
    #expect(error?.codeName == "localhub.bad-faults")
    #expect(error?.exitStatus == .invalidConfiguration)
    #expect(error?.problem.hasPrefix("cannot read the fault script ") == true)
    #expect(error?.reason == reason)
    #expect(error?.remedy == remedy)
    #expect(error?.location?.line == 2)
  }

  @Test(
    "a target that is not a method and a path is refused",
    arguments: [
      ("on: GETT *", "`on` must be a method and a path pattern, but it is `GETT *`", "Did you mean `GET`?"),
      (
        "on: POST", "`on` must be a method and a path pattern, but it is `POST`", "Write such as `POST */commit/*`."
      ),
      (
        "on: /api/models", "`on` must be a method and a path pattern, but it is `/api/models`",
        "Write one of ANY, GET, HEAD, POST, PUT, DELETE, a space, and a path such as `*/commit/*`."
      ),
      (
        "on: GET api", "the path pattern `api` can match no request",
        "Begin it with `/` or `*`, and leave out the query."
      ),
      (
        "on: \"GET /api?x=1\"", "the path pattern `/api?x=1` can match no request",
        "Begin it with `/` or `*`, and leave out the query."
      ),
    ]
  )
  func badTarget(on: String, reason: String, remedy: String) throws {
    let error = #expect(throws: LocalHubError.self) { try read("- { \(on), then: stall }") }
    #expect(error?.reason == reason)
    #expect(error?.remedy == remedy)
  }

  @Test(
    "unknown and missing keys are refused with a suggestion",
    arguments: [
      ("{ on: GET *, then: stall, ntn: 2 }", "the key `ntn` is not known", "Did you mean `nth`?"),
      (
        "{ on: GET *, then: stall, code: 2 }", "the key `code` is not known",
        "Known keys: on, nth, times, after_s, then."
      ),
      ("{ on: GET *, than: stall }", "the key `than` is not known", "Did you mean `then`?"),
      ("{ on: GET * }", "the key `then` is missing", "Add it."),
      ("{ on: GET *, then: cut-request }", "the key `bytes` is missing", "Add it."),
      ("{ on: GET *, then: status }", "the key `code` is missing", "Add it."),
    ]
  )
  func keys(entry: String, reason: String, remedy: String) throws {
    let error = #expect(throws: DocumentError.self) { try read("- \(entry)\n") }
    #expect(error?.reason == reason)
    #expect(error?.remedy == remedy)
    #expect(error?.location?.line == 1)
  }

  @Test("a script that is not a list is refused")
  func notList() {
    let error = #expect(throws: DocumentError.self) { try read("on: GET *\nthen: stall\n") }
    #expect(error?.code == .wrongType)
  }

  @Test("a missing companion file is named")
  func noCompanion() {
    let error = #expect(throws: FileError.self) { try read("- { on: GET *, then: race, with: none.json }\n") }
    #expect(error?.problem.hasSuffix("/none.json") == true)
  }

  @Test("a script that is not there is named")
  func noScript() throws {
    let place = try TemporaryFolder()
    #expect(throws: FileError.self) { try FaultScript.read(file: "\(place.path)/none.yml") }
  }
}

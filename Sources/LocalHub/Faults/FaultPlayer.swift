import HubAPI
import NIOHTTP1

/// Plays the faults of a script on the requests of a hub.
struct FaultPlayer: Sendable {
  let board: FaultBoard
  let log: (@Sendable (LocalHubFaultRecord) -> Void)?

  /// The name under which a racing commit appears.
  private static let somebody = "somebody-else"

  /// The answer to a request whose turn has come; `normally` handles it as a hub without faults would.
  ///
  /// - Throws: `RequestBody.Interrupted` where the connection is to be closed.
  func play(
    _ turn: FaultBoard.Turn,
    _ head: HTTPRequestHead,
    _ path: String,
    _ body: RequestBody,
    _ router: Router,
    normally: (Router) async throws -> Response
  ) async throws -> Response {
    func say(_ effect: String) {
      log?(
        LocalHubFaultRecord(
          rule: turn.rule,
          number: turn.number,
          method: "\(head.method)",
          path: path,
          effect: effect
        )
      )
    }
    let fault = turn.rule.fault
    if case .race(let lines) = fault {
      say(await race(lines, RequestTarget(head.uri), router.hub))
      return try await normally(router)
    }
    say(fault.effect)
    switch fault {
    case .status, .html, .rateLimit: return Self.answer(fault, path)
    case .stall: try await body.silence()
    case .stallRequest(let bytes), .cutRequest(let bytes):
      body.limit = .init(bytes: bytes, stalls: fault.kind == .stallRequest)
      // Storage keeps what arrives of a part; of all else nothing may be applied.
      if path.hasPrefix("/.storage/") { _ = try await normally(router) }
      while try await body.next() != nil {}
      throw RequestBody.Interrupted()
    case .expiredLinks:
      var router = router
      router.hub.signer = router.hub.signer.expired
      return try await normally(router)
    default: break
    }
    var response = try await normally(router)
    switch fault {
    case .delay(let seconds): try await Task.sleep(for: .seconds(seconds))
    case .stallAfterApply: try await body.silence()
    case .dropAfterApply: throw RequestBody.Interrupted()
    case .stallResponse(let bytes): response.delivery.stall = bytes
    case .cutResponse(let bytes): response.delivery.cut = bytes
    case .slow(let rate): response.delivery.rate = rate
    case .corrupt(let offset): response.delivery.corrupt = offset
    case .truncatedJSON(let bytes):
      let count = min(bytes ?? response.contentLength / 2, response.contentLength)
      switch response.body {
      case .bytes(let content): response.body = .bytes(Array(content.prefix(count)))
      case .file(let file, let range): response.body = .file(file, range.lowerBound..<range.lowerBound + count)
      }
    default: break
    }
    return response
  }

  // MARK: Answers in place of the hub's

  private static func answer(_ fault: Fault, _ path: String) -> Response {
    switch fault {
    case .status(let code, let headers, let content):
      let status = HTTPResponseStatus(statusCode: code)
      var response =
        if let content {
          Response(status: status, headers: ["Content-Type": content.type], body: .bytes(content.bytes))
        } else if path.hasPrefix("/.storage/") {
          Response.storageError(status, code: "FaultScript", message: status.reasonPhrase)
        } else {
          Refusal(status, "\(status.reasonPhrase) (fault script)").response
        }
      for header in headers { response.headers.replaceOrAdd(name: header.name, value: header.value) }
      return response
    case .html(let status, let title):
      let title = HTML.escape(title)
      let page = "<!DOCTYPE html>\n<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
      return Response(
        status: HTTPResponseStatus(statusCode: status),
        headers: ["Content-Type": "text/html; charset=utf-8"],
        body: .bytes(Array(page.utf8))
      )
    case .rateLimit(let form, let seconds):
      var refusal = Refusal(.tooManyRequests, "You have exceeded the rate limit. Try again in \(seconds) s.")
      switch form {
      case .seconds: refusal.headers = [("Retry-After", "\(seconds)")]
      case .date: refusal.headers = [("Retry-After", WallClock.http(WallClock.now() + seconds))]
      case .header:
        let bucket = path.contains("/resolve/") ? "resolvers" : "api"
        refusal.headers = [
          ("RateLimit", "\"\(bucket)\";r=0;t=\(seconds)"),
          ("RateLimit-Policy", "\"fixed window\";\"\(bucket)\";q=1000;w=300"),
        ]
      }
      return refusal.response
    default: return Refusal(.internalServerError, "No answer for \(fault.name)").response
    }
  }

  // MARK: The race

  /// Commits for somebody else to the repository and branch that a request is about; what came of it.
  private func race(_ lines: [CommitLine], _ target: RequestTarget?, _ hub: Hub) async -> String {
    var parts = target?.segments ?? []
    if parts.starts(with: ["api", "models"]) { parts.removeFirst(2) }
    guard parts.count >= 2, let id = RepositoryID("\(parts[0])/\(parts[1].replacing(/\.git$/, with: ""))"),
      let index = await hub.store.repository(id)
    else { return "nobody could commit: the request is about no repository" }
    let named = parts.count >= 4 && ["commit", "preupload", "revision", "tree"].contains(parts[2]) ? parts[3] : ""
    let branch = index.branches[named] == nil ? RepositoryIndex.defaultBranch : named
    do {
      try await hub.commit(lines, to: branch, of: index, author: Self.somebody)
      return "somebody else committed to \(branch) just before"
    } catch {
      return "nobody could commit: \((error as? Refusal)?.message ?? "\(error)")"
    }
  }
}

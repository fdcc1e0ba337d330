import Files
import Foundation
import FoundationNetworking
import Glibc
import LocalHub
import TestKit
import Testing

/// `hfpub doctor` as a process, against embedded hubs and servers that misbehave.
@Suite struct DoctorCommandTests {
  private static let writer = "hf_testwriter4711"
  private static let reader = "hf_testreader4711"
  private static let stranger = "hf_teststranger4711"

  /// The line of a fact with the lines that belong to it, blanks folded; empty when there is none.
  private func fact(_ name: String, in result: Tool.Result) -> String {
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for mark in ["ok  ", "warn", "FAIL", "-   "] {
      guard let first = lines.firstIndex(where: { $0.hasPrefix("  \(mark)  \(name)  ") }) else { continue }
      let more = lines[(first + 1)...].prefix { $0.hasPrefix("          ") }
      return ([lines[first]] + more).joined(separator: " ").split(separator: " ").joined(separator: " ")
    }
    return ""
  }

  private func withHub(_ body: (LocalHubServer) async throws -> Void) async throws {
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

  private func make(_ name: String, on server: LocalHubServer, isPrivate: Bool = false) async throws {
    var request = URLRequest(url: try #require(URL(string: "\(server.url)/api/repos/create")))
    request.httpMethod = "POST"
    request.setValue("Bearer \(Self.writer)", forHTTPHeaderField: "Authorization")
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(#"{"name":"\#(name)","organization":"acme","private":\#(isPrivate)}"#.utf8)
    let (_, response) = try await URLSession.shared.data(for: request)
    #expect((response as? HTTPURLResponse)?.statusCode == 200)
  }

  private func doctor(
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

  // MARK: The machine

  @Test("without a request: the tool, its libraries and the machine, and every line that would ask says why not")
  func offline() async throws {
    let server = try ScriptedServer { _ in .hangUp }
    for (arguments, variable) in [(["--offline"], "0"), ([], "1"), ([], "true")] {
      let result = try await Tool(
        environment: ["HF_ENDPOINT": server.url, "HF_TOKEN": Self.writer, "HF_HUB_OFFLINE": variable]
      )
      .run(["doctor", "--repo", "acme/tiny"] + arguments)
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      for name in ["hfpub", "libcurl", "libarchive", "libcrypto", "PCRE2", "libyaml", "cmark-gfm"] {
        #expect(fact(name, in: result).contains(#/^ok .*\d\.\d/#), "\(name)")
      }
      #expect(fact("libcurl", in: result).contains(#/SSL|TLS/#))
      #expect(fact("processor", in: result).contains(#/\d+ cores?; kernels use (AVX|SSE|NEON)/#))
      #expect(fact("memory", in: result).contains("free"))
      #expect(fact("temporary folder", in: result).contains("/tmp, "))
      #expect(fact("working folder", in: result).contains("free"))
      #expect(fact("publication", in: result).hasPrefix("ok publication Publication/"))
      let why = arguments.isEmpty ? "HF_HUB_OFFLINE" : "--offline"
      for name in ["server", "clock", "account", "repository", "write access"] {
        #expect(fact(name, in: result) == "- \(name) not checked: offline (\(why))")
      }
      #expect(fact("requests", in: result).contains("none are made"))
      #expect(result.output.contains("Nothing failed: "))
      #expect(!result.output.contains("testwriter"))
    }
    #expect(server.requests.isEmpty)
  }

  @Test("lines fit into 80 columns, but for words that are longer")
  func columns() async throws {
    let result = try await Tool().run("doctor", "--offline")
    for line in result.output.split(separator: "\n") where line.count > 80 {
      #expect(line.split(separator: " ").contains { $0.count > 40 }, "\(line)")
    }
  }

  @Test("Python is asked as examples are run, and is only warned about")
  func python() async throws {
    let folder = try TemporaryFolder()
    let script = """
      #!/bin/sh
      case "$2" in
        *sys.executable*) printf '%s' "$0" ;;
        *) [ -z "$HF_TOKEN$HF_HOME" ] && printf '3.99.1\\n%s\\n' "PACKAGE" ;;
      esac
      """
    for (package, expected) in [
      ("0.10.0", "ok python3 3.99.1, \(folder.path)/python3, with model2vec 0.10.0"),
      ("", "warn python3 3.99.1, \(folder.path)/python3, without the package model2vec fix: "),
    ] {
      try LocalFiles.writeAtomically(
        Array(script.replacingOccurrences(of: "PACKAGE", with: package).utf8),
        to: "\(folder.path)/python3",
        mode: 0o755
      )
      let result = try await Tool(environment: ["PATH": "\(folder.path):/usr/bin:/bin", "HF_HOME": folder.path])
        .run("doctor", "--offline")
      #expect(fact("python3", in: result).hasPrefix(expected))
      #expect(result.status == 0)
    }
    try LocalFiles.writeAtomically(Array("#!/bin/sh\nexit 3\n".utf8), to: "\(folder.path)/python3", mode: 0o755)
    let broken = try await Tool(environment: ["PATH": "\(folder.path):/usr/bin:/bin"]).run("doctor", "--offline")
    #expect(fact("python3", in: broken).hasPrefix("warn python3 none that runs was found fix: "))
  }

  @Test("a folder without publication is no failure; a manifest that cannot be read is one")
  func publication() async throws {
    let folder = try TemporaryFolder()
    let none = try await Tool(in: folder.path).run("doctor", "--offline")
    #expect(none.status == 0)
    #expect(fact("publication", in: none).hasPrefix("- publication not checked: there is no hfpub.yaml"))
    try LocalFiles.writeAtomically(Array("version: [\n".utf8), to: "\(folder.path)/hfpub.yaml")
    let broken = try await Tool(in: folder.path).run("doctor", "--offline")
    #expect(broken.status == 1)
    #expect(fact("publication", in: broken).hasPrefix("FAIL publication hfpub.yaml:"))
    #expect(fact("publication", in: broken).contains("fix: "))
    #expect(broken.output.contains("1 failed, "))
  }

  // MARK: Settings

  @Test("proxies are shown without user and password, with what exempts the endpoint")
  func proxies() async throws {
    func proxy(_ variables: [String: String]) async throws -> String {
      let result = try await Tool(environment: variables).run("doctor", "--offline")
      #expect(!result.output.contains("sesame"))
      return fact("proxy", in: result)
    }
    #expect(try await proxy([:]) == "ok proxy none")
    #expect(
      try await proxy(["HTTPS_PROXY": "http://ali:sesame@proxy.example:3128"])
        == "ok proxy http://***@proxy.example:3128, from HTTPS_PROXY"
    )
    #expect(
      try await proxy(["all_proxy": "ali:se@/sesame@proxy.example:3128", "HTTPS_PROXY": ""])
        == "ok proxy ***@proxy.example:3128, from all_proxy"
    )
    #expect(
      try await proxy(["HTTPS_PROXY": "proxy.example", "no_proxy": "localhost, .huggingface.co"])
        == "ok proxy proxy.example, from HTTPS_PROXY, not used for huggingface.co: no_proxy exempts it"
    )
    #expect(
      try await proxy(["HTTPS_PROXY": "proxy.example", "NO_PROXY": "face.co"])
        == "ok proxy proxy.example, from HTTPS_PROXY"
    )
    #expect(
      try await proxy(["HTTPS_PROXY": "proxy.example", "HF_ENDPOINT": "http://127.0.0.1:1"])
        == "ok proxy proxy.example, from HTTPS_PROXY, not used: 127.0.0.1 is this machine"
    )
    #expect(
      try await proxy(["HTTP_PROXY": "proxy.example"])
        == "warn proxy none for https: HTTP_PROXY alone does not apply to it fix: If this network needs a proxy, set HTTPS_PROXY."
    )
  }

  @Test("a certificate file that is not there is a failure, and names its variable")
  func certificates() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/ca.pem"
    let missing = try await Tool(environment: ["CURL_CA_BUNDLE": file, "SSL_CERT_DIR": "\(folder.path)/none"])
      .run("doctor", "--offline")
    #expect(missing.status == 1)
    #expect(
      fact("certificates", in: missing).hasPrefix(
        "FAIL certificates \(file), from CURL_CA_BUNDLE: there is no such file that can be read fix: "
      )
    )
    #expect(fact("certificate folder", in: missing).hasPrefix("warn certificate folder \(folder.path)/none, "))
    try LocalFiles.writeAtomically(Array("x".utf8), to: file)
    let there = try await Tool(environment: [
      "SSL_CERT_FILE": file, "CURL_CA_BUNDLE": "/none", "SSL_CERT_DIR": folder.path,
    ])
    .run("doctor", "--offline")
    #expect(there.status == 0)
    #expect(fact("certificates", in: there) == "ok certificates \(file), from SSL_CERT_FILE")
    #expect(fact("certificate folder", in: there).hasPrefix("ok "))
  }

  @Test("an endpoint that cannot be used is a failure, and nothing is asked")
  func badEndpoint() async throws {
    let result = try await doctor("http://hub.example", token: Self.writer, "--repo", "acme/tiny")
    #expect(result.status == 1)
    #expect(fact("endpoint", in: result).hasPrefix("FAIL endpoint cannot use the endpoint http://hub.example"))
    #expect(fact("server", in: result) == "- server not checked: there is no endpoint to ask")
    #expect(fact("repository", in: result) == "- repository not checked: there is no endpoint to ask")
    let standard = try await Tool().run("doctor", "--offline")
    #expect(fact("endpoint", in: standard) == "ok endpoint https://huggingface.co, the default")
  }

  @Test("every variable that is read is named, tokens without their values, steering characters written out")
  func variables() async throws {
    let result = try await Tool(
      environment: [
        "HF_TOKEN": Self.writer, "HUGGING_FACE_HUB_TOKEN": Self.reader,
        "HF_HOME": "/home/\u{1B}[31mred\n/\(Self.reader)",
        "XDG_CACHE_HOME": "",
      ]
    )
    .run("doctor", "--offline")
    #expect(fact("HF_TOKEN", in: result) == "ok HF_TOKEN set, never shown")
    #expect(result.output.contains("HUGGING_FACE_HUB_TOKEN  set, never shown"))
    #expect(fact("XDG_CACHE_HOME", in: result).hasSuffix("empty, which counts as not set"))
    #expect(fact("HF_HOME", in: result) == #"ok HF_HOME /home/\u{1B}[31mred\n/***"#)
    #expect(fact("not set", in: result).contains("HF_ENDPOINT, HF_TOKEN_PATH, HF_HUB_DISABLE_IMPLICIT_TOKEN"))
    #expect(!result.output.contains("hf_test"))
    #expect(!result.output.contains("\u{1B}"))
  }

  // MARK: Tokens

  @Test("a token that may write: account, rights, clock, a public and a private repository")
  func writer() async throws {
    try await withHub { server in
      try await make("open", on: server)
      try await make("hidden", on: server, isPrivate: true)
      let result = try await doctor(server.url, token: Self.writer, "--repo", "acme/open")
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(fact("endpoint", in: result) == "ok endpoint \(server.url), from HF_ENDPOINT")
      #expect(fact("server", in: result).contains(#/^ok server answers in \d+ ms$/#))
      #expect(fact("token", in: result) == "ok token a user access token, from HF_TOKEN")
      #expect(fact("account", in: result) == "ok account acme (user), token “embedded hub”")
      #expect(fact("rights", in: result) == "ok rights role write")
      #expect(fact("clock", in: result).contains(#/^ok clock \d s from the server's$/#))
      #expect(fact("repository", in: result).contains("ok repository exists, public"))
      #expect(fact("write access", in: result) == "ok write access yes, the server says")
      let hidden = try await doctor(server.url, token: Self.writer, "--repo", "acme/hidden")
      #expect(fact("repository", in: hidden).contains("ok repository exists, private"))
    }
  }

  @Test("a token that may only read is a warning, and a failure for a repository")
  func reader() async throws {
    try await withHub { server in
      try await make("open", on: server)
      let alone = try await doctor(server.url, token: Self.reader)
      #expect(alone.status == 0)
      #expect(fact("rights", in: alone).hasPrefix("warn rights role read: it cannot upload fix: "))
      #expect(fact("rights", in: alone).contains("at \(server.url)/settings/tokens."))
      let result = try await doctor(server.url, token: Self.reader, "--repo", "acme/open")
      #expect(result.status == 1)
      #expect(fact("write access", in: result).hasPrefix("FAIL write access no: the token's role is read fix: "))
    }
  }

  @Test("a token that the server refuses is a failure, and its repository is not asked about")
  func refused() async throws {
    try await withHub { server in
      let result = try await doctor(server.url, token: "hf_wrong0815secret", "--repo", "acme/open")
      #expect(result.status == 1)
      #expect(
        fact("account", in: result).hasPrefix("FAIL account the token is refused: it is wrong, expired or revoked")
      )
      #expect(fact("account", in: result).contains("fix: Create a new token"))
      #expect(fact("repository", in: result) == "- repository not checked: the token is refused")
    }
  }

  @Test("no token is a warning that says where it was looked for, and a failure only for writing")
  func noToken() async throws {
    try await withHub { server in
      try await make("open", on: server)
      let alone = try await doctor(server.url, token: nil)
      #expect(alone.status == 0)
      #expect(
        fact("token", in: alone).hasPrefix("warn token none: HF_TOKEN is not set and there is no token file fix: ")
      )
      #expect(fact("server", in: alone).hasPrefix("ok server answers"))
      #expect(fact("account", in: alone) == "- account not checked: there is no token")
      let result = try await doctor(server.url, token: nil, "--repo", "acme/open")
      #expect(result.status == 1)
      #expect(fact("repository", in: result).contains("ok repository exists, public"))
      #expect(fact("write access", in: result).hasPrefix("FAIL write access no: there is no token"))
      let disabled = try await doctor(
        server.url,
        token: Self.writer,
        with: ["HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"]
      )
      #expect(fact("token", in: disabled).hasPrefix("warn token not looked for: HF_HUB_DISABLE_IMPLICIT_TOKEN is set"))
    }
  }

  @Test("a token file that others can read is a warning, one for this user only is well, a damaged one a failure")
  func tokenFile() async throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/token"
    func run(_ text: String, mode: mode_t) async throws -> Tool.Result {
      try LocalFiles.writeAtomically(Array(text.utf8), to: file, mode: mode)
      chmod(file, mode)
      let result = try await Tool(environment: ["HF_TOKEN_PATH": file]).run("doctor", "--offline")
      #expect(!result.output.contains("testwriter"))
      return result
    }
    let open = try await run("\(Self.writer)\n", mode: 0o644)
    #expect(open.status == 0)
    #expect(fact("token", in: open) == "ok token a user access token, from the file \(file)")
    #expect(
      fact("token file", in: open)
        == "warn token file \(file) can be read by other users of this machine fix: chmod 600 \(file)"
    )
    let own = try await run("\(Self.writer)\n", mode: 0o600)
    #expect(fact("token file", in: own) == "ok token file only this user can read it")
    let damaged = try await run("\(Self.writer) and more\n", mode: 0o600)
    #expect(damaged.status == 1)
    #expect(fact("token", in: damaged).contains("it holds a blank"))
  }

  @Test("a fine-grained token is shown with its scopes, which answer where the server has no check of its own")
  func fineGrained() async throws {
    let server = try ScriptedServer { request in
      switch request.path {
      case "/api/whoami-v2":
        .json(
          """
          {"type":"user","name":"acme","orgs":[],"auth":{"type":"access_token","accessToken":{"displayName":"\u{202E}ci",
          "role":"fineGrained","fineGrained":{"global":[],"scoped":[
          {"entity":{"_id":"1","type":"model","name":"acme/tiny"},"permissions":["repo.content.read","repo.write"]},
          {"entity":{"_id":"2","type":"user","name":"acme"},"permissions":["repo.content.read"]}]}}}}
          """
        )
      case "/api/models/acme/tiny": .json(#"{"id":"acme/tiny","private":false,"gated":"manual"}"#)
      case "/api/models/acme/old": .json(#"{"id":"acme/new","private":true,"sha":"0123456789abcdef"}"#)
      case "/api/models/acme/TINY": .json(#"{"id":"acme/tiny"}"#)
      default: .json(#"{"error":"Not Found"}"#, status: 404)
      }
    }
    let tiny = try await doctor(server.url, token: Self.writer, "--repo", "acme/tiny")
    #expect(tiny.status == 0)
    #expect(
      fact("rights", in: tiny)
        == "ok rights fine-grained: repo.content.read, repo.write on the model acme/tiny; repo.content.read on the user acme"
    )
    #expect(!tiny.output.contains("\u{202E}"))
    #expect(fact("repository", in: tiny) == "ok repository exists, public, gated: its owner lets people in one by one")
    #expect(
      fact("write access", in: tiny)
        == "ok write access yes, by what the account says: the token has repo.write on the model acme/tiny"
    )
    #expect(fact("clock", in: tiny) == "- clock not checked: the server does not tell its time")
    let old = try await doctor(server.url, token: Self.writer, "--repo", "acme/old")
    #expect(old.status == 1)
    #expect(fact("repository", in: old) == "ok repository exists, private, head 0123456")
    #expect(
      fact("name", in: old).hasPrefix("warn name it was renamed: acme/old leads to acme/new fix: Say --repo acme/new")
    )
    #expect(fact("write access", in: old).hasPrefix("FAIL write access no: the token has no repo.write there"))
    let spelled = try await doctor(server.url, token: Self.writer, "--repo", "acme/TINY")
    #expect(fact("name", in: spelled).hasPrefix("warn name the Hub spells it acme/tiny"))
  }

  @Test("where neither the server nor the account says it, write access cannot be told")
  func cannotTell() async throws {
    let server = try ScriptedServer { request in
      switch request.path {
      case "/api/whoami-v2": .json(#"{"type":"user","name":"acme","auth":{"type":"oauth"}}"#)
      case "/api/models/acme/tiny": .json(#"{"id":"acme/tiny","private":false}"#)
      default: .json(#"{"error":"Not Found"}"#, status: 404)
      }
    }
    let result = try await doctor(server.url, token: Self.writer, "--repo", "acme/tiny")
    #expect(result.status == 0)
    #expect(fact("rights", in: result) == "- rights not checked: the server does not say what the token may do")
    #expect(
      fact("write access", in: result).hasPrefix("- write access not checked: cannot tell: the server does not say")
    )
  }

  // MARK: Repositories

  @Test("a missing repository: in the own account it can be made, elsewhere it may be hidden")
  func missing() async throws {
    try await withHub { server in
      let own = try await doctor(server.url, token: Self.writer, "--repo", "acme/none")
      #expect(own.status == 0)
      #expect(
        fact("repository", in: own)
          == "warn repository acme/none does not exist fix: hfpub upload --repo acme/none --create makes it."
      )
      let other = try await doctor(server.url, token: Self.writer, "--repo", "other/none")
      #expect(other.status == 1)
      #expect(
        fact("repository", in: other).hasPrefix(
          "FAIL repository other/none does not exist, or this token cannot see it"
        )
      )
    }
  }

  @Test("a private repository of others looks like one that is missing; a public one cannot be written")
  func others() async throws {
    try await withHub { server in
      try await make("hidden", on: server, isPrivate: true)
      try await make("open", on: server)
      let hidden = try await doctor(server.url, token: Self.stranger, "--repo", "acme/hidden")
      #expect(hidden.status == 1)
      #expect(fact("repository", in: hidden).contains("does not exist, or this token cannot see it"))
      #expect(fact("write access", in: hidden) == "- write access not checked: the repository could not be seen")
      let open = try await doctor(server.url, token: Self.stranger, "--repo", "acme/open")
      #expect(open.status == 1)
      #expect(fact("write access", in: open).hasPrefix("FAIL write access no: other does not belong to acme"))
    }
  }

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

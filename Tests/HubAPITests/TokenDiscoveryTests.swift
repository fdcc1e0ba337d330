import Files
import Findings
import HTTP
import HubAPI
import Testing

@Suite("TokenDiscovery")
struct TokenDiscoveryTests {
  private func discover(
    _ environment: [String: String],
    files: [String: String] = [:],
    tokenFile: String? = nil,
    isReadableByOthers: Bool = false
  ) throws -> DiscoveredToken? {
    try TokenDiscovery.discover(tokenFile: tokenFile, environment: environment) { path throws(FileError) in
      files[path].map { .init(text: $0, isReadableByOthers: isReadableByOthers) }
    }
  }

  @Test("the sources are asked in order")
  func order() throws {
    let environment = [
      "HF_TOKEN": "a", "HUGGING_FACE_HUB_TOKEN": "b", "HF_TOKEN_PATH": "/p", "HF_HOME": "/h", "XDG_CACHE_HOME": "/x",
      "HOME": "/home/me",
    ]
    let files = [
      "/p": "c", "/h/token": "d", "/x/huggingface/token": "e", "/home/me/.cache/huggingface/token": "f", "/given": "g",
    ]
    let expected = [
      ("HF_TOKEN", "a", "HF_TOKEN"),
      ("HUGGING_FACE_HUB_TOKEN", "b", "HUGGING_FACE_HUB_TOKEN"),
      ("HF_TOKEN_PATH", "c", "the file /p"),
      ("HF_HOME", "d", "the file /h/token"),
      ("XDG_CACHE_HOME", "e", "the file /x/huggingface/token"),
      ("HOME", "f", "the file ~/.cache/huggingface/token"),
    ]
    #expect(try discover(environment, files: files, tokenFile: "/given")?.token.reveal() == "g")
    var left = environment
    for (name, token, source) in expected {
      let found = try discover(left, files: files)
      #expect(found?.token.reveal() == token)
      #expect(found?.source == source)
      left[name] = nil
    }
    #expect(try discover(left, files: files) == nil)
  }

  @Test("line ends and blanks around a token are dropped; what is empty then is not there")
  func cleaning() throws {
    let environment = ["HF_TOKEN": " \r\n", "HUGGING_FACE_HUB_TOKEN": "", "HOME": "/me"]
    let files = ["/me/.cache/huggingface/token": " hf_x\r\n\r\n"]
    #expect(try discover(environment, files: files)?.token.reveal() == "hf_x")
    #expect(try discover(environment) == nil)
  }

  @Test("a path may begin with ~ and hold variables; empty variables count as unset")
  func expansion() throws {
    let files = ["/me/t": "a", "/data/me/t": "b", "/me/.cache/huggingface/token": "c"]
    #expect(try discover(["HF_TOKEN_PATH": "~/t", "HOME": "/me"], files: files)?.token.reveal() == "a")
    let variables = ["HF_TOKEN_PATH": "$ROOT/${USER}/t", "ROOT": "/data", "USER": "me"]
    #expect(try discover(variables, files: files)?.token.reveal() == "b")
    #expect(try discover(["HF_TOKEN_PATH": "", "HF_HOME": "", "HOME": "/me"], files: files)?.token.reveal() == "c")
    #expect(try discover(["HF_TOKEN_PATH": "/${NONE", "HOME": "/me"], files: files) == nil)
  }

  @Test("implicit tokens can be switched off; a named file still counts", arguments: ["1", "on", "YES", "True"])
  func disabled(_ value: String) throws {
    let environment = ["HF_TOKEN": "a", "HF_HUB_DISABLE_IMPLICIT_TOKEN": value]
    #expect(try discover(environment) == nil)
    #expect(try discover(environment, files: ["/t": "b"], tokenFile: "/t")?.token.reveal() == "b")
    #expect(try discover(["HF_TOKEN": "a", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "0"])?.token.reveal() == "a")
  }

  @Test("a named file without a token is an error")
  func named() {
    for files in [[:], ["/t": "\n"]] {
      #expect {
        try discover(["HF_TOKEN": "a"], files: files, tokenFile: "/t")
      } throws: { error in
        let error = error as? HubError
        return error?.code == .noToken && error?.problem == "cannot use the token file /t"
          && error?.reason == "it is missing or empty" && error?.exitStatus == .notAuthorized
      }
    }
  }

  @Test("a token with characters that none has is refused without being shown")
  func characters() {
    #expect {
      try discover(["HF_TOKEN": "hf_secret token"])
    } throws: { error in
      (error as? HubError)?.problem == "cannot use the token from HF_TOKEN" && !"\(error)".contains("hf_secret")
    }
  }

  @Test("a token file that others can read is warned about")
  func warning() throws {
    let files = ["/me/.cache/huggingface/token": "hf_x"]
    #expect(
      try discover(["HOME": "/me"], files: files, isReadableByOthers: true)?.warning
        == "the token file ~/.cache/huggingface/token can be read by other users of this machine; "
        + "run: chmod 600 ~/.cache/huggingface/token"
    )
  }

  @Test("files on disk are read with their rights")
  func disk() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/token"
    try LocalFiles.writeAtomically(Array("hf_x\n".utf8), to: path, mode: 0o600)
    #expect(try TokenDiscovery.readFile(path) == .init(text: "hf_x\n", isReadableByOthers: false))
    try LocalFiles.writeAtomically(Array("hf_x\n".utf8), to: path, mode: 0o640)
    #expect(try TokenDiscovery.readFile(path)?.isReadableByOthers == true)
    #expect(try TokenDiscovery.readFile("\(folder.path)/none") == nil)
    #expect(throws: HubError.self) {
      try TokenDiscovery.discover(tokenFile: folder.path, environment: [:])
    }
  }
}

@Suite("HubEndpoint and Revision")
struct HubEndpointTests {
  @Test("the endpoint comes from HF_ENDPOINT without slashes at the end, else it is the Hub")
  func discovery() throws {
    #expect("\(try HubEndpoint.discover(environment: [:]))" == "https://huggingface.co")
    #expect("\(try HubEndpoint.discover(environment: ["HF_ENDPOINT": ""]))" == "https://huggingface.co")
    #expect(
      "\(try HubEndpoint.discover(environment: ["HF_ENDPOINT": "https://m.example/hub//"]))" == "https://m.example/hub"
    )
    #expect("\(try HubEndpoint("http://localhost:8080/"))" == "http://localhost:8080")
  }

  @Test(
    "plain http is only for this machine, and an endpoint is only a base",
    arguments: [
      (
        "http://mirror.example",
        "with http everyone on the way could read the token; only a hub on this machine may use it"
      ),
      ("https://h/?x=1", "it has a query (?…)"),
      ("huggingface.co", "it does not begin with https:// or http://"),
      ("https://user:pw@h", "it holds a user name or a password"),
    ]
  )
  func refused(_ text: String, _ reason: String) {
    #expect {
      try HubEndpoint(text)
    } throws: { error in
      let error = error as? HubError
      return error?.code == .invalidEndpoint && error?.reason == reason && error?.exitStatus == .usage
        && error?.remedy == "Set HF_ENDPOINT to a URL such as https://huggingface.co, or unset it."
        && error?.problem.contains("pw") == false
    }
  }

  @Test("names of revisions follow git's rules")
  func revisions() {
    for name in ["main", "dev/x", "refs/pr/2", "v1.0", "0123456789abcdef0123456789abcdef01234567", "ä"] {
      #expect(Revision(name)?.name == name)
    }
    for name in [
      "", "a b", "a..b", "/a", "a/", "a//b", ".a", "a.", "a.lock", "a~1", "a^", "a:b", "a?", "a*", "a[", "a\\b", "@",
      "a@{1}", "-x", "a\nb", "a\u{7F}", String(repeating: "a", count: 256),
    ] {
      #expect(Revision(name) == nil)
    }
    #expect(Revision("0123456789abcdef0123456789abcdef01234567")?.commit != nil)
    #expect(Revision.main.commit == nil)
  }
}

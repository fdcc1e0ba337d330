import Files
import Findings
import Glibc
import HTTP
import TestKit
import Testing
@testable import HubAPI

@Suite("The files of a login")
struct TokenStoreTests {
  private let place: TemporaryFolder
  private var home: String { "\(place.path)/home" }

  init() throws { place = try TemporaryFolder() }

  private func store(_ environment: [String: String] = [:]) throws -> TokenStore {
    try TokenStore(HubSettings(environment: ["HF_HOME": home].merging(environment) { _, new in new }))
  }

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test("a token is kept in both files, which only their owner can read, and found again")
  func saved() throws {
    let store = try store()
    try store.save(Secret("hf_one"), name: "laptop")
    #expect(try LocalFiles.readText("\(home)/token") == "hf_one")
    #expect(try LocalFiles.readText("\(home)/stored_tokens") == "[laptop]\nhf_token = hf_one\n\n")
    #expect(mode(home) == 0o700)
    #expect(mode("\(home)/token") == 0o600)
    #expect(mode("\(home)/stored_tokens") == 0o600)
    #expect(try LocalFiles.list(home).map(\.name) == ["stored_tokens", "token"])
    let found = try TokenDiscovery.discover(environment: ["HF_HOME": home])
    #expect(found?.token == Secret("hf_one"))
    #expect(found?.warning == nil)
  }

  @Test("an open folder of the Hub's tools and an open file are closed; a folder that the user named stays as it is")
  func modes() throws {
    try LocalFiles.makeFolder(home)
    try LocalFiles.writeAtomically(Array("old".utf8), to: "\(home)/token", mode: 0o644)
    try store().save(Secret("hf_one"), name: "a")
    #expect(mode(home) == 0o700)
    #expect(mode("\(home)/token") == 0o600)
    try LocalFiles.makeFolder("\(place.path)/own")
    try store(["HF_TOKEN_PATH": "\(place.path)/own/mine"]).save(Secret("hf_two"), name: "a")
    #expect(mode("\(place.path)/own") == 0o755)
    #expect(mode("\(place.path)/own/mine") == 0o600)
    #expect(mode("\(place.path)/own/stored_tokens") == 0o600)
  }

  @Test("what other tools keep beside it stays as it is, byte for byte")
  func others() throws {
    let text =
      "# mine\r\n[DEFAULT]\nx = 1\n\n[work]\nHF_TOKEN : hf_work\nrefresh_token = r\nexpires_at = 17\n\n[old]\nhf_token=hf_old\n"
    try LocalFiles.makeFolder(home)
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(home)/stored_tokens")
    let store = try store()
    #expect(try store.tokens().map(\.name) == ["work", "old"])
    #expect(try store.tokens().map(\.token) == [Secret("hf_work"), Secret("hf_old")])
    try store.save(Secret("hf_new"), name: "new")
    #expect(try LocalFiles.readText("\(home)/stored_tokens") == text + "[new]\nhf_token = hf_new\n\n")
    // A second login under a name replaces it with all that belonged to the other token.
    try store.save(Secret("hf_next"), name: "work")
    let expected = text.replacing(
      "[work]\nHF_TOKEN : hf_work\nrefresh_token = r\nexpires_at = 17\n",
      with: "[work]\nhf_token = hf_next\n"
    )
    #expect(try LocalFiles.readText("\(home)/stored_tokens") == expected + "[new]\nhf_token = hf_new\n\n")
  }

  @Test("a name can break nothing", arguments: ["a]\nhf_token = x\n[b", "DEFAULT", "", " \t", "a]b", "[x", "ü 🙂"])
  func names(name: String) throws {
    let store = try store()
    try store.save(Secret("hf_one"), name: "first")
    try store.save(Secret("hf_two"), name: name)
    let tokens = try store.tokens()
    #expect(tokens.map(\.token) == [Secret("hf_one"), Secret("hf_two")])
    #expect(tokens.first?.name == "first")
    #expect(try LocalFiles.readText("\(home)/stored_tokens").split(separator: "\n").count == 4)
  }

  @Test(
    "a file that cannot be understood is left alone, and its lines are not shown",
    arguments: [
      ("hf_secret\n", "line 1: it belongs to no section"),
      ("[a]\nhf_secret\n", "line 2: it is neither a section nor a value"),
      ("[a]\n[a]\n", "line 2: the section [a] is there twice"), ("[]\n", "line 1: a section has no name"),
    ]
  )
  func malformed(text: String, reason: String) throws {
    try LocalFiles.makeFolder(home)
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(home)/stored_tokens")
    let store = try store()
    do {
      try store.save(Secret("hf_one"), name: "a")
      Issue.record("it was taken")
    } catch {
      #expect(error.code == .localFile)
      #expect(error.problem == "cannot use the stored tokens in \(home)/stored_tokens")
      #expect(error.reason == reason)
      #expect(error.remedy == "Correct the file or move it away, then run the command again.")
    }
    #expect(LocalFiles.kind("\(home)/token") == nil)
    #expect(try LocalFiles.readText("\(home)/stored_tokens") == text)
  }

  @Test("logging out removes both files, and a second time nothing")
  func removed() throws {
    let store = try TokenStore(HubSettings(environment: ["HOME": place.path]))
    try store.save(Secret("hf_one"), name: "a")
    #expect(try store.remove() == ["~/.cache/huggingface/token", "~/.cache/huggingface/stored_tokens"])
    #expect(try store.remove().isEmpty)
    #expect(try store.tokens().isEmpty)
  }

  @Test("a link that leads to the token file is written through")
  func link() throws {
    try LocalFiles.makeFolder(home)
    try LocalFiles.writeAtomically([], to: "\(place.path)/elsewhere")
    symlink("\(place.path)/elsewhere", "\(home)/token")
    try store().save(Secret("hf_one"), name: "a")
    #expect(LocalFiles.kind("\(home)/token") == .symbolicLink)
    #expect(try LocalFiles.readText("\(place.path)/elsewhere") == "hf_one")
    #expect(mode("\(place.path)/elsewhere") == 0o600)
  }

  @Test("without a place there is no store")
  func homeless() throws {
    do {
      _ = try TokenStore(HubSettings(environment: [:]))
      Issue.record("there is one")
    } catch {
      #expect(error.reason == "neither HF_TOKEN_PATH nor HF_HOME nor HOME is set")
    }
  }
}

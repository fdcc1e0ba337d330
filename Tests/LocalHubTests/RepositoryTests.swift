import Files
import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("repositories, branches and tags of the embedded hub")
struct RepositoryTests {
  @Test("a new repository has an address, an id and a first commit with LFS rules")
  func create() async throws {
    let hub = try await TestHub()
    let made = try await hub.create("tiny")
    #expect(made.url == "\(hub.server.url)/me/tiny")
    #expect(made.name == "me/tiny")
    #expect(made.id?.utf8.count == 24)
    let info = try await hub.call("GET", "/api/models/me/tiny", token: nil).json(RepositoryInfo.self)
    #expect(info.id == "me/tiny" && info.private == false && info.internalID == made.id)
    #expect(info.siblings?.map(\.rfilename) == [".gitattributes"])
    #expect(info.createdAt?.hasSuffix(".000Z") == true)
    let rules = try await hub.call("GET", "/me/tiny/resolve/main/.gitattributes").text
    for ending in ["safetensors", "bin", "onnx"] {
      #expect(rules.contains("*.\(ending) filter=lfs diff=lfs merge=lfs -text\n"))
    }
    await hub.server.stop()
  }

  @Test("a second creation answers 409 with the Hub's words and the address, in any spelling of the name")
  func exists() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    for name in ["tiny", "Tiny", "TINY"] {
      let again = try await hub.call(
        "POST",
        "/api/repos/create",
        json: CreateRepositoryRequest(name: name, organization: "me", visibility: "private")
      )
      #expect(again.status == 409)
      let body = try again.json(ErrorBody.self)
      #expect(body.error == "You already created this model repo: me/tiny")
      #expect(body.url == "\(hub.server.url)/me/tiny")
      #expect(again.header("X-Error-Message") == body.error)
    }
    #expect(try await hub.call("GET", "/api/models/ME/Tiny").json(RepositoryInfo.self).id == "me/tiny")
    await hub.server.stop()
  }

  @Test(
    "names that the Hub refuses are refused",
    arguments: [
      "", "a--b", "a..b", "-a", "a-", ".a", "a.git", "a b", "a/b", "ä", "..", "a\u{0}b",
      String(repeating: "a", count: 97),
    ]
  )
  func badNames(name: String) async throws {
    let hub = try await TestHub()
    let answer = try await hub.call(
      "POST",
      "/api/repos/create",
      json: CreateRepositoryRequest(name: name, organization: nil)
    )
    #expect(answer.status == 400)
    #expect(answer.error?.hasPrefix("Invalid repository name \"me/\(name)\"") == true)
    await hub.server.stop()
  }

  @Test("other kinds, unknown visibilities and bodies that are not JSON are refused")
  func badBodies() async throws {
    let hub = try await TestHub()
    let dataset = try await hub.call(
      "POST",
      "/api/repos/create",
      json: CreateRepositoryRequest(name: "d", organization: nil, type: "dataset")
    )
    #expect(dataset.status == 400)
    #expect(dataset.error == "This embedded hub holds models only, not a dataset")
    let visibility = try await hub.call(
      "POST",
      "/api/repos/create",
      json: CreateRepositoryRequest(name: "d", organization: nil, visibility: "secret")
    )
    #expect(visibility.error == "Invalid visibility \"secret\": expected public or private")
    #expect(try await hub.call("POST", "/api/repos/create", Array("[".utf8)).status == 400)
    let long = [UInt8](repeating: 0x20, count: 2 << 20)
    #expect(try await hub.call("POST", "/api/repos/create", long).status == 413)
    for path in ["/api/datasets/me/d", "/api/spaces/me/d", "/datasets/me/d/resolve/main/a"] {
      let answer = try await hub.call("GET", path)
      #expect(answer.status == 404 && answer.error == "This embedded hub holds models only", "\(path)")
    }
    #expect(try await hub.call("GET", "/api/agent-harnesses", token: nil).status == 404)
    await hub.server.stop()
  }

  @Test("the older form of visibility is understood")
  func privateFlag() async throws {
    let hub = try await TestHub()
    _ = try await hub.call("POST", "/api/repos/create", Array(#"{"name":"old","private":true}"#.utf8))
    #expect(try await hub.call("GET", "/api/models/me/old").json(RepositoryInfo.self).private == true)
    await hub.server.stop()
  }

  @Test("of many creations at once exactly one wins")
  func race() async throws {
    let hub = try await TestHub()
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await hub.call(
            "POST",
            "/api/repos/create",
            json: CreateRepositoryRequest(name: "one", organization: nil)
          ).status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.sorted() == [200] + Array(repeating: 409, count: 7))
    await hub.server.stop()
  }

  @Test("a deleted repository is gone, and a new one of its name starts without its objects")
  func delete() async throws {
    let hub = try await TestHub()
    let first = try await hub.create("tiny")
    let object = try await hub.upload("me/tiny", Array("content".utf8))
    let gone = try await hub.call("DELETE", "/api/repos/delete", json: ["name": "tiny", "organization": "me"])
    #expect(gone.status == 200)
    #expect(try await hub.call("GET", "/api/models/me/tiny").status == 404)
    #expect(try await hub.call("DELETE", "/api/repos/delete", json: ["name": "tiny"]).status == 404)
    let second = try await hub.create("tiny")
    #expect(second.id != first.id)
    let commit = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: object.oid, size: object.size)])
    #expect(commit.status == 400)
    #expect(commit.error?.hasPrefix("Your push was rejected because an LFS pointer pointed to a file") == true)
    #expect(try hub.leftovers().isEmpty)
    await hub.server.stop()
  }

  @Test("branches are made from any revision, refused twice, and deleted")
  func branches() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let first = try await hub.head("me/tiny")
    _ = try await hub.commit("me/tiny", [TestHub.file("a.txt", "a")])
    let branch = "/api/models/me/tiny/branch/dev%2Fx"
    #expect(try await hub.call("POST", branch, json: ["startingPoint": first]).status == 200)
    #expect(try await hub.call("GET", "/api/models/me/tiny/revision/dev%2Fx").json(RepositoryInfo.self).sha == first)
    let again = try await hub.call("POST", branch, Array("{}".utf8))
    #expect(again.status == 409 && again.error == "Reference already exists: refs/heads/dev/x")
    #expect(try await hub.commit("me/tiny", [TestHub.file("b.txt", "b")], branch: "dev%2Fx").status == 200)
    #expect(try await hub.call("GET", "/me/tiny/resolve/dev%2Fx/b.txt").text == "b")
    #expect(try await hub.call("GET", "/me/tiny/resolve/main/b.txt").status == 404)
    let missing = try await hub.call("POST", "/api/models/me/tiny/branch/y", json: ["startingPoint": "none"])
    #expect(missing.status == 404 && missing.header("X-Error-Code") == "RevisionNotFound")
    #expect(try await hub.call("DELETE", branch).status == 200)
    #expect(try await hub.call("DELETE", branch).status == 404)
    #expect(try await hub.call("DELETE", "/api/models/me/tiny/branch/main").status == 403)
    for name in ["a%20b", "-a", "a..b", "HEAD", "a.lock", "refs%2Fheads%2Fx", first] {
      #expect(try await hub.call("POST", "/api/models/me/tiny/branch/\(name)").status == 400, "\(name)")
    }
    await hub.server.stop()
  }

  @Test("tags stay where they were put")
  func tags() async throws {
    let hub = try await TestHub()
    try await hub.create("tiny")
    let first = try await hub.head("me/tiny")
    let tag = ["tag": "v1.0", "message": "first"]
    #expect(try await hub.call("POST", "/api/models/me/tiny/tag/main", json: tag).status == 200)
    let again = try await hub.call("POST", "/api/models/me/tiny/tag/main", json: tag)
    #expect(again.status == 409 && again.error == "Tag reference exists already: refs/tags/v1.0")
    _ = try await hub.commit("me/tiny", [TestHub.file("a.txt", "a")])
    #expect(try await hub.call("GET", "/api/models/me/tiny/revision/v1.0").json(RepositoryInfo.self).sha == first)
    let refs = try await hub.call("GET", "/api/models/me/tiny/refs").text
    #expect(refs.contains(#""tags":[{"name":"v1.0","ref":"refs/tags/v1.0","targetCommit":"\#(first)"}]"#))
    #expect(try await hub.commit("me/tiny", [TestHub.file("b.txt", "b")], branch: "v1.0").status == 404)
    #expect(try await hub.call("DELETE", "/api/models/me/tiny/tag/v1.0").status == 200)
    #expect(try await hub.call("DELETE", "/api/models/me/tiny/tag/v1.0").status == 404)
    await hub.server.stop()
  }
}

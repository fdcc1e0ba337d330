import Files
import Findings
import HTTP
import HubAPI
import Synchronization
import TestKit
import Testing

@Suite("Uploads")
struct HubUploadTests {
  private let names: Names
  private let folder: TemporaryFolder
  private let file: String
  private let content: [UInt8]
  private let object: LFSBatchRequest.Object

  init() throws {
    names = try Names()
    folder = try TemporaryFolder()
    file = "\(folder.path)/model.safetensors"
    content = (0..<2500).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try LocalFiles.writeAtomically(content, to: file)
    object = .init(oid: FileDigests(of: content).sha256.hex, size: content.count)
  }

  private func answer(_ actions: [String: LFSBatchResponse.Action]?) -> LFSBatchResponse.Object {
    .init(oid: object.oid, size: object.size, actions: actions)
  }

  @Test("preupload asks in pages of 256 and answers in order; empty files are regular")
  func preupload() async throws {
    let server = try ScriptedServer { request in
      let files = request.text.matches(of: /"path":"(f\d+)"/).map { String($0.1) }.reversed()
      let list = files.map { #"{"path":"\#($0)","uploadMode":"lfs","shouldIgnore":false}"# }.joined(separator: ",")
      return .json(#"{"files":[\#(list)],"commitOid":"0123456789abcdef0123456789abcdef01234567"}"#)
    }
    let files = (0..<300).map { PreuploadRequest.File(path: "f\($0)", sample: "", size: $0) }
    let answer = try await hub(server).preupload(
      names.id,
      revision: names.branch,
      files: files,
      gitIgnore: "*.log\n"
    )
    #expect(answer.files.map(\.path) == files.map(\.path))
    #expect(answer.files[0].uploadMode == .regular)
    #expect(answer.files[1].uploadMode == .lfs)
    #expect(answer.commitOid == names.commit.hex)
    #expect(server.requests.map(\.target) == Array(repeating: "/api/models/acme/tiny/preupload/dev%2Fx", count: 2))
    #expect(server.requests[1].text.hasSuffix(#"{"path":"f299","sample":"","size":299}],"gitIgnore":"*.log\n"}"#))
  }

  @Test("a preupload answer that forgets a file is refused")
  func forgotten() async throws {
    let server = try ScriptedServer { _ in .json(#"{"files":[]}"#) }
    let files = [PreuploadRequest.File(path: "a", sample: "", size: 1)]
    let error = try await failure { try await hub(server).preupload(names.id, revision: .main, files: files) }
    #expect(error?.reason == "the server's answer breaks the protocol: it says nothing about a")
  }

  @Test("storage is asked for each content once, in git-lfs form")
  func batch() async throws {
    let oid = object.oid
    let server = try ScriptedServer { _ in
      .json(#"{"transfer":"basic","objects":[{"oid":"\#(oid)","size":2500}]}"#)
    }
    let answer = try await hub(server).lfsBatch(names.id, revision: names.branch, objects: [object, object])
    #expect(answer.objects.count == 1)
    #expect(answer.objects[0].actions == nil)
    let request = try #require(server.requests.first)
    #expect(request.target == "/acme/tiny.git/info/lfs/objects/batch")
    #expect(request.header("Accept") == "application/vnd.git-lfs+json")
    #expect(request.header("Content-Type") == "application/vnd.git-lfs+json")
    #expect(
      request.text
        == #"{"hash_algo":"sha256","objects":[{"oid":"\#(oid)","size":2500}],"operation":"upload","#
        + #""ref":{"name":"dev/x"},"transfers":["basic","multipart"]}"#
    )
  }

  @Test("an object that storage has is not sent")
  func stored() async throws {
    let server = try ScriptedServer { _ in .status(500) }
    #expect(try await hub(server).upload(object, answer: answer(nil), file: file) == .alreadyStored)
    #expect(server.requests.isEmpty)
  }

  @Test("a single PUT carries the bytes and the named headers, no token; verify carries the token")
  func single() async throws {
    let store = try ScriptedServer { _ in .status(200, headers: ["ETag": "\"x\""]) }
    let server = try ScriptedServer { _ in .json("{}") }
    let seen = Mutex(0)
    let actions: [String: LFSBatchResponse.Action] = [
      "upload": .init(
        href: "\(store.url)/o?X-Amz-Signature=deadbeef",
        header: ["x-extra": "1", "Authorization": "Bearer stolen"]
      ),
      // The Hub names itself; a client of another endpoint goes there.
      "verify": .init(href: "https://huggingface.co/acme/tiny.git/info/lfs/verify", header: ["X-V": "2"]),
    ]
    let outcome = try await hub(server).upload(object, answer: answer(actions), file: file) { sent in
      seen.withLock { $0 = sent }
    }
    #expect(outcome == .uploaded)
    #expect(seen.withLock { $0 } == 2500)
    let put = try #require(store.requests.first)
    #expect(put.method == "PUT")
    #expect(put.target == "/o?X-Amz-Signature=deadbeef")
    #expect(put.body == content)
    #expect(put.header("Authorization") == nil)
    #expect(put.header("Content-Length") == "2500")
    #expect(put.header("x-extra") == "1")
    let verify = try #require(server.requests.first)
    #expect(verify.target == "/acme/tiny.git/info/lfs/verify")
    #expect(verify.text == #"{"oid":"\#(object.oid)","size":2500}"#)
    #expect(verify.header("Authorization") == "Bearer \(plantedToken)")
    #expect(verify.header("X-V") == "2")
  }

  @Test("parts are sent in slices and completed in order, without a token")
  func multipart() async throws {
    let store = try ScriptedServer { request in
      request.method == "PUT" ? .status(200, headers: ["ETag": "\"tag-\(request.target)\""]) : .json("{}")
    }
    let header = [
      "chunk_size": "1000", "00001": "\(store.url)/1", "00002": "\(store.url)/2", "3": "\(store.url)/3",
    ]
    let action = LFSBatchResponse.Action(href: "\(store.url)/complete?signature=s", header: header)
    let server = try ScriptedServer { _ in .status(500) }
    let seen = Mutex(0)
    let outcome = try await hub(server).upload(object, answer: answer(["upload": action]), file: file) { sent in
      seen.withLock { $0 = max($0, sent) }
    }
    #expect(outcome == .uploaded)
    #expect(seen.withLock { $0 } == 2500)
    let bodies = Dictionary(uniqueKeysWithValues: store.requests.map { ($0.target, $0.body) })
    #expect(bodies["/1"] == Array(content[0..<1000]))
    #expect(bodies["/2"] == Array(content[1000..<2000]))
    #expect(bodies["/3"] == Array(content[2000...]))
    let last = try #require(store.requests.last)
    #expect(last.target == "/complete?signature=s")
    #expect(last.header("Content-Type") == "application/vnd.git-lfs+json")
    #expect(
      last.text == #"{"oid":"\#(object.oid)","parts":[{"etag":"\"tag-/1\"","partNumber":1},"#
        + #"{"etag":"\"tag-/2\"","partNumber":2},{"etag":"\"tag-/3\"","partNumber":3}]}"#
    )
    #expect(store.requests.allSatisfy { $0.header("Authorization") == nil })
  }

  @Test("a part that fails once is sent again alone")
  func partAgain() async throws {
    let failed = Mutex(false)
    let store = try ScriptedServer { request in
      if request.target == "/2",
        failed.withLock({ failed in
          defer { failed = true }; return !failed
        })
      {
        return .status(500)
      }
      return .status(200, headers: ["ETag": "\"x\""])
    }
    let header = ["chunk_size": "2000", "1": "\(store.url)/1", "2": "\(store.url)/2"]
    let action = LFSBatchResponse.Action(href: "\(store.url)/done", header: header)
    _ = try await hub(store, attempts: 3).upload(object, answer: answer(["upload": action]), file: file)
    #expect(store.requests.map(\.target).sorted() == ["/1", "/2", "/2", "/done"])
  }

  @Test("a missing ETag, too few parts, gaps and nonsense sizes are refused")
  func malformedParts() async throws {
    let store = try ScriptedServer { _ in .status(200) }
    let url = "\(store.url)/p"
    let headers: [[String: String]] = [
      ["chunk_size": "2000", "1": url, "2": url],  // no ETag in the answers
      ["chunk_size": "1000", "1": url, "2": url],
      ["chunk_size": "1000", "1": url, "2": url, "4": url],
      ["chunk_size": "0", "1": url],
      ["chunk_size": "-1", "1": url],
      ["chunk_size": "many", "1": url],
      ["chunk_size": "2000", "1": url, "2": "ftp://x/"],
      ["chunk_size": "\(Int.max)", "1": url, "01": url],
      ["chunk_size": "2000"],
    ]
    for header in headers {
      let action = LFSBatchResponse.Action(href: url, header: header)
      let error = try await failure {
        try await hub(store).upload(object, answer: answer(["upload": action]), file: file)
      }
      #expect(error?.code == .malformedAnswer)
    }
    #expect(store.requests.allSatisfy { $0.method == "PUT" })
  }

  @Test("what storage says about a refusal is told, without the signature")
  func refused() async throws {
    let xml = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
    let store = try ScriptedServer { _ in
      .answer(status: 403, headers: ["x-amz-request-id": "R1"], body: Array(xml.utf8))
    }
    let action = LFSBatchResponse.Action(href: "\(store.url)/o?X-Amz-Signature=deadbeef")
    let error = try await failure {
      try await hub(store).upload(object, answer: answer(["upload": action]), file: file)
    }
    #expect(error?.code == .objectRefused)
    #expect(
      error?.reason
        == "storage at 127.0.0.1 does not take it: “AccessDenied: Request has expired” (status 403, request R1)"
    )
    #expect(error?.remedy == "The signed URL has probably expired; run the command again.")
    #expect(error?.problem == "cannot upload \(file)")
  }

  @Test("an object with an error in the batch answer is refused in the Hub's words")
  func batchError() async throws {
    let store = try ScriptedServer { _ in .status(200) }
    let answer = LFSBatchResponse.Object(
      oid: object.oid,
      size: nil,
      actions: nil,
      error: .init(code: 422, message: "too <b>big</b>")
    )
    let error = try await failure { try await hub(store).upload(object, answer: answer, file: file) }
    #expect(error?.code == .objectRefused)
    #expect(error?.reason == "the Hub refuses the object: “too big” (code 422)")
  }

  @Test("a store that redirects is not followed")
  func redirect() async throws {
    let other = try ScriptedServer { _ in .status(200) }
    let location = other.url
    let store = try ScriptedServer { _ in .status(307, headers: ["Location": location]) }
    let action = LFSBatchResponse.Action(href: "\(store.url)/o")
    let error = try await failure {
      try await hub(store).upload(object, answer: answer(["upload": action]), file: file)
    }
    #expect(error?.code == .objectRefused)
    #expect(other.requests.isEmpty)
  }

  @Test("a Hub over https cannot make the client upload without encryption")
  func downgrade() async throws {
    let store = try ScriptedServer { _ in .status(200) }
    let hub = HubClient(endpoint: .standard, token: Secret(plantedToken), http: try hub(store).http)
    let action = LFSBatchResponse.Action(href: "\(store.url)/o")
    let error = try await failure { try await hub.upload(object, answer: answer(["upload": action]), file: file) }
    #expect(error?.code == .malformedAnswer)
    #expect(store.requests.isEmpty)
  }

  @Test("a file of another size or content than announced is noticed")
  func changed() async throws {
    let store = try ScriptedServer { _ in .status(200) }
    let action = LFSBatchResponse.Action(href: "\(store.url)/o")
    var other = object
    other.size = 1
    let smaller = other
    let size = try await failure {
      try await hub(store).upload(smaller, answer: answer(["upload": action]), file: file)
    }
    #expect(size?.code == .localFile)
    #expect(size?.reason == "\(file) changed after it was examined")
    #expect(store.requests.isEmpty)
    try LocalFiles.writeAtomically(Array(repeating: 1, count: 2500), to: file)
    let hash = try await failure {
      try await hub(store).upload(object, answer: answer(["upload": action]), file: file)
    }
    #expect(hash?.code == .localFile)
    #expect(hash?.exitStatus == .localInput)
    #expect(hash?.reason.hasSuffix("expected \(object.oid)") == true)
  }
}

import Files
import Findings
import Glibc
import HubAPI
import TestKit
import Testing
@testable import Publishing

@Suite("Downloads into the shared cache")
struct SnapshotDownloadTests {
  @Test("a download that has no room is refused before anything comes, with the bytes that are short")
  func noRoom() async throws {
    let downloads = try await Downloads()
    let size = try await downloads.remote.client().tree(downloads.remote.id, revision: .main)
      .reduce(0) { $0 + ($1.type == "file" ? $1.size : 0) }
    var job = try downloads.job()
    job.freeSpace = { _ in size - 7 }
    downloads.forget()
    do {
      try await job.run()
      Issue.record("it did not fail")
    } catch let error as FileError {
      #expect(error.code == .diskFull)
      #expect(error.problem == "cannot download acme/tiny")
      #expect(error.reason.hasSuffix("has room for \(size - 7) bytes and \(size) are needed: 7 bytes are short"))
    }
    #expect(downloads.count("/resolve/") == 0)
    #expect(!LocalFiles.isFolder(downloads.cached.folder + "/blobs"))
    job.freeSpace = { _ in size }
    try await downloads.expectWhole(job.run())
  }

  @Test("a public model comes without a token, in the layout that all tools share")
  func fresh() async throws {
    let downloads = try await Downloads()
    let events = Box<[DownloadEvent]>([])
    let folder = try await downloads.job { event in events.change { $0.append(event) } }.run()
    let cached = downloads.cached
    let head = try #require(try await downloads.remote.commits().first)
    #expect(folder == "\(downloads.cache.root)/models--acme--tiny/snapshots/\(head)")
    try await downloads.expectWhole(folder)
    #expect(try LocalFiles.read("\(cached.folder)/refs/main") == Array(head.hex.utf8))
    #expect(LocalFiles.isFile("\(cached.folder)/trees/\(head).json"))
    #expect(try LocalFiles.readText("\(downloads.cache.root)/CACHEDIR.TAG").hasPrefix("Signature: 8a477f597d28d172"))
    let files = try await downloads.remote.files()
    #expect(try downloads.blobs() == Set(files.values).sorted())
    for (path, tag) in files {
      #expect(LocalFiles.kind("\(folder)/\(path)") == .symbolicLink)
      #expect(LocalFiles.resolved("\(folder)/\(path)")?.hasSuffix("/models--acme--tiny/blobs/\(tag)") == true)
    }
    // Relative links: the cache may be moved.
    #expect(rename(downloads.cache.root, "\(downloads.place.path)/moved") == 0)
    try await downloads.expectWhole("\(downloads.place.path)/moved/models--acme--tiny/snapshots/\(head)")
    let sizes = events.value.compactMap {
      if case .progress(let received, let total) = $0 { [received, total] } else { nil }
    }
    #expect(sizes.last.map { $0[0] == $0[1] } == true)
  }

  @Test("the cache has the same path before and after it is made, through links too")
  func root() async throws {
    let place = try TemporaryFolder()
    try LocalFiles.makeFolder("\(place.path)/real")
    symlink("real", "\(place.path)/link")
    func root(_ path: String) throws -> String {
      try HubCache(HubSettings(environment: ["HF_HUB_CACHE": path]), workingDirectory: "\(place.path)/link").root
    }
    let expected = "\(place.path)/real/a/hub"
    for path in ["\(place.path)/link/a/hub", "a/hub", "a/hub/"] { #expect(try root(path) == expected) }
    try LocalFiles.makeFolder(expected)
    for path in ["\(place.path)/link/a/hub", "a/hub", "a/hub/"] { #expect(try root(path) == expected) }
    let error = #expect(throws: PublishingError.self) {
      try HubCache(HubSettings(environment: [:]), workingDirectory: "/")
    }
    #expect(error?.code == .noCacheFolder)
    #expect(error?.reason == "neither HF_HUB_CACHE nor HF_HOME nor HOME is set")
  }

  @Test("a second download transfers nothing and asks one question")
  func again() async throws {
    let downloads = try await Downloads()
    let folder = try await downloads.job().run()
    downloads.forget()
    #expect(try await downloads.job().run() == folder)
    #expect(downloads.count() == 1)
    let commit = try #require(CommitID(LocalFiles.name(of: folder)))
    downloads.forget()
    #expect(try await downloads.job(revision: Revision(commit)).run() == folder)
    #expect(downloads.count() == 0)
  }

  @Test("a cache that nobody may write to is good enough when everything is there")
  func readOnly() async throws {
    let downloads = try await Downloads()
    let folder = try await downloads.job().run()
    let events = Box<[DownloadEvent]>([])
    // A folder in the place of the file stops everybody, the superuser too.
    try LocalFiles.remove("\(downloads.cached.folder)/refs/main")
    try LocalFiles.makeFolder("\(downloads.cached.folder)/refs/main")
    #expect(try await downloads.job { event in events.change { $0.append(event) } }.run() == folder)
    let notes = events.value.compactMap { if case .notNoted(let what) = $0 { what } else { nil } }
    #expect(notes.count == 1)
    #expect(notes.first?.hasPrefix("the commit of main: ") == true)
  }

  @Test("after a cut the next run asks for the rest only")
  func resumed() async throws {
    let downloads = try await Downloads()
    let size = try downloads.weights().digests.size
    let isBroken = Box(true)
    let proxy = try downloads.remote.proxy { request, line in
      guard request.path.hasPrefix("/.storage/") else { return nil }
      let answer = line.answer(to: request)
      return .raw(isBroken.value ? Array(answer.dropLast(size / 3)) : answer)
    }
    defer { proxy.stop() }
    let error = try await downloads.job(at: proxy.url).failure(HubError.self)
    #expect(error.code == .unreachable)
    let tag = try downloads.weights().digests.sha256.hex
    #expect(try downloads.blobs().contains("\(tag).incomplete"))
    #expect(!LocalFiles.isFile(downloads.cached.blob(tag)))
    // A name that leads nowhere would mislead everybody who is offline.
    #expect(LocalFiles.kind("\(downloads.cached.folder)/refs/main") == nil)

    isBroken.change { $0 = false }
    let before = proxy.requests.count
    let folder = try await downloads.job(at: proxy.url).run()
    try await downloads.expectWhole(folder)
    let storage = proxy.requests.dropFirst(before).filter { $0.path.hasPrefix("/.storage/") }
    #expect(storage.count == 1)
    let range = try #require(storage.first?.header("Range"))
    #expect(range.hasPrefix("bytes=") && range.hasSuffix("-") && range != "bytes=0-")
    #expect(try downloads.blobs().allSatisfy { !$0.hasSuffix(".incomplete") })
  }

  @Test("a part that is complete needs no request, and a wrong beginning is replaced in the same run")
  func parts() async throws {
    let downloads = try await Downloads()
    let file = try downloads.weights()
    let part = "\(downloads.cached.blob(file.digests.sha256.hex)).incomplete"
    let content = try LocalFiles.read(downloads.remote.object(file))
    let wrong = [UInt8](repeating: 7, count: content.count)
    for (beginning, requests) in [(content, 0), (Array(wrong.prefix(1000)), 2), (wrong, 1), (wrong + [7], 1)] {
      try LocalFiles.remove(downloads.cached.folder)
      try LocalFiles.makeFolder("\(downloads.cached.folder)/blobs")
      try LocalFiles.writeAtomically(beginning, to: part)
      downloads.forget()
      try await downloads.expectWhole(await downloads.job().run())
      #expect(downloads.count("/.storage/") == requests)
      #expect(LocalFiles.kind(part) == nil)
    }
  }

  @Test("content with another hash gets no name and leaves nothing", arguments: ["model.safetensors", "README.md"])
  func wrongHash(path: String) async throws {
    let downloads = try await Downloads()
    let proxy = try downloads.remote.proxy { request, line in
      guard request.path.hasPrefix("/.storage/") || request.path.hasSuffix("/resolve/README.md") else {
        guard request.path.contains("/resolve/"), request.path.hasSuffix(path) else { return nil }
        var answer = line.answer(to: request)
        if String(decoding: answer.prefix(12), as: UTF8.self) == "HTTP/1.1 200" { answer[answer.count - 1] ^= 1 }
        return .raw(answer)
      }
      var answer = line.answer(to: request)
      if path == "model.safetensors" { answer[answer.count - 1] ^= 1 }
      return .raw(answer)
    }
    defer { proxy.stop() }
    let error = try await downloads.job(at: proxy.url, filter: PathFilter(include: [path])).failure(HubError.self)
    #expect(error.code == .contentMismatch)
    #expect(error.problem == "cannot download \(path) of acme/tiny")
    #expect(error.reason.hasSuffix("was announced"))
    #expect(try downloads.blobs().isEmpty)
    #expect(LocalFiles.kind("\(downloads.cached.folder)/refs") == nil)
  }

  @Test("an answer that is complete and too short, or too long, is refused", arguments: [-1, 1])
  func length(change: Int) async throws {
    let downloads = try await Downloads()
    let size = try downloads.weights().digests.size
    let proxy = try downloads.remote.proxy { request, line in
      guard request.path.hasPrefix("/.storage/") else { return nil }
      let answer = line.answer(to: request)
      let end = answer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? 0
      let head = String(decoding: answer[..<end], as: UTF8.self)
        .replacing("Content-Length: \(size)", with: "Content-Length: \(size + change)")
      let body = answer[end...]
      return .raw(Array(head.utf8) + (change < 0 ? body.dropLast() : body + [0]))
    }
    defer { proxy.stop() }
    let job = try downloads.job(at: proxy.url, filter: PathFilter(include: ["*.safetensors"]))
    let error = try await job.failure(HubError.self)
    #expect(error.code == .contentMismatch)
    #expect(
      error.reason
        == (change < 0
          ? "\(size - 1) bytes came, \(size) were announced" : "more than the \(size) bytes announced came")
    )
    #expect(try downloads.blobs().isEmpty)
  }

  @Test("two downloads at once fetch every content once")
  func twoAtOnce() async throws {
    let downloads = try await Downloads()
    async let first = downloads.job().run()
    async let second = downloads.job().run()
    #expect(try await first == second)
    try await downloads.expectWhole(first)
    let contents = Set(try await downloads.remote.files().values)
    #expect(downloads.count("/resolve/") == contents.count)
    #expect(downloads.count("/.storage/") == 1)
  }

  @Test("a content that another process downloads is waited for, and said so")
  func waiting() async throws {
    let downloads = try await Downloads()
    let tag = try downloads.weights().digests.sha256.hex
    try downloads.cached.prepare()
    let descriptor = open(downloads.cached.lock(tag), O_RDWR | O_CREAT, 0o644)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX) == 0)
    let waited = Box<[String]>([])
    let folder = try await downloads.job { event in
      guard case .waiting(let path) = event else { return }
      waited.change { $0.append(path) }
      flock(descriptor, LOCK_UN)
    }.run()
    try await downloads.expectWhole(folder)
    #expect(waited.value == ["model.safetensors"])
  }

  @Test("where links are not wanted the snapshot holds checked copies")
  func copies() async throws {
    let downloads = try await Downloads(avoidsLinks: true)
    let folder = try await downloads.job().run()
    try await downloads.expectWhole(folder)
    #expect(try LocalFiles.walk(folder).allSatisfy { $0.kind == .file })
    downloads.forget()
    _ = try await downloads.job().run()
    #expect(downloads.count("/resolve/") == 0)
    // A content that is no longer what its name says is not copied.
    let file = try downloads.weights()
    let blob = downloads.cached.blob(file.digests.sha256.hex)
    try LocalFiles.remove("\(folder)/model.safetensors")
    var bytes = try LocalFiles.read(blob)
    bytes[0] ^= 1
    try LocalFiles.writeAtomically(bytes, to: blob)
    let error = try await downloads.job().failure(FileError.self)
    #expect(error.code == .changed)
    #expect(error.problem == "cannot copy \(blob)")
    #expect(LocalFiles.kind("\(folder)/model.safetensors") == nil)
  }

  @Test("a content of the wrong length and a link to elsewhere are put right")
  func damaged() async throws {
    let downloads = try await Downloads()
    let folder = try await downloads.job().run()
    let tag = try downloads.weights().digests.sha256.hex
    try LocalFiles.writeAtomically([1, 2, 3], to: downloads.cached.blob(tag))
    try LocalFiles.remove("\(folder)/README.md")
    symlink("../../../elsewhere", "\(folder)/README.md")
    downloads.forget()
    try await downloads.expectWhole(await downloads.job().run())
    #expect(downloads.count("/resolve/") == 1)
  }

  @Test("a branch that moves gets a second snapshot, and shares what did not change")
  func moved() async throws {
    let downloads = try await Downloads()
    let first = try await downloads.job().run()
    try await downloads.remote.commitBySomebodyElse(["README.md": "# Other\n"])
    downloads.forget()
    let second = try await downloads.job().run()
    #expect(first != second)
    #expect(downloads.count("/resolve/") == 1)
    try await downloads.expectWhole(second)
    let reference = try LocalFiles.readText("\(downloads.cached.folder)/refs/main")
    #expect(second.hasSuffix("/\(reference)"))
    #expect(LocalFiles.isFile("\(first)/README.md"))
  }

  @Test("patterns choose files; patterns that choose none are an error")
  func patterns() async throws {
    let downloads = try await Downloads()
    let filter = PathFilter(include: ["*.json", "*.md"], exclude: ["README*"])
    let folder = try await downloads.job(filter: filter).run()
    let names = try LocalFiles.walk(folder).map(\.path)
    #expect(!names.isEmpty)
    #expect(names.allSatisfy { $0.hasSuffix(".json") || $0.hasSuffix(".md") && !$0.hasPrefix("README") })
    let error = try await downloads.job(filter: PathFilter(include: ["*.bin"])).failure(PublishingError.self)
    #expect(error.code == .nothingMatches)
    #expect(error.reason.hasSuffix("files is meant by --include *.bin"))
    #expect(error.exitStatus == .usage)
  }

  @Test("a private repository, a missing one and a missing revision each have their words")
  func refusals() async throws {
    let downloads = try await Downloads()
    let none = try #require(Revision("none"))
    let revision = try await downloads.job(revision: none).failure(HubError.self)
    #expect(revision.code == .revisionNotFound)
    let id = try #require(RepositoryID("acme/secret"))
    _ = try await downloads.remote.client().createRepository(id, isPrivate: true)
    let hub = try downloads.remote.client(token: nil)
    let error = try await SnapshotDownload(id, from: .hub(hub), into: downloads.cache).failure(HubError.self)
    #expect([.repositoryNotFound, .noToken].contains(error.code))
    #expect(error.remedy.contains("HF_TOKEN"))
    #expect(LocalFiles.kind("\(downloads.cache.root)/models--acme--secret") == nil)
  }
}

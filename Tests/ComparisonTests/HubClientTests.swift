import Files
import Foundation
import LocalHub
import Synchronization
import Testing

/// The Python interpreter whose environment holds the official client; nil where it is not installed.
private let python = ProcessInfo.processInfo.environment["HFPUB_PYTHON"]

@Suite("the official Python client works against the embedded hub", .serialized, .enabled(if: python != nil))
struct HubClientTests {
  /// A hub with an empty store, a home for the client, and a model of a small text and a 20 MB file.
  private final class Scene {
    let place: TemporaryFolder
    let hub: LocalHubServer
    let log = RequestLog()
    var model: String { "\(place.path)/model" }

    init() async throws {
      place = try TemporaryFolder()
      let log = self.log
      hub = try await LocalHubServer.start(
        configuration: LocalHubConfiguration(
          folder: "\(place.path)/store",
          accounts: [LocalHubAccount(token: "hf_local_writer", userName: "me")],
          requestLog: { log.add($0) }
        )
      )
      try LocalFiles.makeFolder("\(place.path)/model/notes")
      try LocalFiles.writeAtomically(Array("---\nlicense: mit\n---\n# Tiny\n".utf8), to: "\(model)/README.md")
      try LocalFiles.writeAtomically(Array("a text with ünïcode\n".utf8), to: "\(model)/notes/ein text.txt")
      try LocalFiles.writeAtomically(Self.random(20_000_000, seed: 7), to: "\(model)/model.safetensors")
    }

    /// Runs a program of the client's environment; the output is only looked at when it fails.
    func run(_ program: String, _ arguments: [String]) throws -> String {
      let interpreter = URL(fileURLWithPath: try #require(python))
      let process = Process()
      process.executableURL =
        program == "python" ? interpreter : interpreter.deletingLastPathComponent().appendingPathComponent(program)
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: place.path)
      process.environment = [
        "HF_ENDPOINT": hub.url, "HF_TOKEN": "hf_local_writer", "HF_HOME": "\(place.path)/home",
        "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HOME": place.path, "PATH": "/usr/bin:/bin", "NO_PROXY": "*",
      ]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      try #require(
        process.terminationStatus == 0,
        "\(program) \(arguments): \(text)\n\(log.lines.joined(separator: "\n"))"
      )
      return text
    }

    /// Asserts that a folder holds what the model folder holds.
    func expectSame(_ folder: String) throws {
      for (path, _) in try LocalFiles.walk(model) {
        let local = try FileDigests(ofFile: "\(model)/\(path)")
        #expect(try FileDigests(ofFile: "\(folder)/\(path)") == local, "\(path)")
      }
    }

    /// Reproducible bytes that do not compress.
    static func random(_ count: Int, seed: UInt64) -> [UInt8] {
      var state = seed
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count + 8)
      while bytes.count < count {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
      }
      return Array(bytes.prefix(count))
    }
  }

  private final class RequestLog: Sendable {
    private let records = Mutex<[LocalHubRequestRecord]>([])
    func add(_ record: LocalHubRequestRecord) { records.withLock { $0.append(record) } }
    var lines: [String] { records.withLock { $0.map { "\($0.method) \($0.path) \($0.status) \($0.bytes)" } } }
    func count(_ method: String, containing text: String) -> Int {
      records.withLock { $0.count { $0.method == method && $0.path.contains(text) } }
    }
  }

  @Test("hf creates, uploads and downloads a model, and the bytes are equal")
  func roundTrip() async throws {
    let scene = try await Scene()
    _ = try scene.run("hf", ["repos", "create", "me/tiny"])
    _ = try scene.run("hf", ["upload", "me/tiny", scene.model])
    #expect(scene.log.count("PUT", containing: "/.storage/") == 1)
    _ = try scene.run("hf", ["download", "me/tiny", "--local-dir", "\(scene.place.path)/copy"])
    try scene.expectSame("\(scene.place.path)/copy")
    await scene.hub.stop()
  }

  @Test("a second upload of the same folder makes no commit")
  func unchanged() async throws {
    let scene = try await Scene()
    _ = try scene.run("hf", ["upload", "me/tiny", scene.model])
    let commits = scene.log.count("POST", containing: "/commit/")
    #expect(commits == 1)
    _ = try scene.run("hf", ["upload", "me/tiny", scene.model])
    #expect(scene.log.count("POST", containing: "/commit/") == commits)
    await scene.hub.stop()
  }

  @Test("snapshot_download, listing, branches, tags, deletions and private repositories work from Python")
  func library() async throws {
    let scene = try await Scene()
    let script = """
      import sys
      from huggingface_hub import HfApi, snapshot_download
      from huggingface_hub.errors import (EntryNotFoundError, HfHubHTTPError, RepositoryNotFoundError,
                                          RevisionNotFoundError)
      api = HfApi()
      model, copy = sys.argv[1:]
      assert api.whoami()["name"] == "me"
      api.create_repo("me/tiny", private=True)
      api.create_repo("me/tiny", private=True, exist_ok=True)
      first = api.upload_folder(repo_id="me/tiny", folder_path=model)
      info = api.model_info("me/tiny", files_metadata=True)
      assert info.private and info.sha == first.oid, info
      assert {s.rfilename for s in info.siblings} >= {"README.md", "notes/ein text.txt", "model.safetensors"}
      large = [s for s in info.siblings if s.rfilename == "model.safetensors"][0]
      assert large.size == 20_000_000 and large.lfs.sha256, large
      tree = list(api.list_repo_tree("me/tiny", recursive=True))
      assert len(tree) == 5, tree
      known = api.get_paths_info("me/tiny", ["README.md", "none.txt", "notes"])
      assert [k.path for k in known] == ["README.md", "notes"], known
      api.create_branch("me/tiny", branch="dev/x")
      api.upload_file(repo_id="me/tiny", path_or_fileobj=b"more", path_in_repo="more.txt", revision="dev/x")
      assert api.file_exists("me/tiny", "more.txt", revision="dev/x")
      assert not api.file_exists("me/tiny", "more.txt")
      api.create_tag("me/tiny", tag="v1", tag_message="first")
      refs = api.list_repo_refs("me/tiny")
      assert {b.name for b in refs.branches} == {"main", "dev/x"} and refs.tags[0].target_commit == first.oid
      assert len(api.list_repo_commits("me/tiny", revision="dev/x")) == 3
      snapshot_download("me/tiny", revision="v1", local_dir=copy)
      api.delete_file("README.md", repo_id="me/tiny")
      api.delete_folder("notes", repo_id="me/tiny")
      assert api.list_repo_files("me/tiny") == [".gitattributes", "model.safetensors"]
      def refused(error, call):
          try:
              call()
          except error as e:
              return str(e)
          raise AssertionError(f"not refused: {error}")
      refused(EntryNotFoundError, lambda: api.hf_hub_download("me/tiny", "README.md"))
      refused(RevisionNotFoundError, lambda: api.model_info("me/tiny", revision="none"))
      refused(RepositoryNotFoundError, lambda: api.model_info("me/none"))
      refused(RepositoryNotFoundError, lambda: HfApi(token=False).model_info("me/tiny"))
      text = refused(HfHubHTTPError, lambda: api.upload_file(repo_id="me/tiny", path_or_fileobj=b"x",
                     path_in_repo="x.txt", parent_commit=first.oid))
      assert "A commit has happened since" in text, text
      text = refused(HfHubHTTPError, lambda: api.create_repo("acme/tiny"))
      assert "You don't have the rights to create a model under the namespace" in text, text
      api.delete_branch("me/tiny", branch="dev/x")
      api.delete_tag("me/tiny", tag="v1")
      api.delete_repo("me/tiny")
      assert not api.repo_exists("me/tiny")
      """
    try LocalFiles.writeAtomically(Array(script.utf8), to: "\(scene.place.path)/script.py")
    _ = try scene.run("python", ["\(scene.place.path)/script.py", scene.model, "\(scene.place.path)/copy"])
    try scene.expectSame("\(scene.place.path)/copy")
    await scene.hub.stop()
  }
}

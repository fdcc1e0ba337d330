import Files
import HubAPI
import TestKit
import Testing
@testable import Publishing

/// A hub with the sample published on it, and an empty cache to download it into.
final class Downloads: Sendable {
  let remote: Remote
  let place: TemporaryFolder
  let cache: HubCache
  /// The way to the hub that downloads take; it knows of a request before the answer goes out.
  private let line: FaultProxy
  private let forgotten = Box(0)

  init(avoidsLinks: Bool = false) async throws {
    remote = try await Remote()
    try await remote.upload()
    line = try remote.proxy { _, _ in nil }
    place = try TemporaryFolder()
    cache = HubCache(root: "\(place.path)/cache", avoidsLinks: avoidsLinks)
  }

  deinit { line.stop() }

  /// How many requests came since the last `forget` whose path holds `part`.
  func count(_ part: String = "") -> Int {
    line.requests.dropFirst(forgotten.value).filter { $0.path.contains(part) }.count
  }

  func forget() { forgotten.change { [count = line.requests.count] in $0 = count } }

  var cached: CachedRepository { cache.repository(remote.id) }

  func job(
    at url: String? = nil,
    token: String? = nil,
    revision: Revision = .main,
    filter: PathFilter = PathFilter(),
    report: @escaping @Sendable (DownloadEvent) -> Void = { _ in }
  ) throws -> SnapshotDownload {
    SnapshotDownload(
      remote.id,
      revision: revision,
      filter: filter,
      from: .hub(try remote.client(at: url ?? line.url, token: token)),
      into: cache,
      report: report
    )
  }

  func offline(
    revision: Revision = .main,
    filter: PathFilter = PathFilter(),
    report: @escaping @Sendable (DownloadEvent) -> Void = { _ in }
  ) -> SnapshotDownload {
    SnapshotDownload(
      remote.id,
      revision: revision,
      filter: filter,
      from: .cache(variable: "HF_HUB_OFFLINE"),
      into: cache,
      report: report
    )
  }

  /// Asserts that a folder holds the files of the hub.
  func expectWhole(_ folder: String) async throws {
    let files = try await remote.files()
    #expect(try LocalFiles.walk(folder).map(\.path).sorted() == files.keys.sorted())
    for (path, tag) in files {
      let digests = try FileDigests(ofFile: "\(folder)/\(path)")
      #expect(tag == digests.sha256.hex || tag == digests.gitBlobID.hex, "\(path)")
    }
  }

  /// What stands in the folder of contents.
  func blobs() throws -> [String] { try LocalFiles.list("\(cached.folder)/blobs").map(\.name) }

  func weights() throws -> ShippedFile {
    try #require(try Sample.prepared().shipment.files.first { $0.path.text == "model.safetensors" })
  }
}

extension SnapshotDownload {
  /// Looks up and downloads.
  @discardableResult
  func run() async throws -> String { try await run(await plan()) }

  func failure<Failure: Error>(_ type: Failure.Type) async throws -> Failure {
    do {
      let folder = try await run()
      throw FixtureError(text: "the download ended with \(folder)")
    } catch let error as Failure {
      return error
    }
  }
}

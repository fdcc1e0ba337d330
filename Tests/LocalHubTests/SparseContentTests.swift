import Files
import Foundation
import HubAPI
import LocalHub
import Testing

@Suite("content with runs of zeros")
struct SparseContentTests {
  private static let size = 3 << 20

  @Test("takes less room than it has bytes, and comes back byte for byte", arguments: [0, 1 << 20, size - 1])
  func holes(place: Int) async throws {
    var content = [UInt8](repeating: 0, count: Self.size)
    content[place] = 7
    let hub = try await TestHub()
    try await hub.create("tiny")
    let object = try await hub.upload("me/tiny", content)
    _ = try await hub.commit("me/tiny", [.lfsFile(path: "w.bin", oid: object.oid, size: object.size)])
    let location = try #require(try await hub.call("HEAD", "/me/tiny/resolve/main/w.bin").header("Location"))
    let answer = try await hub.call("GET", location, token: nil)
    // Not the arrays themselves: their difference would be looked for until the end of days.
    #expect(FileDigests(of: Array(answer.body)).sha256.hex == object.oid)
    let files = try #require(FileManager.default.enumerator(atPath: hub.store)).compactMap { $0 as? String }
    let stored = try #require(files.first { $0.hasSuffix(object.oid) })
    var status = stat()
    #expect(stat("\(hub.store)/\(stored)", &status) == 0)
    #expect(status.st_size == Self.size)
    #expect(Int(status.st_blocks) * 512 < Self.size / 2)
    await hub.server.stop()
  }
}

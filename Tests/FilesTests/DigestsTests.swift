import Files
import Testing

@Suite struct DigestsTests {
  @Test("the digests of an empty file are the published ones")
  func empty() throws {
    let digests = FileDigests(of: [])
    #expect(digests.gitBlobID.hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    #expect(digests.sha256.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("a file on disk has the digests of its bytes, over more than one step of the reader")
  func file() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<(3 << 20) + 17).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try LocalFiles.writeAtomically(bytes, to: "\(folder.path)/a")
    #expect(try FileDigests(ofFile: "\(folder.path)/a") == FileDigests(of: bytes))
  }

  @Test("text that is not a digest makes none", arguments: ["", "abc", String(repeating: "g", count: 64)])
  func malformed(text: String) {
    #expect(SHA256Digest(hex: text) == nil)
    #expect(GitBlobID(hex: text) == nil)
  }

  @Test("capitals are folded")
  func capitals() {
    #expect(SHA256Digest(hex: String(repeating: "A", count: 64))?.hex == String(repeating: "a", count: 64))
  }
}

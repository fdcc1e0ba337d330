import Archive
import Files
import Foundation
import Testing

@Suite struct ArchiveLookingTests {
  private func seen(
    _ path: String,
    _ limits: ArchiveReader.Limits = .init()
  ) throws -> (look: ArchiveReader.Look, files: [String: [UInt8]]) {
    var files: [String: [UInt8]] = [:]
    let look = try ArchiveReader.look(into: path, limits: limits) { files[$0] = $1 }
    return (look, files)
  }

  private func packed(_ format: ArchiveFormat, in folder: TemporaryFolder) throws -> String {
    let path = "\(folder.path)/x"
    let entries = (0..<3).map {
      ArchiveEntry(path: "d/\($0)", source: .bytes([UInt8](repeating: 65 + $0, count: 1000)))
    }
    try ArchiveWriter.write(entries, format: format, to: path)
    return path
  }

  @Test("every file is shown with its content", arguments: ArchiveFormat.allCases)
  func whole(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    let (look, files) = try seen(packed(format, in: folder))
    #expect(look.unseen == nil)
    #expect(look.bytes == 3000)
    #expect(files["d/1"] == [UInt8](repeating: 66, count: 1000))
    #expect(files.count == 3)
  }

  /// One text of 20 bytes, packed by Python 3.11's bz2 and lzma and by libarchive 3.6.
  static let others = [
    ("bzip2", "QlpoOTFBWSZTWWQc4EwAAAlZgAAQQAAAEAcpjgAgACIQ9R5T1PUIBoAGgqOUXhqGRw/F3JFOFCQZBzgTAA=="),
    ("xz", "/Td6WFoAAAFpIt42AgAhARYAAAB0L+WjAQATdG9rZW46IGZvdW5kIGluc2lkZQoAbSbOawABKBT8zwFnkEKZDQEAAAAAAVla"),
    ("Zstandard", "KLUv/QBYoQAAdG9rZW46IGZvdW5kIGluc2lkZQo="),
    (
      "7z",
      "N3q8ryccAAMNCewEHwAAAAAAAAA+AAAAAAAAAIitJFwAOhvJqT8lQEIcDnbR/RXl5qghxp76ZTl7///QsgAAAQQGAAEJHwAHCwEAASMD"
        + "AQEFXQAAgAAMFAAICgFtJs5rAAAFARENAGEALgB0AHgAdAAAABUGAQAggKSBAAA="
    ),
  ]

  @Test("files packed in other ways are shown too", arguments: others)
  func otherFormats(format: String, packed: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try #require(Data(base64Encoded: packed))
    try bytes.write(to: URL(fileURLWithPath: "\(folder.path)/x"))
    let (look, files) = try seen("\(folder.path)/x")
    #expect(look.unseen == nil)
    #expect(files.values.map { String(decoding: $0, as: UTF8.self) } == ["token: found inside\n"])
    // Cut short it is an error, or said.
    try bytes.prefix(bytes.count - 12).write(to: URL(fileURLWithPath: "\(folder.path)/x"))
    let cut = try? seen("\(folder.path)/x").look
    #expect(cut == nil || cut?.unseen != nil || cut?.bytes == 20)
  }

  @Test("limits stop the look and are said", arguments: ArchiveFormat.allCases)
  func limits(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    let path = try packed(format, in: folder)
    var limits = ArchiveReader.Limits()
    limits.entries = 2
    #expect(try seen(path, limits).look.unseen == "it has more than 2 entries")
    #expect(try seen(path, limits).files.count == 2)
    limits = .init()
    limits.totalBytes = 1500
    #expect(try seen(path, limits).look.unseen == "it has more than 1500 bytes inside")
  }

  @Test("unsafe paths and links are shown as names; nothing is written")
  func hostile() throws {
    let folder = try TemporaryFolder()
    let path = try ArchiveReaderTests.archive(
      [
        ArchiveReaderTests.tarEntry("../../up", content: Array("secret".utf8)),
        ArchiveReaderTests.tarEntry("link", type: "2", link: "/etc/passwd"),
      ],
      in: folder
    )
    let (look, files) = try seen(path)
    #expect(look.entries == 2)
    #expect(files == ["../../up": Array("secret".utf8), "link": []])
    #expect(try LocalFiles.list(folder.path).count == 1)
  }

  @Test("an archive that is cut off is shown as far as it goes; what is none is an error")
  func broken() throws {
    let folder = try TemporaryFolder()
    let bytes = try LocalFiles.read(packed(.tarGzip, in: folder))
    let cut = "\(folder.path)/cut"
    try LocalFiles.writeAtomically(Array(bytes.prefix(bytes.count - 30)), to: cut)
    let look = try? seen(cut).look
    #expect(look == nil || look?.unseen != nil)
    let none = "\(folder.path)/none"
    try LocalFiles.writeAtomically(Array("PK\u{3}\u{4}".utf8), to: none)
    #expect(throws: ArchiveError.self) { try seen(none) }
  }
}

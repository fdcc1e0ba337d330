import Archive
import Files
import Foundation
import Testing

@Suite struct ArchiveReaderTests {
  /// A tar header block of the old kind, by hand: what no honest writer would write.
  static func tarEntry(_ name: String, type: Character = "0", link: String = "", content: [UInt8] = []) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at start: Int) {
      for (offset, byte) in text.utf8.enumerated() { block[start + offset] = byte }
    }
    func octal(_ number: Int, width: Int) -> String {
      let digits = String(number, radix: 8)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    put(name, at: 0)
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(octal(content.count, width: 11), at: 124)
    put("00000000000", at: 136)
    put(String(type), at: 156)
    put(link, at: 157)
    put("ustar\u{0}00", at: 257)
    put("        ", at: 148)
    put(octal(block.reduce(0) { $0 + Int($1) }, width: 6) + "\u{0} ", at: 148)
    let padding = (512 - content.count % 512) % 512
    return block + content + [UInt8](repeating: 0, count: padding)
  }

  static func archive(_ entries: [[UInt8]], in folder: TemporaryFolder) throws -> String {
    let path = "\(folder.path)/hostile.tar"
    try LocalFiles.writeAtomically(entries.flatMap { $0 } + [UInt8](repeating: 0, count: 1024), to: path)
    return path
  }

  static func failure(_ path: String, limits: ArchiveReader.Limits = .init()) throws -> ArchiveError? {
    let folder = try TemporaryFolder()
    let target = "\(folder.path)/in/out"
    try LocalFiles.makeFolder("\(folder.path)/in")
    do throws(ArchiveError) {
      try ArchiveReader.extract(path: path, to: target, limits: limits)
      return nil
    } catch {
      // Neither the folder nor anything beside it.
      #expect(try LocalFiles.walk(folder.path).isEmpty)
      #expect(LocalFiles.kind(target) == nil)
      return error
    }
  }

  @Test("a plain tar by another hand is unpacked, `./` and folders included")
  func honest() throws {
    let folder = try TemporaryFolder()
    let path = try Self.archive(
      [
        Self.tarEntry("./", type: "5"), Self.tarEntry("./d/", type: "5"), Self.tarEntry("./d/f", content: [1, 2]),
        Self.tarEntry("e/", type: "5"),
      ],
      in: folder
    )
    let items = try ArchiveReader.extract(path: path, to: "\(folder.path)/out/")
    #expect(items == [ArchiveReader.Item(path: "d/f", size: 2, isExecutable: false)])
    #expect(LocalFiles.isFolder("\(folder.path)/out/e"))
  }

  @Test(
    "paths that lead elsewhere are refused",
    arguments: ["../evil", "/evil", "a/../../evil", "a//b", "..", "a\\..\\b", "evil\u{1B}[31m"]
  )
  func traversal(name: String) throws {
    let folder = try TemporaryFolder()
    let path = try Self.archive([Self.tarEntry("good"), Self.tarEntry(name, content: [1])], in: folder)
    let error = try #require(try Self.failure(path))
    #expect(error.code == .invalidPath)
    #expect(error.reason.hasPrefix("the path `"))
    #expect(!error.reason.contains("\u{1B}"))
    #expect(error.remedy == "Do not use this archive.")
    #expect(throws: ArchiveError.self) { try ArchiveReader.list(path) }
  }

  @Test(
    "links and special files are refused",
    arguments: [("1", "target"), ("2", "/etc/passwd"), ("3", ""), ("4", ""), ("6", "")] as [(Character, String)]
  )
  func links(type: Character, target: String) throws {
    let folder = try TemporaryFolder()
    let path = try Self.archive(
      [
        Self.tarEntry("target", content: [1]), Self.tarEntry("link", type: type, link: target), Self.tarEntry("link/x"),
      ],
      in: folder
    )
    let error = try #require(try Self.failure(path))
    #expect(error.code == .unsafeEntry)
    #expect(error.reason == "`link` is a link or a special file")
    #expect(error.remedy == "Take only archives that hold plain files.")
  }

  @Test("entries that overwrite each other are refused")
  func conflicts() throws {
    let folder = try TemporaryFolder()
    for names in [["a", "a"], ["a", "a/b"], ["a/b", "a"]] {
      let path = try Self.archive(names.map { Self.tarEntry($0) }, in: folder)
      #expect(try Self.failure(path)?.code == .conflictingPaths)
    }
  }

  @Test("bytes and entries are bounded", arguments: ArchiveFormat.allCases)
  func bounds(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/bomb"
    let zeros = ArchiveEntry(path: "zeros", source: .bytes([UInt8](repeating: 0, count: 5_000_000)))
    let small = ArchiveEntry(path: "small", source: .bytes([]))
    try ArchiveWriter.write([zeros, small], format: format, to: path)
    var limits = ArchiveReader.Limits()
    limits.totalBytes = 4_999_999
    #expect(try Self.failure(path, limits: limits)?.reason == "it has more than 4999999 bytes inside")
    limits.totalBytes = 5_000_000
    #expect(try Self.failure(path, limits: limits) == nil)
    limits.entries = 1
    #expect(try Self.failure(path, limits: limits)?.reason == "it has more than 1 entries")
  }

  @Test(
    "an archive cut short or damaged anywhere is refused, or gives the right content",
    arguments: ArchiveFormat.allCases
  )
  func damaged(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a"
    let content = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }
    try ArchiveWriter.write([ArchiveEntry(path: "f", source: .bytes(content))], format: format, to: path)
    let whole = try LocalFiles.read(path)
    for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 60)) {
      try LocalFiles.writeAtomically(Array(whole[..<length]), to: path)
      #expect(try Self.failure(path)?.code == .unreadable, "\(length) of \(whole.count) bytes")
    }
    for position in stride(from: 0, to: whole.count, by: max(1, whole.count / 60)) {
      var bytes = whole
      bytes[position] ^= 0x55
      try LocalFiles.writeAtomically(bytes, to: path)
      let target = "\(folder.path)/out-\(position)"
      if let items = try? ArchiveReader.extract(path: path, to: target), let item = items.first, item.path == "f" {
        #expect(try LocalFiles.read("\(target)/f") == content, "byte \(position)")
      }
    }
  }

  @Test(
    "what is no archive is told so",
    arguments: [[], [1, 2, 3], Array("just text, nothing else\n".utf8)] as [[UInt8]]
  )
  func notAnArchive(bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/x"
    try LocalFiles.writeAtomically(bytes, to: path)
    let error = try #require(try Self.failure(path))
    #expect(error.code == .unreadable)
    #expect(error.problem == "cannot read \(path)")
    #expect(error.remedy == "Check that it is a complete tar.gz or zip archive; fetch it again.")
  }

  @Test("a missing archive and an occupied folder are told")
  func places() throws {
    let folder = try TemporaryFolder()
    #expect(try Self.failure("\(folder.path)/none")?.reason == "it does not exist")
    let path = "\(folder.path)/a.zip"
    try ArchiveWriter.write([ArchiveEntry(path: "f", source: .bytes([1]))], format: .zip, to: path)
    let target = "\(folder.path)/out"
    try LocalFiles.makeFolder(target)
    // An empty folder is as good as none.
    try ArchiveReader.extract(path: path, to: target)
    let error = #expect(throws: ArchiveError.self) { try ArchiveReader.extract(path: path, to: target) }
    #expect(error?.code == .occupied)
    #expect(error?.problem == "cannot unpack \(path) to \(target)")
    #expect(error?.reason == "the folder is not empty")
    #expect(error?.remedy == "Name a folder that does not exist yet.")
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["a.zip", "out"])
    let file = #expect(throws: ArchiveError.self) { try ArchiveReader.extract(path: path, to: path) }
    #expect(file?.reason == "it is not a folder")
  }
}

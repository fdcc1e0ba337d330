import Archive
import Files
import Findings
import Foundation
import Testing

@Suite struct ArchiveWriterTests {
  static let entries = [
    ArchiveEntry(path: "README.md", source: .bytes(Array("# Tiny\n".utf8))),
    ArchiveEntry(path: "examples/run.py", source: .bytes(Array("print(1)\n".utf8)), isExecutable: true),
    ArchiveEntry(path: "empty", source: .bytes([])),
    ArchiveEntry(path: "größe/日本語 🚀.txt", source: .bytes([0, 1, 2, 255])),
    ArchiveEntry(
      path: String(repeating: "long-folder-name/", count: 12) + String(repeating: "n", count: 200),
      source: .bytes([7])
    ),
    ArchiveEntry(path: "big.bin", source: .bytes((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })),
  ]

  static func write(_ entries: [ArchiveEntry], _ format: ArchiveFormat, in folder: TemporaryFolder) throws -> [UInt8] {
    let path = "\(folder.path)/a.\(format.rawValue)"
    try ArchiveWriter.write(entries, format: format, to: path)
    return try LocalFiles.read(path)
  }

  static func failure(_ entries: [ArchiveEntry], to path: String, _ format: ArchiveFormat = .tarGzip) -> ArchiveError? {
    do throws(ArchiveError) {
      try ArchiveWriter.write(entries, format: format, to: path)
      return nil
    } catch {
      return error
    }
  }

  @Test("what is packed is unpacked: contents, names, modes", arguments: ArchiveFormat.allCases)
  func roundTrip(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    _ = try Self.write(Self.entries, format, in: folder)
    let archive = "\(folder.path)/a.\(format.rawValue)"
    let items = try ArchiveReader.list(archive)
    let sorted = Self.entries.map(\.path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(items.map(\.path) == sorted)
    let target = "\(folder.path)/out"
    #expect(try ArchiveReader.extract(path: archive, to: target) == items)
    #expect(try LocalFiles.walk(target).map(\.path) == sorted)
    for entry in Self.entries {
      guard case .bytes(let bytes) = entry.source else { continue }
      #expect(try LocalFiles.read("\(target)/\(entry.path)") == bytes)
      #expect(items.first { $0.path == entry.path }?.size == bytes.count)
      let mode = try FileManager.default.attributesOfItem(atPath: "\(target)/\(entry.path)")[.posixPermissions] as? Int
      #expect(mode.map { $0 & 0o100 != 0 } == entry.isExecutable)
    }
    // Nothing temporary is left beside them.
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["a.\(format.rawValue)", "out"])
  }

  @Test("a cancelled task ends an archive that is being written, and leaves nothing of it")
  func cancelled() async throws {
    let folder = try TemporaryFolder()
    let (source, target) = ("\(folder.path)/source", "\(folder.path)/out/a.zip")
    try LocalFiles.writeAtomically([1, 2, 3], to: source)
    try LocalFiles.makeFolder("\(folder.path)/out")
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return Self.failure([ArchiveEntry(path: "source", source: .file(source))], to: target, .zip)
    }
    #expect((await task.value?.cause as? FileError)?.code == .cancelled)
    #expect(try LocalFiles.list("\(folder.path)/out").isEmpty)
  }

  @Test("the bytes depend on paths and contents only", arguments: ArchiveFormat.allCases)
  func reproducible(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    let first = try Self.write(Self.entries, format, in: folder)
    #expect(try Self.write(Self.entries.reversed(), format, in: folder) == first)
    // The same contents from files, touched and with other modes.
    var fromFiles: [ArchiveEntry] = []
    for (index, entry) in Self.entries.enumerated() {
      guard case .bytes(let bytes) = entry.source else { continue }
      let path = "\(folder.path)/file-\(index)"
      try LocalFiles.writeAtomically(bytes, to: path, mode: 0o600)
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: path)
      fromFiles.append(ArchiveEntry(path: entry.path, source: .file(path), isExecutable: entry.isExecutable))
    }
    #expect(try Self.write(fromFiles, format, in: folder) == first)
  }

  @Test("other content gives other bytes", arguments: ArchiveFormat.allCases)
  func sensitive(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    var entry = ArchiveEntry(path: "a", source: .bytes([1]))
    let first = try Self.write([entry], format, in: folder)
    entry.isExecutable = true
    #expect(try Self.write([entry], format, in: folder) != first)
  }

  @Test("the gzip header holds no time, and tar entries the fixed one")
  func fixedTimes() throws {
    let folder = try TemporaryFolder()
    let bytes = try Self.write([ArchiveEntry(path: "a", source: .bytes([1]))], .tarGzip, in: folder)
    #expect(Array(bytes[0..<8]) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
  }

  @Test("a zip holds 1980-01-01 00:00:00 as local time, no universal time, and UTF-8 names")
  func zipHeader() throws {
    let folder = try TemporaryFolder()
    let bytes = try Self.write([ArchiveEntry(path: "é", source: .bytes([1]))], .zip, in: folder)
    #expect(Array(bytes[0..<4]) == Array("PK\u{3}\u{4}".utf8))
    // Bit 11 of the flags says UTF-8.
    #expect(bytes[7] & 0x08 != 0)
    #expect(Array(bytes[10..<14]) == [0, 0, 0x21, 0])
    #expect(Array(bytes[30..<32]) == Array("é".utf8))
  }

  @Test(
    "a path that is not safe everywhere is refused before anything is written",
    arguments: [
      ("", "it is empty"), ("/etc/passwd", "it is absolute"), ("../x", "it holds `.` or `..`"),
      ("a/../b", "it holds `.` or `..`"),
      ("a/./b", "it holds `.` or `..`"), ("..", "it holds `.` or `..`"), ("a//b", "it has an empty part"),
      ("a/", "it has an empty part"),
      ("a\nb", "it holds a control character"), ("a\u{0}b", "it holds a control character"),
      ("a\\b", "it holds a backslash"),
      (String(repeating: "n", count: 256), "a part of it is longer than 255 bytes"),
      (String(repeating: "nn/", count: 400) + "n", "it is longer than 1024 bytes"),
    ]
  )
  func invalidPath(path: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let error = try #require(Self.failure([ArchiveEntry(path: path, source: .bytes([]))], to: "\(folder.path)/a"))
    #expect(error.code == .invalidPath)
    #expect(error.reason == reason)
    #expect(!error.problem.contains("\n") && !error.problem.contains("\0"))
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("two entries that would overwrite each other are refused")
  func conflicts() throws {
    let folder = try TemporaryFolder()
    func reason(_ paths: String...) -> String? {
      Self.failure(paths.map { ArchiveEntry(path: $0, source: .bytes([])) }, to: "\(folder.path)/a")?.reason
    }
    #expect(reason("a", "a") == "`a` stands in it twice")
    #expect(reason("a", "a/b") == "`a` is a file as well as a folder")
    #expect(reason("a/b/c", "a/b") == "`a/b` is a file as well as a folder")
    #expect(reason("\u{E9}", "e\u{301}") != nil)
    #expect(reason("a", "A", "b/c", "b/d") == nil)
  }

  @Test("a missing input, a folder as input and a missing place to write leave nothing behind")
  func fileErrors() throws {
    let folder = try TemporaryFolder()
    let good = ArchiveEntry(path: "a", source: .bytes([1]))
    let missing = ArchiveEntry(path: "b", source: .file("\(folder.path)/none"))
    try LocalFiles.writeAtomically([1, 2, 3], to: "\(folder.path)/out")
    let error = try #require(Self.failure([good, missing], to: "\(folder.path)/out"))
    #expect(
      error.description
        == "error[archive.file]: cannot read \(folder.path)/none: it does not exist. Check the path."
    )
    #expect(error.cause is FileError)
    #expect(try LocalFiles.read("\(folder.path)/out") == [1, 2, 3])
    let isFolder = Self.failure([ArchiveEntry(path: "b", source: .file(folder.path))], to: "\(folder.path)/x", .zip)
    #expect(isFolder?.reason == "it is not a regular file")
    #expect(Self.failure([good], to: "\(folder.path)/no/such")?.code == .file)
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["out"])
  }

  @Test("a file that has other bytes than it said is refused", arguments: ArchiveFormat.allCases)
  func changedWhileRead(format: ArchiveFormat) throws {
    let folder = try TemporaryFolder()
    // A regular file whose size is 0 to `fstat` and more to `read`: the end of a file that grows, without a race.
    let growing = ArchiveEntry(path: "growing", source: .file("/proc/self/status"))
    let error = Self.failure([growing], to: "\(folder.path)/a", format)
    #expect(
      error?.description
        == "error[archive.changed]: cannot pack /proc/self/status: it changed while it was read (it had 0 bytes at first). "
        + "Wait until nothing writes to it, then run the command again."
    )
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("archives are written at once on several threads")
  func concurrent() async throws {
    let folder = try TemporaryFolder()
    let expected = try Self.write(Self.entries, .zip, in: folder)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for index in 0..<6 {
        group.addTask {
          let path = "\(folder.path)/\(index).zip"
          try ArchiveWriter.write(Self.entries, format: .zip, to: path)
          return try LocalFiles.read(path)
        }
      }
      for try await bytes in group { #expect(bytes == expected) }
    }
  }

  @Test("an archive without entries is refused: not every reader takes one")
  func nothing() throws {
    let folder = try TemporaryFolder()
    let error = Self.failure([], to: "\(folder.path)/a")
    #expect(
      error?.description
        == "error[archive.empty]: cannot write \(folder.path)/a: there is nothing to pack. Name at least one file."
    )
  }
}

/// Changes the time zone of the process, which other tests must not see: hence processes of their own.
@Suite struct ArchiveTimeZoneTests {
  @Test("the bytes are the same in every time zone")
  func timeZones() async throws {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      var seen: Set<[UInt8]> = []
      for zone in ["UTC0", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "XST+12", "XST-14"] {
        setenv("TZ", zone, 1)
        tzset()
        for format in ArchiveFormat.allCases {
          seen.insert(try ArchiveWriterTests.write(ArchiveWriterTests.entries, format, in: folder))
        }
      }
      exit(seen.count == ArchiveFormat.allCases.count ? 0 : 1)
    }
  }
}

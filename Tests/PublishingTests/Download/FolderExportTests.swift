import Files
import Findings
import Glibc
import HubAPI
import TestKit
import Testing
@testable import Publishing

@Suite("Plain copies of downloaded files")
struct FolderExportTests {
  private let place: TemporaryFolder
  private let files: [HubFile]
  private var snapshot: String { "\(place.path)/snapshot" }
  private var folder: String { "\(place.path)/out" }

  init() throws {
    place = try TemporaryFolder()
    var files: [HubFile] = []
    for (path, text) in [("a.txt", "one"), ("sub/b.txt", "two"), ("sub/deep/c.txt", "")] {
      let target = "\(place.path)/snapshot/\(path)"
      try LocalFiles.makeFolder(try #require(LocalFiles.parent(of: target)))
      try LocalFiles.writeAtomically(Array(text.utf8), to: target)
      let digests = FileDigests(of: Array(text.utf8))
      let hash: HubFile.Hash = path == "a.txt" ? .sha256(digests.sha256) : .git(digests.gitBlobID)
      files.append(HubFile(path: try #require(RepositoryPath(path)), size: text.utf8.count, hash: hash))
    }
    self.files = files
  }

  private func failure(_ export: FolderExport) throws -> PublishingError? {
    do {
      _ = try export.missing(of: files)
      return nil
    } catch let error as PublishingError {
      return error
    }
  }

  @Test("every file is written once, and what has the right content is left alone")
  func twice() throws {
    let export = FolderExport(folder: folder)
    let missing = try export.missing(of: files)
    #expect(missing == files)
    try export.write(missing, from: snapshot)
    #expect(try LocalFiles.walk(folder).map(\.path) == ["a.txt", "sub/b.txt", "sub/deep/c.txt"])
    #expect(try LocalFiles.readText("\(folder)/sub/b.txt") == "two")
    #expect(try export.missing(of: files).isEmpty)
  }

  @Test("other content is not replaced unasked; asked it is, and only it")
  func differing() throws {
    try LocalFiles.makeFolder("\(folder)/sub")
    try LocalFiles.writeAtomically(Array("own".utf8), to: "\(folder)/a.txt")
    try LocalFiles.writeAtomically(Array("two".utf8), to: "\(folder)/sub/b.txt")
    let error = try #require(try failure(FolderExport(folder: folder)))
    #expect(error.code == .wouldOverwrite)
    #expect(error.exitStatus == .localInput)
    #expect(error.problem == "cannot write to \(folder)")
    #expect(error.reason == "other content is there: a.txt; nothing was written")
    #expect(error.remedy == "Choose another folder, or add --force to replace these files.")
    let forced = FolderExport(folder: folder, replaces: true)
    let missing = try forced.missing(of: files)
    #expect(missing.map(\.path.text) == ["a.txt", "sub/deep/c.txt"])
    try forced.write(missing, from: snapshot)
    #expect(try LocalFiles.readText("\(folder)/a.txt") == "one")
  }

  @Test("links and folders in the place of a file are never written through, also not with force")
  func links() throws {
    try LocalFiles.makeFolder(folder)
    try LocalFiles.makeFolder("\(place.path)/elsewhere")
    symlink("\(place.path)/elsewhere", "\(folder)/sub")
    for replaces in [false, true] {
      let error = try #require(try failure(FolderExport(folder: folder, replaces: replaces)))
      #expect(error.problem == "cannot write sub/b.txt to \(folder)")
      #expect(error.reason == "the symbolic link \(folder)/sub is in its place; nothing was written")
    }
    #expect(try LocalFiles.list("\(place.path)/elsewhere").isEmpty)
    try LocalFiles.remove("\(folder)/sub")
    try LocalFiles.makeFolder("\(folder)/a.txt")
    let error = try #require(try failure(FolderExport(folder: folder, replaces: true)))
    #expect(error.reason == "a folder is in its place; nothing was written")
    // A link in the file's own place is replaced with force; what it leads to stays.
    try LocalFiles.remove("\(folder)/a.txt")
    try LocalFiles.writeAtomically(Array("one".utf8), to: "\(place.path)/victim")
    symlink("\(place.path)/victim", "\(folder)/a.txt")
    #expect(try failure(FolderExport(folder: folder))?.code == .wouldOverwrite)
    let forced = FolderExport(folder: folder, replaces: true)
    try forced.write(try forced.missing(of: files), from: snapshot)
    #expect(LocalFiles.kind("\(folder)/a.txt") == .file)
    #expect(LocalFiles.kind("\(place.path)/victim") == .file)
  }

  @Test("a source that is not what it should be leaves no copy")
  func damaged() throws {
    try LocalFiles.writeAtomically(Array("onE".utf8), to: "\(snapshot)/a.txt")
    let export = FolderExport(folder: folder)
    do {
      try export.write(files, from: snapshot)
      Issue.record("it was copied")
    } catch let error as FileError {
      #expect(error.code == .changed)
      #expect(error.remedy == "Remove the file and run the command again.")
    }
    #expect(try LocalFiles.list(folder).isEmpty)
  }
}

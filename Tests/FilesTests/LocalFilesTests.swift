import Files
import Findings
import Glibc
import Testing

@Suite struct LocalFilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a missing file is named, with what to do")
  func missing() {
    let error = #expect(throws: FileError.self) { try LocalFiles.read("\(folder.path)/none") }
    #expect(error?.code == .missing)
    #expect(error?.problem == "cannot read \(folder.path)/none")
    #expect(error?.reason == "it does not exist")
    #expect(error?.remedy == "Check the path.")
  }

  @Test("a folder and a pipe are not read as files")
  func notRegular() throws {
    mkfifo("\(folder.path)/pipe", 0o600)
    for path in [folder.path, "\(folder.path)/pipe"] {
      #expect(throws: FileError.self) { try MappedFile(path: path) }
    }
  }

  @Test("a file over the limit is refused before it is copied")
  func tooLarge() throws {
    try LocalFiles.writeAtomically(Array(repeating: 1, count: 100), to: "\(folder.path)/a")
    let error = #expect(throws: FileError.self) { try LocalFiles.read("\(folder.path)/a", limit: 99) }
    #expect(error?.code == .tooLarge)
  }

  @Test("text that is not UTF-8 is an error")
  func notText() throws {
    try LocalFiles.writeAtomically([0x61, 0xFF], to: "\(folder.path)/a")
    #expect(throws: FileError.self) { try LocalFiles.readText("\(folder.path)/a") }
  }

  @Test("writing replaces the content and leaves nothing beside it")
  func replaces() throws {
    try LocalFiles.writeAtomically([1], to: "\(folder.path)/a")
    try LocalFiles.writeAtomically([2, 3], to: "\(folder.path)/a")
    #expect(try LocalFiles.read("\(folder.path)/a") == [2, 3])
    #expect(try LocalFiles.list(folder.path).map(\.name) == ["a"])
  }

  @Test("writing into a missing folder fails and leaves nothing")
  func unwritable() throws {
    #expect(throws: FileError.self) { try LocalFiles.writeAtomically([1], to: "\(folder.path)/none/a") }
    #expect(try LocalFiles.list(folder.path).isEmpty)
  }

  @Test("a walk lists files, links and pipes sorted, and does not follow links")
  func walk() throws {
    try LocalFiles.makeFolder("\(folder.path)/b/c")
    try LocalFiles.writeAtomically([], to: "\(folder.path)/b/c/d")
    try LocalFiles.writeAtomically([], to: "\(folder.path)/a")
    symlink(folder.path, "\(folder.path)/loop")
    let found = try LocalFiles.walk(folder.path)
    #expect(found.map(\.path) == ["a", "b/c/d", "loop"])
    #expect(found.map(\.kind) == [.file, .file, .symbolicLink])
  }

  @Test("removing a folder removes links without following them")
  func remove() throws {
    let other = try TemporaryFolder()
    try LocalFiles.writeAtomically([1], to: "\(other.path)/kept")
    try LocalFiles.makeFolder("\(folder.path)/x")
    symlink(other.path, "\(folder.path)/x/link")
    try LocalFiles.remove("\(folder.path)/x")
    #expect(LocalFiles.kind("\(folder.path)/x") == nil)
    #expect(LocalFiles.isFile("\(other.path)/kept"))
  }

  @Test("a temporary folder goes with its last reference")
  func temporary() throws {
    var other: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(other?.path)
    try LocalFiles.writeAtomically([1], to: "\(path)/a")
    other = nil
    #expect(LocalFiles.kind(path) == nil)
  }

  @Test("where a path leads is known before it is there")
  func destination() throws {
    let root = try #require(LocalFiles.resolved(folder.path))
    try LocalFiles.makeFolder("\(folder.path)/a")
    try LocalFiles.link("\(folder.path)/b", to: "a")
    #expect(LocalFiles.destination("\(folder.path)/b") == "\(root)/a")
    #expect(LocalFiles.destination("\(folder.path)/b/c//d/") == "\(root)/a/c/d")
    #expect(LocalFiles.destination("\(folder.path)/a/") == "\(root)/a")
    #expect(LocalFiles.destination("/none-such/x") == "/none-such/x")
    #expect(LocalFiles.destination("/") == "/")
    #expect(LocalFiles.destination("none-such") == LocalFiles.destination(".") + "/none-such")
  }

  @Test(
    "slashes at the end go, those of the root do not",
    arguments: [("a//", "a"), ("/", "/"), ("//", "/"), ("", "")]
  )
  func slashes(path: String, kept: String) {
    #expect(LocalFiles.withoutSlash(path) == kept)
  }

  @Test("an empty file maps to no bytes")
  func emptyFile() throws {
    try LocalFiles.writeAtomically([], to: "\(folder.path)/a")
    #expect(try MappedFile(path: "\(folder.path)/a").withBytes { $0.isEmpty })
  }
}

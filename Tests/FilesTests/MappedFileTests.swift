import Files
import Findings
import Glibc
import Testing

/// What happens to mappings whose file shrinks; every test cuts a real file.
@Suite struct MappedFileTests {
  let folder: TemporaryFolder
  var path: String { "\(folder.path)/file" }

  init() throws {
    folder = try TemporaryFolder()
    #expect(MappedFile.surviveShrinking())
    // A second call changes nothing.
    #expect(MappedFile.surviveShrinking())
  }

  private func map(_ bytes: [UInt8]) throws -> MappedFile {
    try LocalFiles.writeAtomically(bytes, to: path)
    return try MappedFile(path: path)
  }

  private func sum(_ file: MappedFile) -> Int { file.withBytes { $0.reduce(0) { $0 + Int($1) } } }

  @Test("pages that a shrunken file lost read as zeros, and the file is known not to be intact")
  func lostPages() throws {
    let file = try map([UInt8](repeating: 1, count: 100_000))
    #expect(sum(file) == 100_000)
    #expect(file.isIntact)
    #expect(truncate(path, 8_192) == 0)
    #expect(sum(file) == 8_192)
    #expect(!file.isIntact)
    #expect(file.count == 100_000)
  }

  @Test("a loss is noticed even where nobody read, and for good")
  func unread() throws {
    let file = try map([UInt8](repeating: 1, count: 100_000))
    #expect(truncate(path, 99_000) == 0)
    #expect(!file.isIntact)
    #expect(truncate(path, 0) == 0)
    #expect(truncate(path, 100_000) == 0)
    #expect(!file.isIntact)
  }

  @Test("losing less than a page is noticed, unless only zeros went, which reads the same")
  func insidePage() throws {
    var bytes = [UInt8](repeating: 1, count: 5_000)
    bytes[4_900...].withContiguousMutableStorageIfAvailable { $0.update(repeating: 0) }
    let file = try map(bytes)
    #expect(truncate(path, 4_900) == 0)
    #expect(file.isIntact)
    #expect(sum(file) == 4_900)
    #expect(truncate(path, 4_899) == 0)
    #expect(!file.isIntact)
  }

  @Test("a file of nothing but zeros, one page and no bytes at all are guarded alike")
  func corners() throws {
    let zeros = try map([UInt8](repeating: 0, count: 10_000))
    #expect(zeros.isIntact)
    #expect(truncate(path, 1) == 0)
    #expect(!zeros.isIntact)
    let page = try map([UInt8](repeating: 7, count: 4_096))
    #expect(page.isIntact)
    #expect(truncate(path, 0) == 0)
    #expect(!page.isIntact)
    #expect(sum(page) == 0)
    #expect(try map([]).isIntact)
  }

  @Test("many mappings come and go, and each knows its own loss")
  func many() throws {
    for turn in 0..<16 {
      let files = try (0..<8).map { index in
        let path = "\(folder.path)/\(index)"
        try LocalFiles.writeAtomically([UInt8](repeating: 1, count: 9_000), to: path)
        return try MappedFile(path: path)
      }
      let cut = turn % 8
      #expect(truncate("\(folder.path)/\(cut)", 10) == 0)
      for (index, file) in files.enumerated() { #expect(file.isIntact == (index != cut)) }
    }
  }

  @Test("threads that read a shrinking file at once all go on")
  func threads() async throws {
    let file = try map([UInt8](repeating: 1, count: 4 << 20))
    await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<20).reduce(0) { total, _ in total + file.withBytes { Int($0[3 << 20]) } } }
      }
      #expect(truncate(path, 4_096) == 0)
      for await count in group { #expect(count <= 20) }
    }
    #expect(!file.isIntact)
  }

  @Test("the error says what happened and what to do")
  func error() {
    let error = MappedFile.shrunk("model.safetensors")
    #expect(error.code == .changed)
    #expect(error.problem == "cannot read model.safetensors")
    #expect(error.reason == "the file became shorter or was overwritten while it was in use")
    #expect(error.exitStatus == .localInput)
  }
}

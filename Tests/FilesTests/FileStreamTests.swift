import Files
import Findings
import Testing

@Suite struct FileStreamTests {
  let folder: TemporaryFolder
  var path: String { "\(folder.path)/file" }

  init() throws { folder = try TemporaryFolder() }

  private func write(_ sizes: [Int]) throws {
    let stream = try FileStream(path: path)
    for (index, size) in sizes.enumerated() {
      try [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: size).withUnsafeBytes { try stream.write($0) }
    }
    try stream.finish()
  }

  @Test("pieces of all sizes come out in order")
  func pieces() throws {
    let sizes = [0, 1, 1 << 20, 5, (3 << 20) + 7, 0, 1 << 19, 1 << 19, 2]
    try write(sizes)
    let expected = sizes.enumerated().flatMap { [UInt8](repeating: UInt8($0), count: $1) }
    #expect(try LocalFiles.read(path) == expected)
  }

  @Test("an existing file is not touched")
  func existing() throws {
    try LocalFiles.writeAtomically([7], to: path)
    let error = #expect(throws: FileError.self) { try FileStream(path: path) }
    #expect(error?.code == .unwritable)
    #expect(error?.reason == "File exists")
    #expect(try LocalFiles.read(path) == [7])
  }

  @Test("a file that was not finished is gone")
  func unfinished() throws {
    do {
      let stream = try FileStream(path: path)
      try [UInt8](1...2).withUnsafeBytes { try stream.write($0) }
    }
    #expect(LocalFiles.kind(path) == nil)
  }
}

import Files
import Findings
import Glibc
import Testing

@Suite("Room on the disk")
struct FreeSpaceTests {
  @Test("what is short is told in bytes")
  func short() throws {
    let error = #expect(throws: FileError.self) {
      try FreeSpace.require(1000, in: "/cache", to: "download acme/tiny") { _ in 400 }
    }
    #expect(error?.code == .diskFull)
    #expect(error?.exitStatus == .localInput)
    #expect(error?.problem == "cannot download acme/tiny")
    #expect(error?.reason == "/cache has room for 400 bytes and 1000 are needed: 600 bytes are short")
    #expect(error?.remedy == "Free some space there, or choose another place, and run the command again.")
  }

  @Test("enough is enough, and what nobody knows is no reason to stop")
  func enough() throws {
    try FreeSpace.require(400, in: "/cache", to: "x") { _ in 400 }
    try FreeSpace.require(.max, in: "/cache", to: "x") { _ in nil }
  }

  @Test("a folder that is not there yet has the room of the one it will be in")
  func missing() throws {
    let folder = try TemporaryFolder()
    let here = try #require(FreeSpace.bytes(in: folder.path))
    let there = try #require(FreeSpace.bytes(in: "\(folder.path)/a/b/c"))
    #expect(here > 0 && there > 0)
    #expect(FreeSpace.bytes(in: "none") != nil)
    try LocalFiles.writeAtomically([1], to: "\(folder.path)/file")
    #expect(FreeSpace.bytes(in: "\(folder.path)/file/x") == nil)
  }

  @Test("a full disk, a used-up quota and a limit on files name the folder", arguments: [ENOSPC, EDQUOT, EFBIG])
  func full(number: Int32) {
    let error = FileError.system("write", "/data/models/a.bin", number: number)
    #expect(error.code == .diskFull)
    #expect(error.problem == "cannot write /data/models/a.bin")
    #expect(error.reason == "there is no room for it in /data/models (\(String(cString: strerror(number))))")
    #expect(error.remedy.contains("ulimit -f") == (number == EFBIG))
    #expect(error.remedy.hasSuffix("or choose another place, and run the command again."))
  }
}

import Files
import Findings
import Testing

@Suite struct CancelledWritingTests {
  @Test("a cancelled task ends a file that is being written, and leaves nothing of it")
  func stream() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/large"
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      let stream = try FileStream(path: path)
      let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 << 20, alignment: 1)
      defer { piece.deallocate() }
      try stream.write(UnsafeRawBufferPointer(piece))
      try stream.finish()
    }
    let error = await #expect(throws: FileError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(error?.exitStatus == .interrupted)
    #expect(LocalFiles.kind(path) == nil)
  }
}

import Files
import Glibc

/// What changes when a file is written to or replaced.
struct FileStamp: Equatable {
  let size: Int
  private let seconds: Int
  private let nanoseconds: Int
  private let inode: UInt

  /// The stamp of the regular file at `path`, following links.
  init(_ path: String, _ operation: HubOperation) throws(HubError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .localFile(operation, FileError.system("read", path, number: errno))
    }
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    inode = UInt(status.st_ino)
  }

  func changed(_ path: String, _ operation: HubOperation) -> HubError {
    HubError(
      .localFile,
      problem: operation.problem,
      reason: "\(path) changed after it was examined",
      remedy: "Leave the file alone and run the command again."
    )
  }
}

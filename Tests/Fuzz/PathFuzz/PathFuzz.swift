import Files
import Glibc
import HubAPI

/// Reads names of files, repositories and revisions, and looks whether one that is let through is what it promises.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPaths(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  if let path = RepositoryPath(text) { check(path) }
  if let repository = RepositoryID(text), repository.description != text { fatalError("another repository") }
  if let revision = Revision(text), revision.name.utf8.contains(where: { $0 <= 0x20 }) { fatalError("a blank") }
  return 0
}

/// Follows the path as the system does, byte by byte.
private func check(_ path: RepositoryPath) {
  let parts = Array(path.text.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  for part in parts {
    if part.isEmpty || part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) {
      fatalError("it leads elsewhere")
    }
    if part.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) { fatalError("it steers") }
  }
  if path.components.count != parts.count { fatalError("its parts are others by characters") }
  if let name = path.components.last, LocalFiles.name(of: path.text) != name { fatalError("another name") }
}

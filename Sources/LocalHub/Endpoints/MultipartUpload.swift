import Files
import Glibc
import HubAPI
import NIOHTTP1

/// A multipart upload on disk: one file that parts are written into, and a small file for each part that is complete.
struct MultipartUpload {
  private let layout: StoreLayout
  private let folder: String
  let oid: String
  let size: Int
  private let partSize: Int
  private let count: Int

  /// An upload by the facts of its signed address; nil when the id is not one of ours.
  init?(layout: StoreLayout, id: String, oid: String, size: Int, partSize: Int) {
    guard id.utf8.count == 32, id.allSatisfy({ $0.isHexDigit && $0.isASCII }), size > 0 else { return nil }
    self.layout = layout
    folder = "\(layout.multipart)/\(id)"
    self.oid = oid
    self.size = size
    self.partSize = partSize
    count = (size + partSize - 1) / partSize
  }

  /// Takes one part; the answer's `ETag` is what the completion must name.
  func put(part number: Int, _ request: Request, _ body: RequestBody) async throws -> Response {
    guard (1...count).contains(number) else { throw Refusal.badRequest("There is no part \(number) of \(count)") }
    let start = (number - 1) * partSize
    let length = min(partSize, size - start)
    if let refusal = Hub.lengthRefusal(request, expected: length) { return refusal }
    try LocalFiles.makeFolder(folder, mode: 0o700)
    // While it is written again, the part does not count as complete.
    try LocalFiles.remove(marker(number))
    let file = try HashedFile(path: "\(folder)/content", offset: start)
    while let piece = try await body.next() { try file.write(piece) }
    guard file.count == length else { throw Refusal.badRequest("The part has \(file.count) bytes, not \(length)") }
    let etag = try "\"\(file.digest().hex.prefix(32))\""
    try LocalFiles.writeAtomically(Array(etag.utf8), to: marker(number), mode: 0o600)
    return Response(headers: ["ETag": etag])
  }

  /// Checks all parts and the whole, and makes it an object of the store.
  func complete(_ completion: MultipartCompletion) async throws {
    guard completion.parts.map(\.partNumber) == Array(1...count) else {
      throw Refusal.badRequest("The parts must be 1 to \(count) in ascending order")
    }
    for part in completion.parts {
      guard let etag = try? LocalFiles.read(marker(part.partNumber), limit: 256), etag == Array(part.etag.utf8) else {
        throw Refusal.badRequest("Part \(part.partNumber) is missing, or its ETag is not the one that was given")
      }
    }
    let content = "\(folder)/content"
    let file = try MappedFile(path: content)
    var hash = StreamingHash(.sha256)
    for start in stride(from: 0, to: file.count, by: 1 << 20) {
      try Task.checkCancellation()
      // Other requests get their turn on the hub's threads.
      if start % (64 << 20) == 0 { await Task.yield() }
      file.withBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[start..<min(start + 1 << 20, $0.count)])) }
    }
    guard file.count == size, hash.finalizeSHA256().hex == oid else {
      try LocalFiles.remove(folder)
      throw Refusal.badRequest("The content does not have the SHA-256 that was announced")
    }
    let place = layout.object(oid)
    try LocalFiles.makeFolder(above: place, mode: 0o700)
    guard rename(content, place) == 0 else { throw FileError.system("write", place, number: errno) }
    try LocalFiles.remove(folder)
  }

  private func marker(_ number: Int) -> String { "\(folder)/part-\(number)" }
}

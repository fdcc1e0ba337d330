import HubAPI
import NIOHTTP1

extension Hub {
  /// `GET` and `HEAD …/resolve/{rev}/{path}`: regular files at once, LFS files by a signed address.
  func resolve(_ index: RepositoryIndex, revision: String, path: String, _ request: Request) async throws -> Response {
    let commit: CommitRecord
    let tree: GitTree
    (commit, tree) = try await snapshot(revision, of: index)
    guard let file = tree.files[path] else {
      var refusal = Refusal.entryNotFound(path)
      // Clients remember by commit that a file does not exist.
      refusal.headers.append(("X-Repo-Commit", commit.id))
      throw refusal
    }
    switch file.kind {
    case .lfs:
      let address = signer.address(
        "GET",
        path: "/.storage/\(index.internalID)/\(file.oid)",
        query: [("size", "\(file.size)")],
        now: WallClock.now()
      )
      return Response(
        status: .found,
        headers: [
          "Location": address, "X-Repo-Commit": commit.id, "X-Linked-Size": "\(file.size)",
          "X-Linked-Etag": "\"\(file.oid)\"", "ETag": "\"\(file.gitBlobID)\"", "Accept-Ranges": "bytes",
        ]
      )
    case .regular:
      let open = try OpenFile(path: store.layout.content(file))
      guard open.count == file.size else {
        throw Refusal(.internalServerError, "The stored content of \(path) is damaged")
      }
      var response = try ranged(open, etag: file.oid, type: ContentType.of(path), request)
      response.headers.add(name: "X-Repo-Commit", value: commit.id)
      return response
    }
  }

  /// The file or the range of it that was asked for.
  func ranged(_ file: OpenFile, etag: String, type: String, _ request: Request) throws -> Response {
    let etag = "\"\(etag)\""
    var headers: HTTPHeaders = [
      "Content-Type": type, "ETag": etag, "Accept-Ranges": "bytes",
      // What people upload never runs as a page of this hub.
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      "X-Content-Type-Options": "nosniff",
    ]
    if request.headers.first(name: "If-None-Match") == etag {
      return Response(status: .notModified, headers: headers)
    }
    guard let wish = request.headers.first(name: "Range"),
      request.headers.first(name: "If-Range").map({ $0 == etag }) ?? true,
      let range = ByteRange.parse(wish, size: file.count)
    else { return Response(headers: headers, body: .file(file, 0..<file.count)) }
    guard !range.isEmpty else {
      var refusal = Refusal(.rangeNotSatisfiable, "The requested range is not satisfiable")
      refusal.headers.append(("Content-Range", "bytes */\(file.count)"))
      throw refusal
    }
    headers.add(name: "Content-Range", value: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.count)")
    return Response(status: .partialContent, headers: headers, body: .file(file, range))
  }
}

/// The `Range` header.
enum ByteRange {
  /// One range of bytes; empty when it is beyond the end, nil when the header is to be ignored.
  static func parse(_ text: String, size: Int) -> Range<Int>? {
    guard text.hasPrefix("bytes=") else { return nil }
    let bounds = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard bounds.count == 2 else { return nil }
    if bounds[0].isEmpty {
      guard let count = Int(bounds[1]), count >= 0 else { return nil }
      return max(0, size - count)..<size
    }
    guard let first = Int(bounds[0]), first >= 0 else { return nil }
    guard bounds[1].isEmpty || Int(bounds[1]).map({ $0 >= first }) == true else { return nil }
    guard first < size else { return 0..<0 }
    let last = Int(bounds[1]).map { min($0, size - 1) } ?? size - 1
    return first..<(last + 1)
  }
}

/// Content types that are safe to show.
enum ContentType {
  /// The type for a path: images that cards show, text, or bytes.
  static func of(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return switch ending {
    case "png", "gif", "webp": "image/\(ending)"
    case "jpg", "jpeg": "image/jpeg"
    case "svg": "image/svg+xml"
    case "bin", "onnx", "pt", "pth", "safetensors", "zip", "gz": "application/octet-stream"
    default: "text/plain; charset=utf-8"
    }
  }
}

import Files
import HubAPI
import NIOHTTP1

/// The object store behind signed addresses; errors are XML, as there.
extension Hub {
  /// Everything below `/.storage/`: `{repository}/{oid}[/{upload}[/{part}]]`.
  func storage(_ request: Request, _ body: RequestBody) async throws -> Response {
    do {
      // A HEAD may use the address of a GET, as redirected clients do.
      try signer.check(request.method == .HEAD ? "GET" : "\(request.method)", request.target, now: WallClock.now())
    } catch .expired {
      return .storageError(.forbidden, code: "AccessDenied", message: "Request has expired")
    } catch .forged {
      return .storageError(
        .forbidden,
        code: "SignatureDoesNotMatch",
        message: "The request signature does not match the signature you provided."
      )
    }
    let parts = request.target.segments
    guard parts.count >= 3, let index = await store.repository(internalID: parts[1]),
      let oid = SHA256Digest(hex: parts[2])?.hex, let size = request.target["size"].flatMap({ Int($0) })
    else { return .storageError(.notFound, code: "NoSuchBucket", message: "The repository does not exist") }
    do {
      switch (request.method, parts.count) {
      case (.GET, 3), (.HEAD, 3): return try storedObject(oid, size: size, request)
      case (.PUT, 3): return try await putObject(oid, size: size, of: index, request, body)
      case (.PUT, 5), (.POST, 4):
        guard let partSize = request.target["partSize"].flatMap({ Int($0) }), partSize > 0,
          let upload = MultipartUpload(layout: store.layout, id: parts[3], oid: oid, size: size, partSize: partSize)
        else { return .storageError(.notFound, code: "NoSuchUpload", message: "The upload does not exist") }
        if request.method == .PUT { return try await upload.put(part: Int(parts[4]) ?? 0, request, body) }
        let completion = try await request.json(MultipartCompletion.self, from: body)
        return try await complete(upload, completion, of: index)
      default: return .storageError(.methodNotAllowed, code: "MethodNotAllowed", message: "Not possible here")
      }
    } catch let refusal as Refusal where refusal.status != .conflict {
      return .storageError(refusal.status, code: "InvalidRequest", message: refusal.message)
    }
  }

  /// One object in one request: kept only when length and hash are what the address was signed for.
  private func putObject(
    _ oid: String,
    size: Int,
    of index: RepositoryIndex,
    _ request: Request,
    _ body: RequestBody
  ) async throws -> Response {
    if let refusal = Self.lengthRefusal(request, expected: size) { return refusal }
    let file = try IncomingFile(in: store.layout.incoming)
    while let piece = try await body.next() { try file.write(piece) }
    guard file.count == size, try file.digest()?.hex == oid else {
      return .storageError(
        .badRequest,
        code: "XAmzContentSHA256Mismatch",
        message: "The content does not have the SHA-256 that was announced"
      )
    }
    try file.keep(as: store.layout.object(oid))
    try await store.grant(oid, to: index)
    return Response(headers: ["ETag": "\"\(oid)\""])
  }

  private func storedObject(_ oid: String, size: Int, _ request: Request) throws -> Response {
    guard let file = try? OpenFile(path: store.layout.object(oid)), file.count == size else {
      return .storageError(.notFound, code: "NoSuchKey", message: "The specified key does not exist.")
    }
    return try ranged(file, etag: oid, type: "application/octet-stream", request)
  }

  private func complete(
    _ upload: MultipartUpload,
    _ completion: MultipartCompletion,
    of index: RepositoryIndex
  )
    async throws -> Response
  {
    guard completion.oid == upload.oid else { throw Refusal.badRequest("The oid is not the upload's") }
    // A client may ask again when the first answer was lost.
    if store.objectSize(upload.oid, in: index) == upload.size { return .text("OK") }
    try await upload.complete(completion)
    try await store.grant(upload.oid, to: index)
    return .text("OK")
  }

  /// Why the declared length cannot be right; nil when it is.
  static func lengthRefusal(_ request: Request, expected: Int) -> Response? {
    guard !request.isChunked else {
      return .storageError(
        .notImplemented,
        code: "NotImplemented",
        message: "A header you provided implies functionality that is not implemented: Transfer-Encoding"
      )
    }
    guard let length = request.contentLength else {
      return .storageError(.lengthRequired, code: "MissingContentLength", message: "Content-Length is required")
    }
    guard length == expected else {
      return .storageError(
        .badRequest,
        code: "InvalidRequest",
        message: "Content-Length is \(length), the address was signed for \(expected)"
      )
    }
    return nil
  }
}

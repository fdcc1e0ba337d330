import Files
import HubAPI
import NIOHTTP1

extension Hub {
  /// Media type of git-lfs calls.
  static let lfsType = "application/vnd.git-lfs+json"

  /// `POST {repo}.git/info/lfs/objects/batch`.
  func lfsBatch(_ question: LFSBatchRequest, of index: RepositoryIndex) throws -> Response {
    guard question.objects.count <= Self.preuploadLimit else {
      throw Refusal.badRequest("\"objects\" must contain at most \(Self.preuploadLimit) items")
    }
    guard (question.hashAlgorithm ?? "sha256").replacing("_", with: "") == "sha256" else {
      throw Refusal(.conflict, "Unsupported hash algorithm \(question.hashAlgorithm ?? "")")
    }
    let now = WallClock.now()
    let knowsMultipart = question.transfers?.contains("multipart") ?? false
    var usesMultipart = false
    let objects = question.objects.map { object -> LFSBatchResponse.Object in
      func refused(_ code: Int, _ message: String) -> LFSBatchResponse.Object {
        .init(oid: object.oid, size: object.size, actions: nil, error: .init(code: code, message: message))
      }
      guard let oid = SHA256Digest(hex: object.oid)?.hex, oid == object.oid, object.size > 0 else {
        return refused(422, "Invalid oid or size")
      }
      let stored = store.objectSize(oid, in: index)
      if question.operation == "download" {
        guard let stored, stored == object.size else { return refused(404, "Object does not exist") }
        let href = signer.address(
          "GET",
          path: "/.storage/\(index.internalID)/\(oid)",
          query: [("size", "\(stored)")],
          now: now
        )
        return .init(oid: oid, size: stored, actions: ["download": .init(href: href)])
      }
      if let stored {
        guard stored == object.size else {
          return refused(422, "The object is stored with \(stored) bytes, not \(object.size)")
        }
        return .init(oid: oid, size: stored, actions: nil)
      }
      let isMultipart = knowsMultipart && object.size > multipartThreshold
      usesMultipart = usesMultipart || isMultipart
      let upload =
        isMultipart
        ? multipartAction(oid, size: object.size, in: index, now: now)
        : LFSBatchResponse.Action(
          href: signer.address(
            "PUT",
            path: "/.storage/\(index.internalID)/\(oid)",
            query: [("size", "\(object.size)")],
            now: now
          )
        )
      let verify = LFSBatchResponse.Action(href: "\(url)/\(index.id).git/info/lfs/verify")
      return .init(oid: oid, size: object.size, actions: ["upload": upload, "verify": verify])
    }
    var response = Response.json(
      LFSBatchResponse(transfer: usesMultipart ? "multipart" : "basic", objects: objects)
    )
    response.headers.replaceOrAdd(name: "Content-Type", value: Self.lfsType)
    return response
  }

  /// `POST {repo}.git/info/lfs/verify`.
  func lfsVerify(_ question: LFSVerifyRequest, of index: RepositoryIndex) throws -> Response {
    guard let oid = SHA256Digest(hex: question.oid)?.hex, let size = store.objectSize(oid, in: index) else {
      throw Refusal(.notFound, "Object \(question.oid) does not exist")
    }
    guard size == question.size else {
      throw Refusal.badRequest("Object \(oid) has \(size) bytes, not \(question.size)")
    }
    return .text("OK")
  }

  /// Addresses of all parts of a new multipart upload.
  private func multipartAction(
    _ oid: String,
    size: Int,
    in index: RepositoryIndex,
    now: Int
  )
    -> LFSBatchResponse.Action
  {
    let upload = RandomID.hex(bytes: 16)
    let count = (size + multipartPartSize - 1) / multipartPartSize
    let base = "/.storage/\(index.internalID)/\(oid)/\(upload)"
    var header = ["chunk_size": "\(multipartPartSize)"]
    for number in 1...count {
      let key = String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
      let fields = [("size", "\(size)"), ("partSize", "\(multipartPartSize)")]
      header[key] = signer.address("PUT", path: "\(base)/\(number)", query: fields, now: now)
    }
    let fields = [("size", "\(size)"), ("partSize", "\(multipartPartSize)")]
    return .init(href: signer.address("POST", path: base, query: fields, now: now), header: header)
  }
}

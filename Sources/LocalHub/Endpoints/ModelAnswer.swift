import HubAPI

/// Answer about a model, whole or in the fields that were asked for.
struct ModelAnswer: Encodable {
  private struct File: Encodable {
    struct LFS: Encodable { var sha256: String, size: Int, pointerSize: Int }
    var rfilename: String
    var blobId: String?
    var size: Int?
    var lfs: LFS?
  }

  private enum Field: String, CodingKey, CaseIterable {
    case internalID = "_id"
    case id, modelId, author, sha, `private`, gated, disabled, createdAt, lastModified, tags, siblings, downloads, likes
    case xetEnabled
  }

  private let index: RepositoryIndex
  private let sha: String?
  private let tags: [String]
  private let siblings: [File]?
  /// The fields to give; nobody wants to know of Xet unless he says so.
  private var fields = Set(Field.allCases).subtracting([.xetEnabled])

  init(_ index: RepositoryIndex, sha: String?, tree: GitTree?, tags: [String]?, withBlobs: Bool) {
    self.index = index
    self.sha = sha
    self.tags = tags ?? []
    siblings = tree.map { tree in
      tree.entries(under: "", recursive: true).compactMap { entry in
        guard let file = entry.file else { return nil }
        guard withBlobs else { return File(rfilename: entry.path) }
        let lfs = File.LFS(sha256: file.oid, size: file.size, pointerSize: file.pointer.utf8.count)
        return File(
          rfilename: entry.path,
          blobId: entry.oid,
          size: file.size,
          lfs: file.kind == .lfs ? lfs : nil
        )
      }
    }
  }

  /// Leaves the fields that `expand=…`, once or several times, asks for, and all without it.
  ///
  /// The real Hub has more than are known here; those stay away.
  mutating func expand(_ target: RequestTarget) {
    let names = target.query.filter { $0.name == "expand" || $0.name == "expand[]" }.map(\.value)
    guard !names.isEmpty else { return }
    fields = Set(names.compactMap(Field.init(rawValue:))).union([.internalID, .id])
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Field.self)
    for field in fields {
      switch field {
      case .internalID: try container.encode(index.internalID, forKey: field)
      case .id, .modelId: try container.encode(index.id, forKey: field)
      case .author: try container.encode(String(index.id.prefix { $0 != "/" }), forKey: field)
      case .sha: try container.encodeIfPresent(sha, forKey: field)
      case .private: try container.encode(index.isPrivate, forKey: field)
      case .gated:
        if let gate = index.gate {
          try container.encode(gate, forKey: field)
        } else {
          try container.encode(false, forKey: field)
        }
      case .disabled, .xetEnabled: try container.encode(false, forKey: field)
      case .createdAt: try container.encode(WallClock.iso8601(index.createdAt), forKey: field)
      case .lastModified: try container.encode(WallClock.iso8601(index.lastModified), forKey: field)
      case .tags: try container.encode(tags, forKey: field)
      case .siblings: try container.encodeIfPresent(siblings, forKey: field)
      case .downloads, .likes: try container.encode(0, forKey: field)
      }
    }
  }
}

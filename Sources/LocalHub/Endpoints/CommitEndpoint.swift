import Files
import FoundationEssentials
import HubAPI
import NIOCore

/// What a commit's body asks for, gathered line by line while it arrives.
private struct CommitPlan {
  var summary = ""
  var description = ""
  var parent: String?
  var added: [String: StoredFile] = [:]
  var deletedFiles: Set<String> = []
  var deletedFolders: Set<String> = []
  /// Content of regular files that the store does not have yet; gone again when the commit is refused.
  var contents: [String: IncomingFile] = [:]
  var inlineBytes = 0
}

extension Hub {
  /// Longest line of a commit; a regular file of the largest size fits with room to be refused by name.
  private static let lineLimit = 64 << 20

  /// `POST …/commit/{rev}`: newline-separated JSON, applied as a whole or not at all.
  func commit(
    _ body: RequestBody,
    revision: String,
    opensPullRequest: Bool,
    of index: RepositoryIndex,
    by account: LocalHubAccount
  ) async throws -> Response {
    let target = opensPullRequest ? CommitTarget.newPullRequest : CommitTarget(revision: revision)
    let plan = try await readPlan(body, index: index, head: head(of: target, revision, in: index))
    let (commit, number) = try await apply(plan, to: target, of: index, author: account.userName)
    return .json(
      CommitAnswer(
        commitOid: commit.id,
        commitUrl: "\(url)/\(index.id)/commit/\(commit.id)",
        pullRequestUrl: opensPullRequest ? number.map { discussionURL($0, of: index) } : nil
      )
    )
  }

  /// The head that a stale parent is found by before the content arrives; nil where the parent need not be the head.
  private func head(of target: CommitTarget, _ revision: String, in index: RepositoryIndex) throws -> String? {
    switch target {
    case .newPullRequest: return nil
    case .branch(let branch):
      guard let head = index.branches[branch] else { throw Refusal.revisionNotFound(revision) }
      return head
    case .pullRequest(let number):
      let changes = index.discussions?.first { $0.number == number }?.changes
      guard let changes else { throw Refusal.revisionNotFound(revision) }
      return changes.head
    }
  }

  /// A commit that did not come over a connection; the header may be left out.
  func commit(_ lines: [CommitLine], to branch: String, of index: RepositoryIndex, author: String) async throws {
    guard let head = index.branches[branch] else { throw Refusal.revisionNotFound(branch) }
    var plan = CommitPlan()
    plan.summary = "A change by somebody else"
    for line in lines { try add(line, to: &plan, index: index, head: head) }
    _ = try await apply(plan, to: .branch(branch), of: index, author: author)
  }

  private func apply(
    _ plan: CommitPlan,
    to target: CommitTarget,
    of index: RepositoryIndex,
    author: String
  ) async throws -> (commit: CommitRecord, pullRequest: Int?) {
    // What the commit names must be on disk before the commit is.
    for (oid, file) in plan.contents { try file.keep(as: store.layout.blob(oid)) }
    try StoreLayout.synchronize(
      plan.contents.keys.map(store.layout.blob)
        + plan.added.values.filter { $0.kind == .lfs }.map { store.layout.object($0.oid) }
    )
    let added = plan.added
    let deletedFiles = plan.deletedFiles
    let deletedFolders = plan.deletedFolders
    return try await store.commit(
      to: target,
      of: index,
      parent: plan.parent,
      author: author,
      summary: plan.summary,
      description: plan.description,
      now: WallClock.now()
    ) { tree in
      try apply(added: added, deletedFiles: deletedFiles, deletedFolders: deletedFolders, to: tree)
    }
  }

  // MARK: Reading

  private func readPlan(_ body: RequestBody, index: RepositoryIndex, head: String?) async throws -> CommitPlan {
    var plan = CommitPlan()
    var isFirst = true
    var pending: [UInt8] = []
    func take(_ line: [UInt8]) throws {
      guard line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) else { return }
      let decoded: CommitLine
      do {
        decoded = try JSONDecoder().decode(CommitLine.self, from: Data(line))
      } catch {
        throw Refusal.badRequest("Invalid line in the commit: it is not a known operation in JSON")
      }
      if case .header = decoded {
        guard isFirst else { throw Refusal.badRequest("The commit has more than one header") }
      } else if isFirst {
        throw Refusal.badRequest("The first line of the commit must be its header")
      }
      isFirst = false
      try add(decoded, to: &plan, index: index, head: head)
    }
    while let piece = try await body.next() {
      var rest = piece.readableBytesView[...]
      while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
        pending.append(contentsOf: rest[..<newline])
        try take(pending)
        pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
        rest = rest[(newline + 1)...]
      }
      pending.append(contentsOf: rest)
      guard pending.count <= Self.lineLimit else { throw Refusal.tooLarge("A line of the commit is too long") }
    }
    try take(pending)
    guard !isFirst else { throw Refusal.badRequest("The commit has no header") }
    return plan
  }

  private func add(_ line: CommitLine, to plan: inout CommitPlan, index: RepositoryIndex, head: String?) throws {
    switch line {
    case .header(let summary, let description, let parent):
      guard !summary.isEmpty else { throw Refusal.badRequest("The commit summary is empty") }
      if let parent {
        guard (5...40).contains(parent.utf8.count), parent.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
          throw Refusal.badRequest("Invalid parentCommit: \(parent)")
        }
        // Said before the content arrives; asked again when the commit is applied.
        if let head, !head.hasPrefix(parent.lowercased()) { throw Refusal.stale }
      }
      plan.summary = summary
      plan.description = description
      plan.parent = parent
    case .file(let path, let text, let encoding):
      let path = try checked(path, in: plan)
      let content = try Self.content(text, encoding: encoding, path: path)
      guard content.count <= Self.regularFileLimit else {
        throw Refusal.badRequest(
          "Your push was rejected because it contains files larger than 10 MiB. "
            + "Please use LFS to store large files. Offending files: \(path)"
        )
      }
      plan.inlineBytes += content.count
      guard plan.inlineBytes <= Self.inlineContentLimit else { throw Refusal.tooLarge("Payload too large") }
      if path == "README.md" {
        let complaints = CardCheck(String(decoding: content, as: UTF8.self)).errors
        guard complaints.isEmpty else {
          throw Refusal.badRequest("Invalid metadata in README.md.\n" + complaints.joined(separator: "\n"))
        }
      }
      plan.added[path] = StoredFile(
        kind: .regular,
        oid: try stage(content, in: &plan),
        size: content.count
      )
    case .lfsFile(let path, let oid, let size):
      let path = try checked(path, in: plan)
      guard let oid = SHA256Digest(hex: oid)?.hex, let stored = store.objectSize(oid, in: index) else {
        throw Refusal.badRequest(
          "Your push was rejected because an LFS pointer pointed to a file that does not exist. "
            + "Offending file: \(path)"
        )
      }
      guard size ?? stored == stored else {
        throw Refusal.badRequest("The LFS file \(path) has \(stored) bytes, not \(size ?? 0)")
      }
      plan.added[path] = StoredFile(kind: .lfs, oid: oid, size: stored)
    case .deletedFile(let path): plan.deletedFiles.insert(try checked(path, in: plan))
    case .deletedFolder(let path):
      plan.deletedFolders.insert(try checked(path.hasSuffix("/") ? String(path.dropLast()) : path, in: plan))
    }
  }

  /// Puts content aside for the store; returns its id.
  private func stage(_ content: [UInt8], in plan: inout CommitPlan) throws -> String {
    let oid = GitBlobID.of(content).hex
    guard plan.contents[oid] == nil, !LocalFiles.isFile(store.layout.blob(oid)) else { return oid }
    let file = try IncomingFile(in: store.layout.incoming)
    try file.write(content)
    try file.seal(synchronized: false)
    plan.contents[oid] = file
    return oid
  }

  private func checked(_ path: String, in plan: CommitPlan) throws -> String {
    guard RepositoryPath(path) != nil, path.utf8.count <= 1024, path.split(separator: "/").count <= 64 else {
      throw Refusal.badRequest("Invalid path: \(path)")
    }
    guard plan.added[path] == nil, !plan.deletedFiles.contains(path) else {
      throw Refusal.badRequest("The path is in the commit more than once: \(path)")
    }
    return path
  }

  private static func content(_ text: String, encoding: String, path: String) throws -> [UInt8] {
    switch encoding {
    case "utf-8": return Array(text.utf8)
    case "base64":
      guard let data = Data(base64Encoded: text) else { throw Refusal.badRequest("Invalid base64 in \(path)") }
      return [UInt8](data)
    default: throw Refusal.badRequest("Unknown encoding \(encoding) of \(path)")
    }
  }

  // MARK: Applying

  private func apply(
    added: [String: StoredFile],
    deletedFiles: Set<String>,
    deletedFolders: Set<String>,
    to tree: GitTree
  ) throws -> [String: StoredFile] {
    var files = tree.files
    for path in deletedFiles.sorted() {
      guard files.removeValue(forKey: path) != nil else { throw Refusal.entryNotFound(path) }
    }
    for folder in deletedFolders.sorted() {
      guard tree.folders[folder] != nil else { throw Refusal.entryNotFound(folder) }
      files = files.filter { !$0.key.hasPrefix(folder + "/") }
    }
    files.merge(added) { _, new in new }
    try coverLFSFiles(added, &files)
    var counts: [String: Set<Substring>] = [:]
    for path in files.keys {
      let parts = path.split(separator: "/")
      for depth in parts.indices {
        let folder = parts[..<depth].joined(separator: "/")
        counts[folder, default: []].insert(parts[depth])
        if depth > 0, files[folder] != nil {
          throw Refusal.badRequest("Invalid path: \(path) is inside of \(folder), which is a file")
        }
      }
    }
    if let crowded = counts.first(where: { $0.value.count > Self.folderLimit }) {
      throw Refusal.badRequest(
        "Your push was rejected because it contains too many files per directory. "
          + "Each directory should have less than \(Self.folderLimit) files. "
          + "Offending folder: \(crowded.key.isEmpty ? "/" : crowded.key)"
      )
    }
    return files
  }

  /// Adds a line to `.gitattributes` for each LFS file that no pattern covers, as the Hub does.
  private func coverLFSFiles(_ added: [String: StoredFile], _ files: inout [String: StoredFile]) throws {
    var text = self.text(GitAttributes.path, in: files) ?? ""
    let attributes = GitAttributes(text)
    let uncovered = added.filter { $0.value.kind == .lfs && !attributes.isLFS($0.key) }.keys.sorted()
    guard !uncovered.isEmpty else { return }
    if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    for path in uncovered { text += GitAttributes.line(GitAttributes.pattern(for: path)) }
    let content = Array(text.utf8)
    let oid = GitBlobID.of(content).hex
    let file = try IncomingFile(in: store.layout.incoming)
    try file.write(content)
    try file.seal(synchronized: true)
    try file.keep(as: store.layout.blob(oid))
    files[GitAttributes.path] = StoredFile(kind: .regular, oid: oid, size: content.count)
  }
}

/// Answer of `POST …/commit/{rev}`.
private struct CommitAnswer: Encodable {
  var success = true
  var commitOid: String
  var commitUrl: String
  var hookOutput = ""
  var pullRequestUrl: String?
}

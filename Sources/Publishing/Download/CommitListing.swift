import Files
import FoundationEssentials
import HubAPI

/// The files of a commit with their hashes, as the Hub lists them and as the cache keeps them.
///
/// A commit never changes, so that its listing need not be asked for twice. The form on disk is that of
/// huggingface_hub, which takes a snapshot for complete only when everything listed is there.
struct CommitListing: Sendable {
  let files: [HubFile]
  private let entries: [TreeEntry]

  /// The files among the entries of a listing.
  ///
  /// - Throws: `PublishingError` when two files are in each other's way, or one has no hash: what a server says is
  ///   foreign input.
  init(_ entries: [TreeEntry], of id: RepositoryID) throws(PublishingError) {
    self.entries = entries.filter { $0.type == "file" }
    var files: [HubFile] = []
    var (paths, folders) = (Set<String>(), Set<String>())
    for entry in self.entries {
      guard let file = HubFile(entry) else { throw .badListing(id, "\(entry.path) comes without a hash") }
      // Two spellings of one accented letter are the same string here, and the same file on some systems.
      let (isNew, twin) = paths.insert(file.path.text)
      guard isNew else {
        let isSame = twin.utf8.elementsEqual(file.path.text.utf8)
        throw .badListing(id, "\(file.path) is there twice\(isSame ? "" : ", with its accents in two forms")")
      }
      files.append(file)
      var folder = file.path.components.dropLast()
      while !folder.isEmpty {
        folders.insert(folder.joined(separator: "/"))
        folder = folder.dropLast()
      }
    }
    if let both = paths.intersection(folders).min() {
      throw .badListing(id, "\(both) is a file and a folder")
    }
    self.files = files.sorted { $0.path < $1.path }
  }

  // MARK: On disk

  private struct Document: Codable {
    struct Entry: Codable {
      var size: Int
      var blob_id: String
      var lfs_sha256: String?
      var lfs_size: Int?
    }

    var format_version: Int
    var files: [String: Entry]
  }

  private static let version = 1

  /// The listing that the cache keeps; nil when there is none that can be used.
  init?(file: String, of id: RepositoryID) {
    guard let bytes = try? LocalFiles.read(file),
      let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)),
      document.format_version == Self.version
    else { return nil }
    let entries = document.files.map { path, entry in
      TreeEntry(
        type: "file",
        oid: entry.blob_id,
        size: entry.size,
        path: path,
        lfs: entry.lfs_sha256.map { .init(oid: $0, size: entry.lfs_size ?? entry.size, pointerSize: nil) }
      )
    }
    guard let listing = try? CommitListing(entries, of: id) else { return nil }
    self = listing
  }

  /// Keeps the listing; one that is there stays, as another tool may have noted more in it.
  func write(to file: String) throws(FileError) {
    guard LocalFiles.kind(file) == nil else { return }
    let document = Document(
      format_version: Self.version,
      files: Dictionary(
        entries.map { entry in
          let known = Document.Entry(
            size: entry.size,
            blob_id: entry.oid,
            lfs_sha256: entry.lfs?.oid,
            lfs_size: entry.lfs?.size
          )
          return (entry.path, known)
        },
        uniquingKeysWith: { first, _ in first }
      )
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers and text of a valid Unicode string: there is nothing that could not be written.
    guard let data = try? encoder.encode(document) else { return }
    try LocalFiles.makeFolder(above: file, mode: 0o777)
    try LocalFiles.writeAtomically(Array(data), to: file, mode: 0o666)
  }
}

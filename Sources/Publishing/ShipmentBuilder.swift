import Files
import Findings
import HubAPI
import Publication

/// Puts a shipment together: the rendered files, the model's files, and what the manifest names.
///
/// An allow-list decides. The official client sends everything in a folder, `.env` included; here a file that is
/// neither part of a static model nor named in the manifest stays at home, and the plan says so.
///
/// A link to a file inside the publication or its model's folder is shipped as a copy of that file; any other is refused.
public struct ShipmentBuilder {
  /// Is told which file is hashed, how many bytes of it are done, and its size.
  public typealias Progress = (_ path: String, _ done: Int, _ size: Int) -> Void

  private let roots: [String]
  private let progress: Progress
  private var files: [ShippedFile] = []
  /// The paths so far by their names in lower case.
  private var names: [String: String] = [:]
  private var leftOut: [Shipment.LeftOut] = []

  /// The shipment of a publication; `progress` is told of hashing.
  ///
  /// - Throws: `PublishingError` for links and for two files of one path; `FileError` for unreadable ones.
  public static func build(
    _ manifest: Manifest,
    folder: String,
    documents: [RenderedFile],
    progress: @escaping Progress = { _, _, _ in }
  ) throws -> Shipment {
    let roots = [folder, manifest.modelFolder].compactMap { $0.flatMap(LocalFiles.resolved) }
    var builder = ShipmentBuilder(roots: roots, progress: progress)
    for document in documents where document.isShipped {
      try builder.add(document.path, bytes: Array(document.text.utf8))
    }
    if let modelFolder = manifest.modelFolder { try builder.addModel(modelFolder) }
    for path in manifest.namedFiles {
      try builder.add(RepositoryLayout.nameInRepository(path), file: "\(folder)/\(path)")
    }
    // A file that the manifest names may lie in the model's folder too.
    let sources = Set(builder.files.compactMap { if case .file(let path) = $0.source { path } else { nil } })
    return Shipment(
      files: builder.files.sorted { $0.path < $1.path },
      leftOut: builder.leftOut.filter { !sources.contains($0.path) }.map { left in
        let isInside = left.path.hasPrefix("\(folder)/")
        return .init(path: isInside ? String(left.path.dropFirst(folder.count + 1)) : left.path, reason: left.reason)
      }
    )
  }

  private mutating func addModel(_ folder: String) throws {
    for (path, _) in try LocalFiles.walk(folder) {
      if RepositoryLayout.modelFiles.contains(path) {
        try add(path, file: "\(folder)/\(path)")
      } else if path == "README.md" {
        leftOut.append(.init(path: "\(folder)/\(path)", reason: "the rendered card takes its place"))
      } else if path != "hfpub.yaml" {
        leftOut.append(
          .init(path: "\(folder)/\(path)", reason: "not a model file (to ship it, name it in `files`)")
        )
      }
    }
  }

  private mutating func add(_ name: String, bytes: [UInt8]) throws {
    try append(name, .bytes(bytes), FileDigests(of: bytes))
  }

  private mutating func add(_ name: String, file: String) throws {
    var file = file
    if let kind = LocalFiles.kind(file), kind != .file {
      guard kind == .symbolicLink, LocalFiles.isFile(file), let target = LocalFiles.resolved(file),
        roots.contains(where: { target.hasPrefix("\($0)/") })
      else { throw PublishingError.notRegular(file, kind) }
      file = target
    }
    try append(name, .file(file), FileDigests(ofFile: file) { progress(name, $0, $1) })
  }

  private mutating func append(_ name: String, _ source: ShippedFile.Source, _ digests: FileDigests) throws {
    guard let path = RepositoryPath(name) else { throw PublishingError.badPath(name) }
    // Two names that differ in case only are one file on some systems; a reader there would get either.
    if let twin = names.updateValue(name, forKey: name.lowercased()) { throw PublishingError.twins(twin, name) }
    files.append(ShippedFile(path: path, source: source, digests: digests))
  }
}

import Archive
import Files
import Findings
import HubAPI

/// Writes a shipment as archives whose bytes depend on nothing but the shipment.
public enum Bundler {
  /// The archives of a publication, as written.
  public struct Bundle: Sendable {
    /// Path and digests of each archive.
    public var archives: [(path: String, digests: FileDigests)]
  }

  /// Writes `<name>.tar.gz` and `<name>.zip`, each with one top folder `<name>`.
  ///
  /// - Parameters:
  ///   - shipment: What is packed.
  ///   - name: The archives' name.
  ///   - folder: Where they go.
  ///   - progress: Is told, now and then, of an archive's name how many bytes are packed and how many there are.
  /// - Returns: The archives.
  /// - Throws: `ArchiveError` and `FileError`; no half archive is left behind.
  public static func write(
    _ shipment: Shipment,
    name: String,
    to folder: OutputFolder,
    progress: (_ archive: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
  ) throws -> Bundle {
    let total = shipment.files.reduce(0) { $0 + $1.digests.size }
    let entries = shipment.files.map { file in
      ArchiveEntry(path: "\(name)/\(file.path.text)", source: file.archiveSource)
    }
    let formats: [(ArchiveFormat, String)] = [(.tarGzip, "tar.gz"), (.zip, "zip")]
    return Bundle(
      archives: try formats.map { format, suffix in
        let archive = "\(name).\(suffix)"
        let path = "\(folder.path)/\(archive)"
        try ArchiveWriter.write(entries, format: format, to: path) { progress(archive, $0, total) }
        return (path, try FileDigests(ofFile: path))
      }
    )
  }
}

extension ShippedFile {
  fileprivate var archiveSource: ArchiveEntry.Source {
    switch source {
    case .bytes(let bytes): .bytes(bytes)
    case .file(let path): .file(path)
    }
  }
}

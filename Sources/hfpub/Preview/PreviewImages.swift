import Documents
import Files
import FoundationEssentials

/// The pictures of a card as data, so that the preview is one file and loads nothing.
///
/// A relative address is looked up among the rendered files, then in the publication's folders; it never leads out of
/// them. A picture elsewhere is not loaded: badges of shields.io, whose text stands in their address, are drawn here,
/// for others a box says where they are.
struct PreviewImages {
  /// Rendered files by their path.
  var files: [String: [UInt8]]
  /// Folders that relative addresses mean.
  var folders: [String]

  /// The largest picture that is embedded, in bytes.
  private static let limit = 8 << 20

  /// No pictures but those elsewhere.
  init(files: [String: [UInt8]] = [:], folders: [String] = []) {
    self.files = files
    self.folders = folders
  }

  /// The picture at an address of the card, as a `data:` address.
  func data(for address: String) -> String {
    if address.hasPrefix("data:") { return address }
    if let text = Badge.text(of: address) { return Self.svg(Badge.draw(text)) }
    let scheme = address.prefix { $0 != ":" && $0 != "/" }
    if address.hasPrefix("//") || scheme.endIndex < address.endIndex && address[scheme.endIndex] == ":" {
      let host = address.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      return Self.svg(Badge.box("picture at \(host), not loaded in the preview"))
    }
    guard let path = Self.path(address) else {
      return Self.svg(Badge.box("not a path inside the publication: \(address)"))
    }
    guard let bytes = content(path) else { return Self.svg(Badge.box("not in the publication: \(path)")) }
    guard let type = Self.type(of: bytes, path: path) else { return Self.svg(Badge.box("not a picture: \(path)")) }
    return "data:\(type);base64,\(Data(bytes).base64EncodedString())"
  }

  private func content(_ path: String) -> [UInt8]? {
    if let bytes = files[path] { return bytes }
    for folder in folders {
      let file = "\(folder)/\(path)"
      // A link inside the folder could lead anywhere.
      guard LocalFiles.isFile(file), let root = LocalFiles.resolved(folder), let real = LocalFiles.resolved(file),
        real.hasPrefix("\(root)/")
      else { continue }
      if let bytes = try? LocalFiles.read(real, limit: Self.limit) { return bytes }
    }
    return nil
  }

  /// A relative address as a path below the publication; nil when it leads out.
  private static func path(_ address: String) -> String? {
    let bare = address.prefix { $0 != "?" && $0 != "#" }
    guard let decoded = PercentEncoding.decoded(bare), !decoded.utf8.contains(0) else { return nil }
    let path = PathParts.of(decoded).filter { $0 != "." }.joined(separator: "/")
    return PathParts.areInside(path) ? path : nil
  }

  /// What the bytes are, by their beginning; only what browsers show as pictures.
  private static func type(of bytes: [UInt8], path: String) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: Array("GIF8".utf8)) { return "image/gif" }
    if bytes.starts(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return "image/webp"
    }
    return path.lowercased().hasSuffix(".svg") ? "image/svg+xml" : nil
  }

  private static func svg(_ text: String) -> String {
    "data:image/svg+xml;base64,\(Data(text.utf8).base64EncodedString())"
  }
}

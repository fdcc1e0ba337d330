/// The files that are published beside a card, arranged once for all the texts that are looked at.
public struct PublishedPaths: Sendable, ExpressibleByArrayLiteral {
  /// The files' paths.
  public let files: Set<String>
  /// The folders that they are in, the outer ones too.
  let folders: Set<String>
  /// The names that a Python file beside them can import: its own and its folders'.
  let pythonModules: Set<String>

  /// The paths, in any order.
  public init(_ files: Set<String>) {
    self.files = files
    var folders: Set<String> = []
    var modules: Set<String> = []
    for path in files {
      var folder = path[...]
      while let slash = folder.lastIndex(of: "/") {
        folder = folder[..<slash]
        guard folders.insert(String(folder)).inserted else { break }
      }
      guard path.hasSuffix(".py") else { continue }
      modules.formUnion(path.dropLast(3).split(separator: "/").map(String.init))
    }
    self.folders = folders
    pythonModules = modules
  }

  /// The paths, in any order.
  public init(arrayLiteral files: String...) { self.init(Set(files)) }

  /// Whether it is one of the files or of their folders.
  func has(_ path: String) -> Bool { files.contains(path) || folders.contains(path) }
}

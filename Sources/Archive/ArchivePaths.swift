/// The paths of one archive, each checked alone and against the others.
struct ArchivePaths {
  /// What is wrong with a path.
  enum Fault: Equatable {
    case invalid(String)
    case conflict(String)
  }

  // Canonically equal names count as one: they would overwrite each other on file systems that normalize.
  private var files: Set<String> = []
  private var folders: Set<String> = []

  /// Notes a path; returns what is wrong with it, or nil.
  mutating func add(_ path: String, isFolder: Bool = false) -> Fault? {
    if let reason = Self.fault(in: path) { return .invalid(reason) }
    var parent = path
    while let slash = parent.lastIndex(of: "/") {
      parent = String(parent[..<slash])
      if files.contains(parent) { return .conflict("`\(Self.shown(parent))` is a file as well as a folder") }
      // Every folder above a noted one is noted too.
      if !folders.insert(parent).inserted { break }
    }
    if isFolder {
      if files.contains(path) { return .conflict("`\(Self.shown(path))` is a file as well as a folder") }
      folders.insert(path)
      return nil
    }
    if folders.contains(path) { return .conflict("`\(Self.shown(path))` is a file as well as a folder") }
    return files.insert(path).inserted ? nil : .conflict("`\(Self.shown(path))` stands in it twice")
  }

  /// What makes a path unsafe or not portable, or nil.
  static func fault(in path: String) -> String? {
    if path.isEmpty { return "it is empty" }
    if path.utf8.count > 1024 { return "it is longer than 1024 bytes" }
    if path.hasPrefix("/") { return "it is absolute" }
    if path.contains("\\") { return "it holds a backslash" }
    if path.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }) {
      return "it holds a control character"
    }
    for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if part.isEmpty { return "it has an empty part" }
      if part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) { return "it holds `.` or `..`" }
      if part.count > 255 { return "a part of it is longer than 255 bytes" }
    }
    return nil
  }

  /// The path with control characters written out, for messages.
  static func shown(_ path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars.prefix(200) {
      if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// The LFS rules of a `.gitattributes` file.
struct GitAttributes: Sendable {
  private var rules: [(pattern: GlobPattern, isLFS: Bool)] = []

  static let path = ".gitattributes"

  /// What every new repository begins with.
  static let defaultText =
    [
      "7z", "arrow", "avro", "bin", "bz2", "ckpt", "ftz", "gz", "h5", "joblib", "lfs.*", "lz4", "mds", "mlmodel",
      "model", "msgpack", "npy", "npz", "onnx", "ot", "parquet", "pb", "pickle", "pkl", "pt", "pth", "rar",
      "safetensors",
    ].map { line("*.\($0)") }.joined()
    + line("saved_model/**/*")
    + ["tar", "tflite", "tgz", "wasm", "xz", "zip", "zst"].map { line("*.\($0)") }.joined()
    + line("*tfevents*")

  /// Reads the rules of a file; lines that say nothing about LFS are skipped.
  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline).prefix(20_000) {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard let first = words.first, !first.hasPrefix("#"), let pattern = GlobPattern(first) else { continue }
      for word in words.dropFirst() {
        if word == "filter=lfs" { rules.append((pattern, true)) }
        if word == "-filter" || word == "!filter" { rules.append((pattern, false)) }
      }
    }
  }

  /// Whether a file belongs to LFS; the last rule that matches decides.
  func isLFS(_ path: String) -> Bool { rules.last { $0.pattern.matches(path) }?.isLFS ?? false }

  /// The rule for one pattern, as the Hub writes it.
  static func line(_ pattern: String) -> String { "\(pattern) filter=lfs diff=lfs merge=lfs -text\n" }

  /// A pattern that matches exactly one path.
  static func pattern(for path: String) -> String {
    var pattern = ""
    for character in path {
      switch character {
      case " ": pattern += "[[:space:]]"
      case "*", "?", "[": pattern += "\\\(character)"
      default: pattern.append(character)
      }
    }
    return pattern.contains("/") ? pattern : "/" + pattern
  }
}

/// The rules of a `.gitignore` file.
struct GitIgnore: Sendable {
  private var rules: [(pattern: GlobPattern, isIgnored: Bool, isFolderOnly: Bool)] = []

  static let path = ".gitignore"

  /// Reads the rules of a file.
  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline).prefix(1000) where !line.hasPrefix("#") {
      var line = line
      while line.last == " " || line.last == "\t" { line.removeLast() }
      let isIgnored = !line.hasPrefix("!")
      if !isIgnored { line = line.dropFirst() }
      let isFolderOnly = line.hasSuffix("/")
      if isFolderOnly { line = line.dropLast() }
      guard let pattern = GlobPattern(line) else { continue }
      rules.append((pattern, isIgnored, isFolderOnly))
    }
  }

  /// Whether a file, or a folder it is in, is ignored.
  func isIgnored(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    for count in stride(from: 1, through: parts.count, by: 1) {
      let place = parts.prefix(count).joined(separator: "/")
      let isFolder = count < parts.count
      let rule = rules.last { ($0.isFolderOnly ? isFolder : true) && $0.pattern.matches(place) }
      // What is under an ignored folder cannot be taken back, as in git.
      if rule?.isIgnored == true { return true }
    }
    return false
  }
}

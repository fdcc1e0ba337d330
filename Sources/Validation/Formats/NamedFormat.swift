import Files

/// What the name of a file promises of its content.
public enum NamedFormat {
  /// The formats that a file of this name may have; nil when its name promises nothing.
  ///
  /// - Parameter path: the path of the file; its last part decides, in any case of its letters.
  /// - Returns: the formats, or nil.
  public static func expected(_ path: String) -> Set<FileFormat>? {
    let name = LocalFiles.name(of: path).lowercased()
    if texts.contains(name) { return textual }
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    return endings[String(name[name.index(after: dot)...])]
  }

  /// Whether a content is not what the name says.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - format: what it is by content.
  /// - Returns: whether the name promises something else.
  public static func isMismatch(_ path: String, _ format: FileFormat) -> Bool {
    guard let expected = expected(path) else { return format == .lfsPointer }
    return !expected.contains(format)
  }

  /// Texts may be in any encoding and may hold control characters, as vocabularies do; they may be JSON and empty.
  private static let textual: Set<FileFormat> = [.text, .json, .html, .svg, .script, .empty, .binary]
  private static let weights: Set<FileFormat> = [
    .pickle, .joblib, .compressedPickle, .torchZip, .torchLegacy, .torchTar, .safetensors, .gguf, .onnx, .onnxExternal,
    .hdf5, .kerasHDF5, .kerasLambda, .zip, .tar, .gzip, .numpy, .numpyObjects, .binary, .text, .json, .empty,
  ]
  private static let zips: Set<FileFormat> = [.zip, .torchZip, .kerasZip, .numpyZip]

  private static let texts: Set<String> = [
    "license", "notice", "readme", "authors", "citation", "copying", "requirements", ".gitattributes", ".gitignore",
  ]

  private static let endings: [String: Set<FileFormat>] = {
    var endings: [String: Set<FileFormat>] = [
      "safetensors": [.safetensors], "json": [.json, .text], "ipynb": [.json], "jsonl": [.json, .text, .empty],
      "png": [.png], "jpg": [.jpeg], "jpeg": [.jpeg], "gif": [.gif], "webp": [.webp],
      "svg": [.svg, .svgScript], "pdf": [.pdf], "html": textual, "htm": textual,
      "npy": [.numpy, .numpyObjects], "npz": [.numpyZip], "onnx": [.onnx, .onnxExternal], "gguf": [.gguf],
      "h5": [.hdf5, .kerasHDF5, .kerasLambda], "hdf5": [.hdf5, .kerasHDF5, .kerasLambda],
      "keras": [.kerasZip, .kerasHDF5, .kerasLambda], "zip": zips, "tar": [.tar, .torchTar], "gz": [.gzip],
      "tgz": [.gzip], "bz2": [.bzip2], "xz": [.xz], "zst": [.zstandard], "7z": [.sevenZip],
    ]
    for ending in ["txt", "md", "yaml", "yml", "py", "toml", "cfg", "ini", "csv", "tsv", "bib", "cff", "rst", "log"] {
      endings[ending] = textual
    }
    for ending in ["bin", "pt", "pth", "ckpt", "pkl", "pickle", "joblib", "model", "dat"] { endings[ending] = weights }
    return endings
  }()
}

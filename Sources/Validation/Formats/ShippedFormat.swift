/// The allow-list of what a repository of a static embedding model is made of.
///
/// A list of good formats, not of bad ones: those who look for bad calls in pickles have been passed by again and again.
public enum ShippedFormat {
  /// The formats that ship: weights that cannot run, texts, and images without scripts.
  public static let formats: Set<FileFormat> = [.safetensors, .json, .text, .empty, .png, .jpeg, .gif, .webp, .svg]

  /// Whether a file may ship.
  ///
  /// - Parameters:
  ///   - path: its path in the repository.
  ///   - format: what it is by content.
  /// - Returns: whether nothing stands against it.
  public static func isAllowed(_ path: String, _ format: FileFormat) -> Bool { refusal(path, format) == nil }

  /// Why a file may not ship.
  ///
  /// - Parameters:
  ///   - path: its path in the repository.
  ///   - format: what it is by content.
  /// - Returns: a clause that follows "because", or nil when it may ship.
  public static func refusal(_ path: String, _ format: FileFormat) -> String? {
    if formats.contains(format) { return nil }
    // An example may name its interpreter, as programs for Python do.
    if format == .script, path.lowercased().hasSuffix(".py") { return nil }
    switch format.risk {
    case .runsCode: return "loading it can run code"
    case .program: return "it is a program"
    case .refersOutside: return "it may refer to files outside the repository"
    case .archive: return "nobody sees what it holds"
    case .harmless: return "a static embedding model needs no file of this format"
    }
  }
}

import CMarkdown
import CYAML

/// The libraries for documents that this process has loaded.
public enum DocumentLibraries {
  /// The version of the YAML library, such as `0.2.5`.
  public static var yaml: String { yaml_get_version_string().map { String(cString: $0) } ?? "unknown" }

  /// The version of the Markdown library, such as `0.29.0.gfm.13`.
  public static var markdown: String { cmark_version_string().map { String(cString: $0) } ?? "unknown" }
}

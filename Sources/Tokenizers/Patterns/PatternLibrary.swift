import CPCRE2

/// The library for regular expressions that this process has loaded.
public enum PatternLibrary {
  /// Its version, such as `10.42`.
  public static var version: String {
    let length = pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), nil)
    guard length > 0 else { return "unknown" }
    var text = [CChar](repeating: 0, count: Int(length))
    guard pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), &text) > 0 else { return "unknown" }
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    // A date follows.
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }
}

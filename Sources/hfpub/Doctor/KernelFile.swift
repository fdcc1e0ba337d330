import Glibc

/// Small files that the system makes up when they are read; they have no length, so that they cannot be mapped.
enum KernelFile {
  /// The lines of a file; empty when it cannot be read.
  static func lines(_ path: String) -> [String] {
    guard let file = fopen(path, "re") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The value behind `key` and a separator, without quotation marks.
  static func value(_ key: String, in lines: [String], separator: Character) -> String? {
    guard let line = lines.first(where: { $0.hasPrefix("\(key)\(separator)") }) else { return nil }
    let value = line.dropFirst(key.count + 1).split(separator: " ").joined(separator: " ")
    return value.filter { $0 != "\"" }
  }
}

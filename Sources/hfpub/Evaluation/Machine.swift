import Files
import Glibc

/// What results say about where and when they were measured; nothing that names a person or a host.
enum Machine {
  /// System, processor and the number of cores: `Linux x86_64, 8 × Some Processor`.
  static var summary: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "unknown" }
    let system = "\(text(name.sysname)) \(text(name.machine))"
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    return "\(system), \(cores) × \(processor ?? "processor")"
  }

  /// The kernel's name for the first processor.
  ///
  /// The file has no length, so that it cannot be mapped.
  private static var processor: String? {
    guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
      let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].hasPrefix("model name") else { continue }
      return parts[1].split { $0 == " " || $0 == "\n" || $0 == "\t" }.joined(separator: " ")
    }
    return nil
  }

  private static func text<Characters>(_ characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

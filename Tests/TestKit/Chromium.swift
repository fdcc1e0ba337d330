import Foundation

/// A real browser without a window.
public enum Chromium {
  /// The browser; nil where there is none.
  public static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Opens a file and gives back the page as the browser understood it, and what it logged.
  ///
  /// - Throws: `FixtureError` when the browser fails.
  public static func open(_ file: String, in folder: String) async throws -> (page: String, log: String) {
    guard let path else { throw FixtureError(text: "there is no Chromium") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder)/profile",
      "--enable-logging=stderr", "--dump-dom", "file://\(file)",
    ]
    let outputs = ["\(folder)/page", "\(folder)/log"].map { URL(fileURLWithPath: $0) }
    for output in outputs { try Data().write(to: output) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outputs[0])
    process.standardError = try FileHandle(forWritingTo: outputs[1])
    let status = try await process.runToEnd().0
    let texts = try outputs.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    guard status == 0 else { throw FixtureError(text: "Chromium ended with \(status): \(texts[1])") }
    return (texts[0], texts[1])
  }
}

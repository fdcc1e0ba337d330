import Foundation

/// The Python environment of the comparison tests: `HFPUB_PYTHON` names its interpreter.
public enum Python {
  /// The interpreter; nil where the environment was not set up.
  public static let interpreter = ProcessInfo.processInfo.environment["HFPUB_PYTHON"]

  /// Runs a program of the environment and gives back what it printed.
  ///
  /// - Throws: `FixtureError` with the program's words when it fails.
  @discardableResult
  public static func run(
    _ arguments: [String],
    program: String? = nil,
    in folder: String,
    environment: [String: String] = [:]
  ) async throws -> String {
    guard let interpreter else { throw FixtureError(text: "HFPUB_PYTHON is not set") }
    let binary = program.map { "\((interpreter as NSString).deletingLastPathComponent)/\($0)" } ?? interpreter
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder, "HF_HOME": "\(folder)/hf-home", "LANG": "C.UTF-8",
      "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1",
      "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    ].merging(environment) { _, new in new }
    let log = URL(fileURLWithPath: "\(folder)/python-\(UUID().uuidString).log")
    try Data().write(to: log)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: log)
    process.standardError = process.standardOutput
    let status = try await process.runToEnd().0
    let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
    guard status == 0 else {
      throw FixtureError(text: "\(arguments.first ?? "") ended with \(status): \(text)")
    }
    return text
  }
}

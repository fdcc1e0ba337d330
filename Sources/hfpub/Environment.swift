import FoundationEssentials
import Glibc

/// What the process was started with; only the executable looks at it.
enum Environment {
  /// All variables.
  static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// The working directory, absolute.
  static var workingDirectory: String { FileManager.default.currentDirectoryPath }
}

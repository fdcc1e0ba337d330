import Files
import Findings

/// Why an embedded hub could not start.
public struct LocalHubError: ExplainedError {
  /// What kind of failure.
  public enum Code: String, Sendable {
    /// The configuration asks for something that cannot be.
    case badConfiguration = "bad-configuration"
    /// The address is not loopback.
    case notLoopback = "not-loopback"
    /// Another program listens on the port.
    case portTaken = "port-taken"
    /// The system refuses the port for another reason.
    case cannotListen = "cannot-listen"
    /// Another hub uses the folder.
    case storeLocked = "store-locked"
    /// The folder cannot be made, read or written.
    case storeUnusable = "store-unusable"
    /// A file of the store is not what a hub writes.
    case storeDamaged = "store-damaged"
    /// A fault script says something that cannot be.
    case badFaults = "bad-faults"
  }

  /// What kind of failure.
  public var code: Code
  /// What could not be done.
  public var problem: String
  /// Why, with the deciding values.
  public var reason: String
  /// What to do next.
  public var remedy: String
  /// Where in a fault script.
  public var location: SourceLocation?
  /// The error below this one.
  public var cause: (any Error)?

  init(
    _ code: Code,
    problem: String,
    reason: String,
    remedy: String,
    location: SourceLocation? = nil,
    cause: (any Error)? = nil
  ) {
    self.code = code
    self.problem = problem
    self.reason = reason
    self.remedy = remedy
    self.location = location
    self.cause = cause
  }

  /// The stable name of the error.
  public var codeName: String { "localhub.\(code.rawValue)" }

  /// The exit status it leads to.
  public var exitStatus: ExitStatus {
    switch code {
    case .badConfiguration, .notLoopback: .usage
    case .portTaken, .cannotListen: .remoteUnavailable
    case .storeLocked, .storeUnusable, .storeDamaged: .localInput
    case .badFaults: .invalidConfiguration
    }
  }

  static func faults(_ reason: String, _ remedy: String, at location: SourceLocation) -> LocalHubError {
    LocalHubError(
      .badFaults,
      problem: "cannot read the fault script \(location.file)",
      reason: reason,
      remedy: remedy,
      location: location
    )
  }

  static func store(_ folder: String, _ error: FileError) -> LocalHubError {
    LocalHubError(
      .storeUnusable,
      problem: "cannot open the hub's store \(folder)",
      reason: "\(error.problem): \(error.reason)",
      remedy: error.remedy,
      cause: error
    )
  }
}

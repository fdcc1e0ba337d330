/// Every way a command can end; the number is the process's exit status.
///
/// An HTTP status is never an exit status, and "something is wrong with your model" never shares a number with
/// "I could not look".
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Done, or nothing to do.
  case success = 0
  /// A check failed.
  case checkFailed = 1
  /// Wrong usage of the command line.
  case usage = 2
  /// A manifest, template or suite is invalid.
  case invalidConfiguration = 3
  /// No token, token refused, or a right is missing.
  case notAuthorized = 4
  /// The remote moved since the plan, or is not what was expected.
  case remoteMoved = 5
  /// The remote cannot be reached or does not speak the protocol.
  case remoteUnavailable = 6
  /// Uploaded, but what was published differs from what was meant.
  case verificationFailed = 7
  /// Local input: missing, unreadable, changed while reading, disk full.
  case localInput = 8
  /// The outcome is unknown and could not be settled.
  case outcomeUnknown = 9
  /// A fault in hfpub itself.
  case internalFault = 70
  /// Interrupted by the user.
  case interrupted = 130
  /// Ended by a termination request (SIGTERM).
  case terminated = 143

  /// What the status means, for the exit-code table.
  public var meaning: String {
    switch self {
    case .success: "done, or nothing to do"
    case .checkFailed: "a check failed"
    case .usage: "wrong usage"
    case .invalidConfiguration: "manifest, template or suite invalid"
    case .notAuthorized: "no token, token refused, or right missing"
    case .remoteMoved: "the remote is not what was expected (missing, moved, changed)"
    case .remoteUnavailable: "the remote cannot be reached or does not speak the protocol"
    case .verificationFailed: "uploaded, but verification failed"
    case .localInput: "local input unreadable, changed, or disk full"
    case .outcomeUnknown: "outcome unknown and could not be settled"
    case .internalFault: "fault in hfpub"
    case .interrupted: "interrupted"
    case .terminated: "ended by a termination request"
    }
  }
}

import ArgumentParser
import Documents
import Findings
import Glibc
import Publishing

/// A command that ran and has a bad result to report, which is already on the terminal.
struct BadResult: Error {
  var status: ExitStatus
}

/// Prints an error in the house's form and ends the process with its exit status.
enum Failure {
  static func end(with error: any Error) -> Never {
    switch error {
    case let result as BadResult:
      exit(result.status.rawValue)
    case let interrupted as Interrupted:
      Console.error(interrupted.text)
      exit(interrupted.status.rawValue)
    case let failure as UploadFailure:
      report(failure.underlying, remote: failure.remoteState.sentence)
    case let explained as any ExplainedError:
      report(explained, remote: nil)
    case is CancellationError:
      Console.error("Interrupted.")
      exit(ExitStatus.interrupted.rawValue)
    default:
      // The argument parser's own: help and version end well, anything else is wrong usage.
      let text = Hfpub.fullMessage(for: error)
      guard Hfpub.exitCode(for: error) == .success else {
        Console.error(text)
        exit(ExitStatus.usage.rawValue)
      }
      Console.result(text)
      exit(ExitStatus.success.rawValue)
    }
  }

  private static func report(_ error: any ExplainedError, remote: String?) -> Never {
    Console.error(text(error, remote: remote))
    exit(error.exitStatus.rawValue)
  }

  static func text(_ error: any ExplainedError, remote: String?) -> String {
    let place = error.location.map { "\($0): " } ?? ""
    var lines = ["\(place)error[\(error.codeName)]: \(error.problem)", "  why: \(error.reason)"]
    if !error.remedy.isEmpty { lines.append("  fix: \(error.remedy)") }
    if let remote { lines.append("  remote: \(remote)") }
    return lines.map(TextEscape.printable).joined(separator: "\n")
  }
}

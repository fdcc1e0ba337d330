import ArgumentParser
import Documents
import Findings
import Glibc
import Publishing
import Reports

/// A command that ran and has a bad result to report, which is already on the terminal.
struct BadResult: Error {
  var status: ExitStatus
}

/// Wrong usage whose report is written; what is left is to tell the person.
struct ReportedUsage: Error {
  var underlying: any Error
}

/// Checks that failed and so ended a command that only goes on with what is sound.
struct FailedValidation: Error {
  /// What was found.
  var document: ReportDocument
  /// Lines for people that stand before the findings.
  var preface: [String]

  /// Shows everything on standard output.
  func show() {
    preface.forEach { Console.report($0 + "\n") }
    Console.report(TextReport.text(of: document, width: Console.width))
  }
}

/// Prints an error in the house's form and ends the process with its exit status.
enum Failure {
  static func end(with error: any Error) -> Never {
    switch error {
    case let result as BadResult:
      Console.await(nil)
      exit(result.status.rawValue)
    case let failed as FailedValidation:
      failed.show()
      exit(failed.document.exit.rawValue)
    case let interrupted as Interrupted:
      Console.error(interrupted.text)
      // At once: a thread may be busy with what nobody wants any more.
      _exit(interrupted.status.rawValue)
    case let failure as UploadFailure:
      report(failure.underlying, remote: failure.remoteState.sentence)
    case let explained as any ExplainedError:
      report(explained, remote: nil)
    case is CancellationError:
      Console.error("Interrupted.")
      _exit(ExitStatus.interrupted.rawValue)
    case let reported as ReportedUsage: endUsage(with: reported.underlying)
    default:
      // The argument parser's own: help and version end well, anything else is wrong usage.
      guard Hfpub.exitCode(for: error) == .success else {
        UsageReport.write(error)
        endUsage(with: error)
      }
      Console.result(Hfpub.fullMessage(for: error))
      exit(ExitStatus.success.rawValue)
    }
  }

  private static func endUsage(with error: any Error) -> Never {
    Console.error(UsageText.whole(of: error, in: Array(CommandLine.arguments.dropFirst())))
    exit(ExitStatus.usage.rawValue)
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

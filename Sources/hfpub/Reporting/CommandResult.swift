import ArgumentParser
import Files
import Findings
import HubAPI
import Publishing
import Reports
import Synchronization

/// What a command that talks to a hub has to say at its end, put together while it runs.
///
/// So a failure says as much as is known: the plan, the commit, what the remote shows.
final class CommandResult: Sendable {
  private struct Kept {
    var document: ReportDocument
    var remote: RemoteState?
    var lines: [String] = []
    var answer: String?
  }

  private let kept: Mutex<Kept>

  /// Nothing is known yet.
  init(_ command: String) {
    var document = ReportDocument(command: command, publication: nil, repository: nil)
    document.delivery = ReportDelivery()
    kept = Mutex(Kept(document: document))
  }

  /// Takes something down.
  func note(_ change: (inout ReportDelivery) -> Void) {
    kept.withLock { kept in
      var delivery = kept.document.delivery ?? ReportDelivery()
      change(&delivery)
      kept.document.delivery = delivery
    }
  }

  /// Takes down which repository it is about, on which hub.
  func begin(_ repository: RepositoryID, _ revision: Revision, on hub: HubClient?, publication: String? = nil) {
    kept.withLock { kept in
      kept.document.subject = .init(publication: publication, repository: repository.description)
      kept.document.delivery?.endpoint = hub?.endpoint.description
      kept.document.delivery?.revision = revision.name
    }
  }

  /// What is known about the remote; nil for a command that only reads.
  var remote: RemoteState? {
    get { kept.withLock(\.remote) }
    set {
      kept.withLock { kept in
        kept.remote = newValue
        kept.document.delivery?.remoteState = newValue?.word
      }
    }
  }

  /// Takes the checks and findings of a validation over.
  func adopt(_ found: ReportDocument) {
    kept.withLock { kept in
      kept.document.checks = found.checks
      kept.document.findings = found.findings
      kept.document.notChecked = found.notChecked
      kept.document.mainFile = found.mainFile
    }
  }

  /// What a person is told on standard output, and the one line that stands for it.
  func say(_ lines: [String], answer: String? = nil) {
    kept.withLock { kept in
      kept.lines += lines
      kept.answer = answer ?? kept.answer ?? lines.first
    }
  }

  var lines: [String] { kept.withLock(\.lines) }
  var answer: String? { kept.withLock(\.answer) }

  /// The result in whole, of a command that ended so.
  func document(endedBy error: (any Error)?) -> ReportDocument {
    guard let error else { return kept.withLock(\.document) }
    switch error {
    case let failed as FailedValidation: adopt(failed.document)
    case let failure as UploadFailure: remote = failure.remoteState
    case let interrupted as Interrupted: if let state = interrupted.remote { remote = state }
    default: break
    }
    var document = kept.withLock(\.document)
    (document.exit, document.error) = Self.failure(error)
    document.delivery?.outcome = nil
    return document
  }

  private static func failure(_ error: any Error) -> (ExitStatus, ReportFailure?) {
    switch error {
    case let result as BadResult: (result.status, nil)
    case is FailedValidation: (.checkFailed, nil)
    case let failure as UploadFailure: (failure.underlying.exitStatus, ReportFailure(failure.underlying))
    case let interrupted as Interrupted: (interrupted.status, interrupted.report)
    case is CancellationError: (.interrupted, Interrupted(signal: 0).report)
    case let explained as any ExplainedError: (explained.exitStatus, ReportFailure(explained))
    default: (.usage, UsageReport.failure(error))
    }
  }
}

extension RemoteState {
  /// The word for it in reports.
  var word: String {
    switch self {
    case .untouched: "untouched"
    case .created: "created"
    case .branchMade: "branch_made"
    case .draftOpened: "draft_opened"
    case .objectsStored: "objects_stored"
    case .commitPending: "commit_pending"
    case .committed: "committed"
    case .unknown: "unknown"
    }
  }
}

extension Interrupted {
  /// The end that a person asked for, in a report.
  var report: ReportFailure {
    let isTermination = status == .terminated
    return ReportFailure(
      code: isTermination ? "command.terminated" : "command.interrupted",
      problem: "the command did not come to its end",
      reason: isTermination ? "a termination request came" : "somebody interrupted it",
      remedy: "Run the command again.",
      exit: status
    )
  }
}

import Findings

/// What a command found, as one value: every report format is written from it and from nothing else.
///
/// Success, findings and failures have the same frame, so that a script reads one shape.
public struct ReportDocument: Sendable, Hashable {
  /// The name of the frame; keys are only ever added to it.
  public static let schema = "hfpub/result/1"

  /// The program that looked.
  public var tool: Tool
  /// The command, such as `validate`.
  public var command: String
  /// How the command ended.
  public var exit: ExitStatus
  /// What was looked at; nil when the command did not come so far.
  public var subject: Subject?
  /// The day of the run as year-month-day; nil for a report that is the same on every day.
  public var date: String?
  /// Every check, in the order in which they are shown.
  public var checks: [ReportCheck]
  /// Everything that was found, what is waived included.
  public var findings: [ReportFinding]
  /// What was not looked at and why, a sentence each.
  public var notChecked: [String]
  /// What the command did to a repository; nil for one that has to do with none.
  public var delivery: ReportDelivery?
  /// What stopped the command; nil when it came to its end.
  public var error: ReportFailure?
  /// The folder that absolute paths are given relative to; it is never written.
  public var baseFolder: String?
  /// The file that stands for a finding without a place, in formats that need one; such as the manifest.
  public var mainFile: String?

  /// A document of a command.
  public init(
    tool: Tool,
    command: String,
    exit: ExitStatus,
    subject: Subject? = nil,
    date: String? = nil,
    checks: [ReportCheck] = [],
    findings: [ReportFinding] = [],
    notChecked: [String] = [],
    error: ReportFailure? = nil,
    baseFolder: String? = nil,
    mainFile: String? = nil
  ) {
    self.tool = tool
    self.command = command
    self.exit = exit
    self.subject = subject
    self.date = date
    self.checks = checks
    self.findings = findings
    self.notChecked = notChecked
    self.error = error
    self.baseFolder = baseFolder
    self.mainFile = mainFile
  }

  /// Whether the command ended well.
  public var isOK: Bool { exit == .success }

  /// Whether the same command, run again as it is, may end better.
  public var isRetryable: Bool {
    switch exit {
    case .remoteUnavailable, .interrupted, .terminated: true
    default: false
    }
  }

  /// The counts over checks and findings.
  public var summary: Summary {
    let standing = findings.filter { $0.waiver == nil }
    return Summary(
      errors: standing.count { $0.finding.severity == .error },
      warnings: standing.count { $0.finding.severity == .warning },
      notes: standing.count { $0.finding.severity == .note },
      checks: checks.count,
      failed: checks.count { $0.state == .failed },
      skipped: checks.count { $0.skipReason != nil },
      waived: findings.count - standing.count
    )
  }

  /// A place with its file as it is written in reports: relative, with forward slashes.
  func place(_ location: SourceLocation) -> SourceLocation {
    var place = location
    place.file = ReportPath.relative(location.file, to: baseFolder)
    return place
  }

  /// The program that looked.
  public struct Tool: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String

    /// A program.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// What was looked at.
  public struct Subject: Sendable, Hashable {
    /// The publication's name.
    public var publication: String?
    /// Where it is published, as `owner/name`.
    public var repository: String?

    /// A subject.
    public init(publication: String? = nil, repository: String? = nil) {
      self.publication = publication
      self.repository = repository
    }
  }

  /// Counts; findings that are waived count only as such.
  public struct Summary: Sendable, Hashable {
    /// Findings that forbid publishing.
    public var errors: Int
    /// Findings that are said and do not forbid.
    public var warnings: Int
    /// Findings that are worth knowing.
    public var notes: Int
    /// All checks.
    public var checks: Int
    /// Checks that failed.
    public var failed: Int
    /// Checks that were not run.
    public var skipped: Int
    /// Findings that are waived.
    public var waived: Int
  }
}

/// A check in a report: what it makes sure of and how it came out.
public struct ReportCheck: Sendable, Hashable {
  /// Its stable code such as `HFP104`.
  public var code: String
  /// What holds when it passes.
  public var title: String
  /// What it is about, in a word.
  public var area: String
  /// What it is about, as a heading.
  public var areaTitle: String
  /// How it came out.
  public var state: State
  /// Why it matters; nil when there is no page.
  public var why: String?
  /// What to do about a finding; nil when there is no page.
  public var fix: String?

  /// A check.
  public init(
    code: String,
    title: String,
    area: String,
    areaTitle: String? = nil,
    state: State,
    why: String? = nil,
    fix: String? = nil
  ) {
    self.code = code
    self.title = title
    self.area = area
    self.areaTitle = areaTitle ?? area
    self.state = state
    self.why = why
    self.fix = fix
  }

  /// How a check came out.
  public enum State: Sendable, Hashable {
    /// It holds.
    case passed
    /// It does not hold.
    case failed
    /// It was not run.
    case skipped(reason: String)
    /// It does not hold, and the publisher lets that stand.
    case waived(ReportWaiver)

    /// The word for it in reports.
    public var name: String {
      switch self {
      case .passed: "passed"
      case .failed: "failed"
      case .skipped: "skipped"
      case .waived: "waived"
      }
    }
  }

  /// Why it was not run; nil when it was.
  var skipReason: String? {
    guard case .skipped(let reason) = state else { return nil }
    return reason
  }
}

/// What lets a finding stand.
public struct ReportWaiver: Sendable, Hashable {
  /// Who lets it stand.
  public enum Source: String, Sendable, Hashable {
    /// The publisher, in the manifest.
    case manifest
    /// An earlier result, see `ReportBaseline`.
    case baseline
  }

  /// Who lets it stand.
  public var source: Source
  /// Why it may.
  public var reason: String
  /// The day that was decided, as year-month-day.
  public var day: String

  /// A waiver.
  public init(_ source: Source = .manifest, reason: String, day: String) {
    self.source = source
    self.reason = reason
    self.day = day
  }
}

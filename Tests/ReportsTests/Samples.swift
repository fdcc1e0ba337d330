import Findings
import Reports

/// Documents that every format is tried on.
enum Samples {
  static let tool = ReportDocument.Tool(name: "hfpub", version: "1.2.3")
  static let waiver = ReportWaiver(reason: "the base model has no licence file", day: "2026-11-02")

  /// A check in every state, a finding of every level, one that is waived, one without a place.
  static let findings = ReportDocument(
    tool: tool,
    command: "validate",
    exit: .checkFailed,
    subject: ReportDocument.Subject(publication: "minilm-static", repository: "acme/minilm-static"),
    date: "2026-11-22",
    checks: [
      ReportCheck(code: "HFP101", title: "the weights can be read", area: "files", state: .passed),
      ReportCheck(code: "HFP104", title: "a licence is shipped", area: "files", state: .waived(waiver)),
      ReportCheck(
        code: "HFP203",
        title: "the model runs the same twice",
        area: "model",
        state: .skipped(reason: "there is no model")
      ),
      ReportCheck(
        code: "HFP401",
        title: "every number is measured",
        area: "claims",
        state: .failed,
        why: "A number that nobody measured is a guess.",
        fix: "Render the card again."
      ),
    ],
    findings: [
      ReportFinding(
        Finding(
          code: "HFP401",
          severity: .error,
          location: SourceLocation(file: "README.md", line: 41, column: 9),
          seen: "claims 0.96, measured 0.9496",
          expected: "the measured number",
          remedy: "Run `hfpub render-card`."
        )
      ),
      ReportFinding(
        Finding(
          code: "HFP401",
          severity: .warning,
          location: SourceLocation(file: "/home/me/model/my notes.md"),
          seen: "no numbers",
          expected: "some",
          remedy: "Measure."
        )
      ),
      ReportFinding(Finding(code: "HFP999", severity: .note, seen: "the model is small", expected: "", remedy: "")),
      ReportFinding(
        Finding(
          code: "HFP104",
          severity: .error,
          location: SourceLocation(file: "LICENSE", line: 1),
          seen: "there is no licence",
          expected: "a licence",
          remedy: "Add one."
        ),
        waiver: waiver
      ),
    ],
    notChecked: ["1 check was not run, because there is no model."],
    baseFolder: "/home/me/model/card",
    mainFile: "hfpub.yaml"
  )

  /// Everything is well.
  static let success = ReportDocument(
    tool: tool,
    command: "validate",
    exit: .success,
    checks: [ReportCheck(code: "HFP101", title: "the weights can be read", area: "files", state: .passed)]
  )

  /// The command could not do its work.
  static let failure = ReportDocument(
    tool: tool,
    command: "validate",
    exit: .invalidConfiguration,
    error: ReportFailure(
      code: "manifest.unknownKey",
      problem: "cannot read hfpub.yaml",
      reason: "it has a key `licens`",
      remedy: "Write `license`.",
      exit: .invalidConfiguration,
      location: SourceLocation(file: "hfpub.yaml", line: 3, column: 1)
    )
  )

  /// What an upload may have to say, with the text wherever it holds one.
  static func delivery(_ text: String) -> ReportDelivery {
    var delivery = ReportDelivery()
    delivery.outcome = .published
    delivery.endpoint = text
    delivery.revision = text
    delivery.remoteState = "committed"
    delivery.commit = text
    delivery.url = text
    delivery.path = text
    delivery.receiptCommit = text
    delivery.plan = ReportPlan(
      head: text,
      commits: 1,
      bytes: 12,
      files: [.init(path: text, size: 12, action: .add), .init(path: text, size: 3, action: .keep)],
      leftOut: [.init(path: text, reason: text)],
      caveats: [text]
    )
    delivery.steps = [
      ReportStep(title: text, state: .done, milliseconds: 7),
      ReportStep(title: text, state: .skipped, milliseconds: nil),
    ]
    return delivery
  }

  /// A document with the text wherever a document holds a text.
  static func hostile(_ text: String) -> ReportDocument {
    let waiver = ReportWaiver(reason: text, day: text)
    let finding = Finding(
      code: text,
      severity: .error,
      location: SourceLocation(file: text, line: 1, column: 1),
      seen: text,
      expected: text,
      remedy: text
    )
    var document = ReportDocument(
      tool: ReportDocument.Tool(name: text, version: text),
      command: text,
      exit: .checkFailed,
      subject: ReportDocument.Subject(publication: text, repository: text),
      date: text,
      checks: [.failed, .skipped(reason: text), .waived(waiver)].map {
        ReportCheck(code: text, title: text, area: text, state: $0, why: text, fix: text)
      },
      findings: [ReportFinding(finding), ReportFinding(finding, waiver: waiver)],
      notChecked: [text],
      error: ReportFailure(
        code: text,
        problem: text,
        reason: text,
        remedy: text,
        exit: .localInput,
        location: finding.location
      ),
      baseFolder: text,
      mainFile: text
    )
    document.delivery = delivery(text)
    return document
  }

  /// An error of another room.
  struct BrokenSample: ExplainedError {
    var codeName: String { "sample.broken" }
    var problem: String { "cannot" }
    var reason: String { "because" }
    var remedy: String { "Do." }
    var exitStatus: ExitStatus { .localInput }
    var location: SourceLocation? { SourceLocation(file: "a", line: 1) }
  }
}

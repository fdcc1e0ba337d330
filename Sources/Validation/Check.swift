import EmbeddingCore
import Evaluation
import Files
import Findings
import Publication

/// One thing that is looked at before anything is published; a type of its own in a file of its own.
public protocol Check: Documented {
  /// What the check cannot do without; a check that lacks it is reported as not run, never as passed.
  static var needs: CheckNeed? { get }
  /// Codes of rules for cards that look for the same in what is rendered; they stay silent where this check fails, as it
  /// knows the place in the manifest.
  static var covers: Set<String> { get }
  /// Looks, and reports what is wrong; an empty list is a pass.
  ///
  /// - Throws: only when it cannot look at all, for example because a file became unreadable.
  func run(_ context: CheckContext) throws -> [Finding]
  /// A check needs no state of its own.
  init()
}

/// What a check cannot do without.
public enum CheckNeed: String, Sendable, Hashable {
  /// A model's folder.
  case modelFolder
  /// An opened model, with its scores.
  case model
  /// The rendered files.
  case documents
}

/// What checks look at.
public struct CheckContext: Sendable {
  /// What the publisher says.
  public var manifest: Manifest { didSet { examined = ExaminedFiles() } }
  /// The publication's folder.
  public var folder: String { didSet { examined = ExaminedFiles() } }
  /// The loaded model; nil when there is none.
  public var model: StaticModel?
  /// Why the model cannot be loaded or run.
  public var loadFailure: (any ExplainedError)?
  /// The hashes of the model's weights file; nil when there is none.
  public var weightsDigests: FileDigests?
  /// What the smoke tests measured, in the manifest's order; empty without a model.
  public var results: [SuiteResult] = []
  /// The rendered files; empty when the model cannot be loaded.
  public var documents: [RenderedFile] = [] { didSet { examined = ExaminedFiles() } }
  /// Every number that they may print.
  public var values = ValueBook()
  /// The day of the run, as year-month-day.
  public var today: String
  private var examined = ExaminedFiles()

  init(manifest: Manifest, folder: String, today: String) {
    self.manifest = manifest
    self.folder = folder
    self.today = today
  }

  /// The files whose content is looked at.
  ///
  /// - Throws: `FileError` when a folder cannot be listed or a file not be read.
  func examinedFiles() throws -> [ExaminedFile] { try examined.all(self) }

  /// Why a need is not met; nil when it is.
  func reasonForNot(_ need: CheckNeed) -> String? {
    switch need {
    case .modelFolder: return manifest.modelFolder == nil ? "there is no model (--model)" : nil
    case _ where loadFailure != nil: return "the model cannot be loaded"
    case .model: return model == nil ? "there is no model (--model)" : nil
    case .documents: return nil
    }
  }
}

extension Check {
  /// Nothing, unless the check says otherwise.
  public static var needs: CheckNeed? { nil }

  /// Nothing, unless the check says otherwise.
  public static var covers: Set<String> { [] }

  /// A finding of this check that forbids publishing.
  static func error(seen: String, expected: String, remedy: String, at location: SourceLocation? = nil) -> Finding {
    Finding(code: code, severity: .error, location: location, seen: seen, expected: expected, remedy: remedy)
  }

  /// A finding of this check that is said and does not forbid.
  static func warning(seen: String, expected: String, remedy: String, at location: SourceLocation? = nil) -> Finding {
    Finding(code: code, severity: .warning, location: location, seen: seen, expected: expected, remedy: remedy)
  }
}

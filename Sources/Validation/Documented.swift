/// What every check and every rule says of itself.
public protocol Documented: Sendable {
  /// Stable code, `HFP` and three digits; the first says the area, see `CheckArea`.
  static var code: String { get }
  /// What it makes sure of, as a short statement.
  static var title: String { get }
  /// Why, and what to do about a finding.
  static var page: CheckPage { get }
}

/// What checks are about, by the first digit of their codes.
public enum CheckArea: Int, Sendable, Hashable, CaseIterable {
  /// Files and their bytes.
  case files = 1
  /// Running the model.
  case model = 2
  /// The manifest.
  case manifest = 3
  /// What rendered files claim.
  case claims = 4
  /// The card's metadata.
  case metadata = 5
  /// The texts that are published.
  case texts = 6
  /// Secrets, and formats that are not safe.
  case safety = 7

  /// The area of a code.
  public init?(code: String) {
    guard code.hasPrefix("HFP"), let digit = code.dropFirst(3).first?.wholeNumberValue else { return nil }
    self.init(rawValue: digit)
  }

  /// A word for `--only` and `--skip`.
  public var name: String {
    switch self {
    case .files: "files"
    case .model: "model"
    case .manifest: "manifest"
    case .claims: "claims"
    case .metadata: "metadata"
    case .texts: "texts"
    case .safety: "safety"
    }
  }

  /// A heading.
  public var title: String {
    switch self {
    case .files: "Files and bytes"
    case .model: "Running the model"
    case .manifest: "The manifest"
    case .claims: "Claims"
    case .metadata: "The card's metadata"
    case .texts: "Published texts"
    case .safety: "Secrets and unsafe formats"
    }
  }
}

extension Documented {
  /// The area of the check.
  public static var area: CheckArea? { CheckArea(code: code) }
}

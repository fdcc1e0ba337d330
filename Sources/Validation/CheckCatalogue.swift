import Findings

/// Everything that hfpub looks at in a publication, for explaining, choosing and documenting.
public enum CheckCatalogue {
  /// A check or a rule.
  public struct Entry: Sendable, Hashable {
    /// Its code.
    public var code: String
    /// What it makes sure of.
    public var title: String
    /// What it is about.
    public var area: CheckArea
    /// Why, and what to do.
    public var page: CheckPage

    /// An entry.
    public init(code: String, title: String, area: CheckArea, page: CheckPage) {
      self.code = code
      self.title = title
      self.area = area
      self.page = page
    }
  }

  /// All entries, by code.
  public static let all: [Entry] = {
    let types: [any Documented.Type] = CheckRegistry.all + CardRuleRegistry.all
    return types.compactMap { type in
      type.area.map { Entry(code: type.code, title: type.title, area: $0, page: type.page) }
    }.sorted { $0.code < $1.code }
  }()

  /// The entry of a code; nil when there is none.
  public static func entry(_ code: String) -> Entry? { all.first { $0.code == code } }
}

/// Which checks are to run: areas by name, or checks by code.
public struct CheckSelection: Sendable, Hashable {
  /// The only ones to run; empty for all.
  public var only: [String]
  /// The ones not to run.
  public var skip: [String]

  /// All checks.
  public static let all = CheckSelection(only: [], skip: [])

  /// A selection of names; see `unknownName`.
  public init(only: [String], skip: [String]) {
    self.only = only
    self.skip = skip
  }

  /// The first name that is neither an area nor a code, with what may have been meant.
  public var unknownName: (name: String, suggestion: String?)? {
    let known = CheckArea.allCases.map(\.name) + CheckCatalogue.all.map(\.code)
    return (only + skip).first { !known.contains($0) }.map { ($0, NearestName.suggestion(for: $0, among: known)) }
  }

  /// Why a check is not to run; nil when it is.
  func reasonForNot(_ type: any Documented.Type) -> String? {
    let names = [type.code] + (type.area.map { [$0.name] } ?? [])
    if !skip.isEmpty, names.contains(where: skip.contains) { return "skipped by request" }
    if !only.isEmpty, !names.contains(where: only.contains) { return "not asked for" }
    return nil
  }
}

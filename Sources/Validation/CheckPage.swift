/// What `hfpub explain` says of a check beside its title, and the documentation too.
public struct CheckPage: Sendable, Hashable {
  /// Why it matters, with a case that happened or is bound to happen; whole sentences.
  public var why: String
  /// What to do about a finding; whole sentences.
  public var fix: String
  /// Whether a manifest may waive it, with a reason and a day.
  public var isWaivable: Bool

  /// A check's page.
  public init(why: String, fix: String, isWaivable: Bool = true) {
    self.why = why
    self.fix = fix
    self.isWaivable = isWaivable
  }
}

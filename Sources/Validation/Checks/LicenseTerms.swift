/// What a licence asks of models that are made from a licensed one, as far as the Hub's id tells.
enum LicenseTerms {
  /// Any licence may follow, if the authors are named.
  case permissive
  /// What is made from it stays under the same kind of licence.
  case shareAlike
  /// No use for money, by anybody.
  case noncommercial
  /// Nothing may be made from it.
  case noDerivatives
  /// Terms of its own that go along with every derivative.
  case ownTerms

  private static let permissiveIDs: Set<String> = [
    "apache-2.0", "mit", "bsd", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear", "isc", "zlib", "unlicense",
    "cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cdla-permissive-1.0", "cdla-permissive-2.0",
    "wtfpl", "postgresql", "ncsa", "afl-3.0", "bsl-1.0", "pddl", "odc-by", "ecl-2.0", "openmdw-1.0", "openmdw-1.1",
  ]
  private static let shareAlikeIDs: Set<String> = [
    "gpl", "gpl-2.0", "gpl-3.0", "agpl-3.0", "lgpl", "lgpl-2.1", "lgpl-3.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "osl-3.0",
    "odbl", "cdla-sharing-1.0", "gfdl", "eupl-1.1", "eupl-1.2",
  ]
  private static let ownTermsIDs: Set<String> = [
    "llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4", "gemma", "grok2-community", "openrail",
    "openrail++", "bigscience-openrail-m", "creativeml-openrail-m", "bigscience-bloom-rail-1.0", "bigcode-openrail-m",
    "deepfloyd-if-license", "apple-amlr", "h-research", "intel-research",
  ]

  /// The terms of a licence; nil when the id alone does not tell, as with `other`.
  init?(_ license: String) {
    switch license {
    case _ where license.contains("-nd-"): self = .noDerivatives
    case _ where license.contains("-nc-"), "fair-noncommercial-research-license": self = .noncommercial
    case _ where Self.permissiveIDs.contains(license): self = .permissive
    case _ where Self.shareAlikeIDs.contains(license): self = .shareAlike
    case _ where Self.ownTermsIDs.contains(license): self = .ownTerms
    default: return nil
    }
  }
}

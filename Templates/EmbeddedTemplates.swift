/// The templates that the binary carries, by name; a publication's own folder overrides them.
public enum EmbeddedTemplates {
  /// Template sources by name, such as `README.md` and `facts`.
  public static var sources: [String: String] {
    [
      "README.md": text(PackageResources.README_md_mustache),
      "BENCHMARKS.md": text(PackageResources.BENCHMARKS_md_mustache),
      "LIMITATIONS.md": text(PackageResources.LIMITATIONS_md_mustache),
      "PUBLISHING.md": text(PackageResources.PUBLISHING_md_mustache),
      "CITATION.cff": text(PackageResources.CITATION_cff_mustache),
      "facts": text(PackageResources.facts_mustache),
      "headline": text(PackageResources.headline_mustache),
      "figure": text(PackageResources.figure_mustache),
      "glance": text(PackageResources.glance_mustache),
      "scores": text(PackageResources.scores_mustache),
    ]
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

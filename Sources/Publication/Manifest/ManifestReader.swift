import Documents
import Evaluation
import Files
import Findings
import HubAPI

/// Reads `hfpub.yaml` and the suites it names.
public struct ManifestReader {
  /// The folder of the manifest; the paths in it are relative to this.
  private let folder: String

  /// The manifest's name in the publication's folder.
  public static let fileName = "hfpub.yaml"
  /// The version of the manifest's format that this reader knows.
  public static let version = 1

  /// Reads the manifest of a publication's folder.
  ///
  /// - Throws: `DocumentError` and `PublicationError` with file, line and column; `FileError` for unreadable files.
  public static func read(folder: String) throws -> Manifest {
    try ManifestReader(folder: folder).read()
  }

  /// The repository that a publication's manifest names, with nothing else of it looked at.
  ///
  /// - Throws: as `read`, for what is not YAML and for a name that cannot be.
  static func repository(folder: String) throws -> RepositoryID? {
    let reader = ManifestReader(folder: folder)
    let root = try reader.document(reader.path(fileName)).mapping(named: KeyTable.manifest.name)
    return try root.optional("repo").map(reader.repository)
  }

  private func document(_ file: String) throws -> YAMLNode {
    try YAMLNode.parse(LocalFiles.readText(file, limit: 1 << 20), file: file)
  }

  private func read() throws -> Manifest {
    let file = path(Self.fileName)
    let node = try document(file)
    // First, as the keys of another version are not known.
    try requireVersion(node.mapping(named: KeyTable.manifest.name))
    let root = try KeyTable.manifest.read(node)
    try ManifestNumbers.refuseOthers(in: root)
    let license = try root.required("license")
    let name = try name(root.required("name"))
    let citationsFile = try root.optional("citations")?.string()
    let (evidence, statements) = try readEvidence(root)
    return Manifest(
      name: name,
      repository: try root.optional("repo").map(repository),
      title: try prose(root.required("title")),
      summary: try prose(root.required("summary")),
      modelFolder: try root.optional("model").map { path(try $0.string()) },
      license: try license.string(),
      licenseLocation: license.location,
      licenseFile: try root.optional("license_file")?.string(),
      licenseName: try root.optional("license_name")?.string(),
      licenseLink: try root.optional("license_link")?.string(),
      baseModel: try root.optional("base_model")?.string(),
      baseLicense: try root.optional("base_license")?.string(),
      baseModelRelation: try root.optional("base_model_relation")?.string(),
      datasets: try strings(root, "datasets"),
      languages: try strings(root, "languages"),
      library: try root.optional("library")?.string() ?? "model2vec",
      task: try root.optional("task")?.string() ?? "sentence-similarity",
      tags: try strings(root, "tags"),
      attribution: try root.optional("attribution").map(prose),
      limitations: try list(root, "limitations", limitation),
      waivers: try list(root, "waivers", waiver),
      examples: try strings(root, "examples"),
      files: try strings(root, "files"),
      templatesFolder: try root.optional("templates").map { path(try $0.string()) },
      smokeTests: try list(root, "smoke_tests", smokeTest),
      metrics: try list(root, "metrics", metric),
      composites: try list(root, "composites", composite),
      derivations: try list(root, "derived", derivation),
      comparisons: try list(root, "comparisons", comparison),
      evidence: evidence,
      evidenceModel: try root.optional("evidence_model")?.string() ?? name,
      claims: try list(root, "claims", claim),
      statements: statements,
      messaging: try root.optional("messaging").map(messaging) ?? .init(),
      authors: try strings(root, "authors"),
      hasBadges: try root.optional("badges")?.bool() ?? false,
      audience: try list(root, "audience", prose),
      useCases: try list(root, "use_cases", useCase),
      method: try list(root, "method", prose),
      citationsFile: citationsFile,
      citations: try citationsFile.map { try LocalFiles.readText(path($0), limit: 1 << 20) },
      links: try list(root, "links", link),
      documents: try root.optional("documents")?.strings() ?? ["README.md"],
      file: file
    )
  }

  private func smokeTest(_ node: YAMLNode) throws -> SmokeTest {
    let entry = try KeyTable.smokeTest.read(node)
    let suite = try SuiteReader.read(file: path(try entry.required("suite").string()))
    var thresholds: [Threshold] = []
    if let limits = entry.optional("at_least") {
      let limits = try limits.mapping(named: "the thresholds")
      try limits.rejectUnknown(known: suite.metrics.map(\.rawValue))
      for metric in suite.metrics {
        guard let value = limits.optional(metric.rawValue) else { continue }
        thresholds.append(Threshold(metric: metric, minimum: try value.double(), location: value.location))
      }
    }
    return SmokeTest(suite: suite, thresholds: thresholds)
  }

  private func requireVersion(_ root: YAMLMapping) throws {
    let version = try root.required("version")
    guard try version.int() == Self.version else {
      throw PublicationError.invalidValue(
        "version",
        try version.string(),
        expected: "\(Self.version), the format this hfpub reads",
        at: version.location
      )
    }
  }

  private func name(_ node: YAMLNode) throws -> String {
    let text = try node.string()
    guard Self.isName(text) else {
      throw PublicationError.invalidValue(
        "name",
        text,
        expected: "letters, digits, `-`, `_` and `.`, not beginning with `.`",
        at: node.location
      )
    }
    return text
  }

  /// Whether a text can be a publication's name: letters, digits, `-`, `_` and `.`, not beginning with `.`.
  public static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.hasPrefix(".")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  private func repository(_ node: YAMLNode) throws -> RepositoryID {
    let text = try node.string()
    guard let repository = RepositoryID(text) else {
      throw PublicationError.invalidValue("repo", text, expected: "owner/name", at: node.location)
    }
    return repository
  }

  func prose(_ node: YAMLNode) throws -> Prose {
    let text = try node.string()
    guard Marks.isFree(text) else {
      throw node.wrongType("words without characters of the private use area U+E000 to U+E002")
    }
    return Prose(text, at: node.location)
  }

  func list<Item>(_ root: YAMLMapping, _ key: String, _ item: (YAMLNode) throws -> Item) throws -> [Item] {
    try root.optional(key)?.sequence().map(item) ?? []
  }

  func strings(_ root: YAMLMapping, _ key: String) throws -> [String] {
    try root.optional(key)?.strings() ?? []
  }

  func path(_ relative: String) -> String {
    if relative.hasPrefix("/") { return relative }
    let parts = (folder.split(separator: "/") + relative.split(separator: "/")).filter { $0 != "." }
    return parts.isEmpty ? "." : (folder.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}

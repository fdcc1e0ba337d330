import Files
import Findings
import HubAPI
import Publication
import Publishing
import Validation

/// What is judged: cards, and the files that are published with them.
struct LintSubject {
  let cards: [CardDocument]
  let repository: RepositoryID?
  /// Reads the files; large ones are hashed, so only when they are needed.
  let files: () throws -> [ShippedFile]

  private static let maximumFiles = 10_000

  /// A card on disk; the files beside it count as the repository.
  init(file: String, repository: RepositoryID?) throws {
    let text = try LocalFiles.readText(file, limit: 8 << 20)
    let folder = LocalFiles.parent(of: file) ?? "."
    let paths = try LocalFiles.walk(folder).filter { $0.kind == .file && !$0.path.hasPrefix(".git/") }.map(\.path)
    let requirements =
      paths.contains("requirements.txt")
      ? Manifest.packages(inRequirements: try LocalFiles.readText("\(folder)/requirements.txt", limit: 1 << 20)) : nil
    cards = [
      CardDocument(
        text: text,
        file: file,
        isCard: LocalFiles.name(of: file) == "README.md",
        repository: repository,
        shippedPaths: paths.count <= Self.maximumFiles ? PublishedPaths(Set(paths)) : nil,
        requirements: requirements
      )
    ]
    self.repository = repository
    files = {
      try paths.prefix(Self.maximumFiles).compactMap { path in
        try RepositoryPath(path).map {
          ShippedFile(
            path: $0,
            source: .file("\(folder)/\(path)"),
            digests: try FileDigests(ofFile: "\(folder)/\(path)")
          )
        }
      }
    }
  }

  /// What a publication renders.
  init(_ choice: PublicationFinder.Choice, repository: RepositoryID?) throws {
    let validator = Validator(toolVersion: Tool.version, today: Tool.today)
    let report = try validator.run(choice.manifest, folder: choice.folder, repository: repository)
    cards = try validator.cards(
      choice.manifest,
      folder: choice.folder,
      documents: report.documents,
      repository: repository
    )
    self.repository = repository ?? choice.manifest.repository
    files = { try ShipmentBuilder.build(choice.manifest, folder: choice.folder, documents: report.documents).files }
  }
}

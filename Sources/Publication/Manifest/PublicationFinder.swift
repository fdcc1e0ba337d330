import Documents
import Files
import Findings
import HubAPI

/// Finds the publication that a command means.
///
/// In this order: the folder given; the nearest manifest upward from the working directory; at the top of a project
/// (a folder with `Publication/`), the publication whose manifest names the repository asked for, else the project's
/// default from `Publication/project.yaml`.
public struct PublicationFinder: Sendable {
  /// A publication and how it was chosen.
  public struct Choice: Sendable {
    /// What the manifest says.
    public var manifest: Manifest
    /// The publication's folder.
    public var folder: String
    /// Whether it was taken because the project marks it as its default.
    public var isProjectDefault: Bool
  }

  private let workingDirectory: String

  private let usesRelativePaths: Bool

  /// A finder that starts at `workingDirectory`, an absolute path.
  ///
  /// With `usesRelativePaths`, what is found right there is named relative to it, as people type it; that is for the
  /// process's own working directory only.
  public init(workingDirectory: String, usesRelativePaths: Bool) {
    self.workingDirectory = workingDirectory
    self.usesRelativePaths = usesRelativePaths
  }

  /// The publication for a folder argument and a repository, both optional.
  ///
  /// - Throws: `PublicationError` when there is none, when two fit, or when the manifest names another repository.
  public func find(folder: String?, repository: RepositoryID?) throws -> Choice {
    let choice = try choose(folder: folder, repository: repository)
    if let repository, let own = choice.manifest.repository, own != repository {
      throw PublicationError(
        .otherRepository,
        problem: "cannot use \(choice.folder) for \(repository)",
        reason: "its manifest names the repository \(own)",
        remedy: "Say --repo \(own), or change `repo` in \(choice.manifest.file)."
      )
    }
    return choice
  }

  private func choose(folder: String?, repository: RepositoryID?) throws -> Choice {
    if let folder {
      guard LocalFiles.isFile("\(folder)/\(ManifestReader.fileName)") else {
        throw PublicationError(
          .notFound,
          problem: "cannot find a publication in \(folder)",
          reason: LocalFiles.isFolder(folder) ? "there is no hfpub.yaml in it" : "there is no such folder",
          remedy: "Give the folder that holds hfpub.yaml."
        )
      }
      return Choice(manifest: try ManifestReader.read(folder: folder), folder: folder, isProjectDefault: false)
    }
    var place: String? = workingDirectory
    while let current = place {
      if LocalFiles.isFile("\(current)/\(ManifestReader.fileName)") {
        let shown = usesRelativePaths && current == workingDirectory ? "." : current
        return Choice(manifest: try ManifestReader.read(folder: shown), folder: shown, isProjectDefault: false)
      }
      if LocalFiles.isFolder("\(current)/Publication") {
        let shown = usesRelativePaths && current == workingDirectory ? "Publication" : "\(current)/Publication"
        return try fromProject(shown, repository: repository)
      }
      place = LocalFiles.parent(of: current)
    }
    throw PublicationError(
      .notFound,
      problem: "cannot find a publication",
      reason: "there is no hfpub.yaml and no Publication folder here or in a folder above",
      remedy: "Go to the publication's folder, or give it as an argument."
    )
  }

  private func fromProject(_ project: String, repository: RepositoryID?) throws -> Choice {
    let names = try LocalFiles.list(project).map(\.name)
      .filter { LocalFiles.isFile("\(project)/\($0)/\(ManifestReader.fileName)") }
    if let repository {
      // Only the names are looked at: a fault elsewhere in one publication is no matter of the others.
      let fitting = try names.map { "\(project)/\($0)" }
        .filter { try ManifestReader.repository(folder: $0) == repository }
      if fitting.count > 1 {
        throw PublicationError(
          .ambiguous,
          problem: "cannot choose a publication for \(repository)",
          reason: "\(fitting.joined(separator: " and ")) both name it",
          remedy: "Give the folder as an argument."
        )
      }
      if let folder = fitting.first {
        return Choice(manifest: try ManifestReader.read(folder: folder), folder: folder, isProjectDefault: false)
      }
    }
    let name = try defaultName(project, among: names)
    let folder = "\(project)/\(name)"
    return Choice(manifest: try ManifestReader.read(folder: folder), folder: folder, isProjectDefault: true)
  }

  private func defaultName(_ project: String, among names: [String]) throws -> String {
    let file = "\(project)/project.yaml"
    guard LocalFiles.isFile(file) else {
      throw PublicationError(
        .notFound,
        problem: "cannot choose a publication",
        reason: "\(project) has no project.yaml that marks a default",
        remedy: "Give one as an argument: \(names.map { "\(project)/\($0)" }.joined(separator: ", "))."
      )
    }
    let root = try YAMLNode.parse(LocalFiles.readText(file, limit: 1 << 20), file: file).mapping(named: "the project")
    try root.rejectUnknown(known: ["version", "default"])
    let node = try root.required("default")
    let name = try node.string()
    guard names.contains(name) else {
      throw PublicationError.invalidValue(
        "default",
        name,
        expected: "one of \(names.joined(separator: ", "))",
        at: node.location
      )
    }
    return name
  }
}

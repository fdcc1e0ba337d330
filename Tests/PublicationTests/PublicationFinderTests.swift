import Files
import Findings
import HubAPI
import Publication
import TestKit
import Testing

@Suite struct PublicationFinderTests {
  private let temporary: TemporaryFolder
  private var root: String { temporary.path }

  init() throws { temporary = try TemporaryFolder() }

  private func write(_ text: String, to path: String) throws {
    try LocalFiles.makeFolder(above: "\(root)/\(path)")
    try LocalFiles.writeAtomically(Array(text.utf8), to: "\(root)/\(path)")
  }

  private func manifest(_ name: String, repository: String? = nil) -> String {
    "version: 1\nname: \(name)\ntitle: T\nsummary: S\nmodel: model\nlicense: mit\n"
      + (repository.map { "repo: \($0)\n" } ?? "")
  }

  private func find(
    in folder: String? = nil,
    _ argument: String? = nil,
    repository: String? = nil
  ) throws
    -> PublicationFinder.Choice
  {
    try PublicationFinder(workingDirectory: folder ?? root, usesRelativePaths: false)
      .find(folder: argument, repository: repository.flatMap(RepositoryID.init))
  }

  @Test("the nearest manifest upward is taken")
  func upward() throws {
    try write(manifest("outer"), to: "hfpub.yaml")
    try LocalFiles.makeFolder("\(root)/a/b")
    #expect(try find(in: "\(root)/a/b").manifest.name == "outer")
  }

  @Test("at the top of a project the publication that names the repository is taken, else the default")
  func project() throws {
    try write("version: 1\ndefault: one\n", to: "Publication/project.yaml")
    try write(manifest("one"), to: "Publication/one/hfpub.yaml")
    try write(manifest("two", repository: "acme/two"), to: "Publication/two/hfpub.yaml")
    #expect(try find(repository: "acme/two").manifest.name == "two")
    let fallback = try find(repository: "acme/other")
    #expect(fallback.manifest.name == "one")
    #expect(fallback.isProjectDefault)
    #expect(try find().manifest.name == "one")
  }

  @Test("two publications for one repository are not guessed between")
  func ambiguous() throws {
    try write(manifest("one", repository: "acme/x"), to: "Publication/one/hfpub.yaml")
    try write(manifest("two", repository: "acme/x"), to: "Publication/two/hfpub.yaml")
    let error = #expect(throws: PublicationError.self) { try find(repository: "acme/x") }
    #expect(error?.code == .ambiguous)
  }

  @Test("a project without a default says what there is")
  func noDefault() throws {
    try write(manifest("one"), to: "Publication/one/hfpub.yaml")
    let error = #expect(throws: PublicationError.self) { try find() }
    #expect(error?.remedy == "Give one as an argument: \(root)/Publication/one.")
  }

  @Test("a manifest that names another repository is refused")
  func otherRepository() throws {
    try write(manifest("one", repository: "acme/one"), to: "hfpub.yaml")
    let error = #expect(throws: PublicationError.self) { try find(repository: "acme/two") }
    #expect(error?.code == .otherRepository)
    #expect(error?.exitStatus == .usage)
  }
}

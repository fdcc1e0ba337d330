import EmbeddingCore
import Files
import Publication

/// The model to convert, and the publication that says how to score it, if there is one.
struct ConversionSource {
  /// The model's folder.
  let folder: String
  /// What to call it.
  let name: String
  /// The publication that the model belongs to.
  let manifest: Manifest?

  /// The model that an argument means: a publication's, or a model's own folder; nil is the publication here.
  ///
  /// A model's folder right inside a publication that names it as its model belongs to that publication.
  init(_ argument: String?) throws {
    let finder = Environment.publicationFinder
    if let argument, !LocalFiles.isFile("\(argument)/hfpub.yaml") {
      folder = argument
      manifest = try Self.owner(of: argument, finder)
    } else {
      let choice = try finder.find(folder: argument, repository: nil)
      folder = try choice.manifest.requiredModelFolder()
      manifest = choice.manifest
    }
    name = manifest?.name ?? LocalFiles.name(of: LocalFiles.resolved(folder) ?? folder)
  }

  private static func owner(of model: String, _ finder: PublicationFinder) throws -> Manifest? {
    guard let place = LocalFiles.resolved(model), let parent = LocalFiles.parent(of: place),
      LocalFiles.isFile("\(parent)/hfpub.yaml")
    else { return nil }
    let manifest = try finder.find(folder: parent, repository: nil).manifest
    return manifest.modelFolder.flatMap { LocalFiles.resolved($0) } == place ? manifest : nil
  }
}

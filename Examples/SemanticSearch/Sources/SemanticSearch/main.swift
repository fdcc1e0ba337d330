import EmbeddingCore
import Files
import Foundation
import HubAPI

guard CommandLine.arguments.count == 4 else {
  print("usage: SemanticSearch MODEL TEXTS QUESTION\nMODEL is a folder, or owner/name on the Hub.")
  exit(2)
}
let (model, file, question) = (CommandLine.arguments[1], CommandLine.arguments[2], CommandLine.arguments[3])

do {
  // Others may write to the folder while its files are mapped.
  MappedFile.surviveShrinking()
  var folder = model
  if !LocalFiles.isFolder(model), let repository = RepositoryID(model) {
    folder = "\(NSTemporaryDirectory())semantic-search/\(repository)"
    let download = try ModelDownload(environment: ProcessInfo.processInfo.environment)
    if let commit = try await download.fetch(repository, into: folder) { print("\(repository) at \(commit)") }
  }
  let texts = try LocalFiles.readText(file).split(separator: "\n").map(String.init)
  let index = try SearchIndex(texts, model: StaticModel(folder: folder))
  for result in try index.search(question).prefix(3) {
    print(String(format: "%.3f  %@", result.cosine, result.text))
  }
} catch {
  // What could not be done, why, and what to do.
  print(error)
  exit(1)
}

import Files
import Findings
import HubAPI
import Publication
import Publishing

/// Facts about the publication at hand and the Python that its examples need.
struct WorkplaceFacts {
  let variables: [String: String]
  let repository: RepositoryID?

  var all: [DoctorFact] { [publication, python] }

  private var publication: DoctorFact {
    let name = "publication"
    do {
      let choice = try Environment.publicationFinder.find(folder: nil, repository: repository)
      let target = choice.manifest.repository.map { " for \($0)" } ?? ""
      return .ok(name, "\(choice.folder)\(target)" + (choice.isProjectDefault ? " (the project's default)" : ""))
    } catch {
      guard let error = error as? any ExplainedError else {
        return .fail(name, "\(error)", remedy: "Run hfpub validate.")
      }
      let place = error.location.map { "\($0): " } ?? ""
      let text = "\(place)\(error.problem): \(error.reason)"
      switch (error as? PublicationError)?.code {
      // Nothing is wrong with a folder without publication: some commands need none.
      case .notFound: return .notChecked(name, error.reason)
      case .otherRepository: return .warn(name, text, remedy: error.remedy)
      default: return .fail(name, text, remedy: error.remedy)
      }
    }
  }

  private var python: DoctorFact {
    let name = "python3"
    var shown = variables
    for token in TokenFacts.variables + TokenFacts.idVariables { shown[token] = nil }
    let found: ExamplePython?
    do {
      found = try ExamplePython.find("python3", environment: shown)
    } catch {
      return .warn(name, "\(error.problem): \(error.reason)", remedy: error.remedy)
    }
    guard let found else {
      return .warn(
        name,
        "none that runs was found",
        remedy: "Only `hfpub lint-card --run-examples` needs it: install Python 3, or name it with --python."
      )
    }
    let text = "\(found.version), \(found.interpreter)"
    guard let package = found.model2vec else {
      return .warn(
        name,
        "\(text), without the package model2vec",
        remedy: "Only `hfpub lint-card --run-examples` needs it: install model2vec into an environment and name its "
          + "interpreter with --python."
      )
    }
    return .ok(name, "\(text), with model2vec \(package)")
  }
}

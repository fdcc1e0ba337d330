import Validation

/// Shows what a validation is at, for those that take long.
enum ValidationWork {
  static func show(_ step: ValidationStep) {
    switch step {
    case .opening: Console.show(.init(verb: "Loading", text: "the model"))
    case .hashing(let done, let total):
      Console.show(.init(verb: "Hashing", text: "the weights", bytes: (done, total)))
    case .running: Console.show(.init(verb: "Running", text: "the smoke tests"))
    case .rendering: Console.show(.init(verb: "Rendering", text: "the files to be published"))
    case .checking(_, let title): Console.show(.init(verb: "Checking", text: title))
    }
  }
}

/// What a validation is at, for whoever shows it.
public enum ValidationStep: Sendable, Hashable {
  /// The model is opened.
  case opening
  /// So many bytes of the weights are hashed.
  case hashing(done: Int, of: Int)
  /// The smoke tests run.
  case running
  /// The files to be published are rendered.
  case rendering
  /// A check looks; its title says what it makes sure of.
  case checking(code: String, title: String)
}

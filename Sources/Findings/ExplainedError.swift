/// An error that a person can act on: what could not be done, why, and what to do next.
///
/// Every room throws its own conforming type, with a closed `Code` of its own. Three short texts are built where the
/// facts are known; only the command line puts them together. Texts never hold a secret: redaction sits in `HTTP`.
public protocol ExplainedError: Error, CustomStringConvertible {
  /// A stable name such as `safetensors.truncated`, for scripts and for searching.
  var codeName: String { get }
  /// What could not be done, without a full stop: "cannot read model.safetensors".
  var problem: String { get }
  /// Why, with the deciding values: "the header says 412 bytes, the file has 96".
  var reason: String { get }
  /// The next step, with the user's own arguments where known.
  var remedy: String { get }
  /// The exit status of a command that ends with this error.
  var exitStatus: ExitStatus { get }
  /// Where in a file the fault is, if it is in one.
  var location: SourceLocation? { get }
  /// The error below this one.
  var cause: (any Error)? { get }
}

extension ExplainedError {
  /// No position by default.
  public var location: SourceLocation? { nil }
  /// No cause by default.
  public var cause: (any Error)? { nil }

  /// One line for logs and tests: problem, reason and remedy.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    return "\(place)error[\(codeName)]: \(problem): \(reason). \(remedy)"
  }
}

import Files

/// The Python that examples of cards would run with, as it tells about itself.
public struct ExamplePython: Sendable, Hashable {
  /// The interpreter's own path.
  public var interpreter: String
  /// Its version, such as `3.12.3`.
  public var version: String
  /// The version of the package model2vec that examples can import; nil when they cannot.
  public var model2vec: String?

  /// Asks the interpreter `name` the way examples are run: without the user's variables, in an empty folder.
  ///
  /// - Returns: what it says; nil when it cannot be run, takes too long or says something else.
  /// - Throws: `FileError` when no process can be started at all.
  public static func find(_ name: String, environment: [String: String]) throws(FileError) -> ExamplePython? {
    let folder = try TemporaryFolder()
    func lines(_ command: [String], _ environment: [String: String]) throws(FileError) -> [String]? {
      var process = BoundedProcess(command: command, folder: folder.path, environment: environment)
      process.limits.seconds = 10
      let (ending, output, _) = try process.run()
      guard ending == .exited(0) else { return nil }
      return output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    // A name such as `python3` may be a wrapper that needs the user's variables; what it leads to does not.
    let place = try lines([name, "-c", "import sys; sys.stdout.write(sys.executable)"], environment)
    guard let interpreter = place?.first, interpreter.hasPrefix("/") else { return nil }
    let bare = ["PATH": environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8"]
    guard let answers = try lines([interpreter, "-c", question], bare), answers.count >= 2, !answers[0].isEmpty else {
      return nil
    }
    return ExamplePython(
      interpreter: interpreter,
      version: answers[0],
      model2vec: answers[1].isEmpty ? nil : answers[1]
    )
  }

  // Found, not imported: that takes seconds.
  private static let question = """
    import platform, sys, importlib.util, importlib.metadata
    package = ""
    try:
        if importlib.util.find_spec("model2vec"):
            package = importlib.metadata.version("model2vec")
    except Exception:
        pass
    sys.stdout.write("\\n".join([platform.python_version(), package, ""]))
    """
}

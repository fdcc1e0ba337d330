import Files
import Glibc

/// A program that runs in a folder with given variables, nothing on standard input, and bounds on what it may take.
struct BoundedProcess {
  /// How a run ended.
  enum Ending: Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It was killed, with everything it had started.
    case tookTooLong
  }

  /// What a program may take.
  struct Limits {
    /// Seconds from start to end.
    var seconds = 60
    /// Bytes of address space.
    var memory = 8 << 30
    /// Bytes of one file that it writes, its output included.
    var fileSize = 64 << 20
  }

  /// The program and its arguments; the program is looked up in `PATH` of the variables.
  var command: [String]
  var folder: String
  var environment: [String: String]
  var limits = Limits()

  private static let outputLimit = 1 << 20

  /// Runs it to its end.
  ///
  /// - Throws: `FileError` when it cannot be started.
  func run() throws(FileError) -> (ending: Ending, output: String, errors: String) {
    let scratch = try TemporaryFolder()
    let files = ["\(scratch.path)/output", "\(scratch.path)/errors"]
    // The shell goes to the folder and sets the bounds, then becomes the program.
    let script =
      "cd \"$1\" || exit 126; shift; ulimit -c 0; ulimit -v \(limits.memory >> 10); ulimit -f \(limits.fileSize >> 9); "
      + "exec \"$@\""
    let child = try start(["sh", "-c", script, "sh", folder] + command, output: files[0], errors: files[1])
    let ending = wait(for: child)
    func text(_ file: String) -> String {
      guard let mapped = try? MappedFile(path: file) else { return "" }
      return mapped.withBytes { String(decoding: $0.prefix(Self.outputLimit), as: UTF8.self) }
    }
    return (ending, text(files[0]), text(files[1]))
  }

  private func start(_ words: [String], output: String, errors: String) throws(FileError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, so that what it starts can be ended with it.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var child = pid_t()
    let result = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, variables)
    guard result == 0 else { throw .system("start", words[0], number: result) }
    return child
  }

  private func wait(for child: pid_t) -> Ending {
    let deadline = ContinuousClock.now + .seconds(limits.seconds)
    var status: Int32 = 0
    while waitpid(child, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < deadline else {
        kill(-child, SIGKILL)
        waitpid(child, &status, 0)
        return .tookTooLong
      }
      usleep(10_000)
    }
    // What it left behind must not outlive it.
    kill(-child, SIGKILL)
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
  }
}

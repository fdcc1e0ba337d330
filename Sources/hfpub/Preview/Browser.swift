import Files
import Glibc

/// Shows a file in the user's browser.
enum Browser {
  /// Starts `xdg-open` on a file and does not wait for it: it may stay as long as the browser.
  ///
  /// - Throws: `FileError` when it cannot be started.
  static func open(_ path: String) throws(FileError) {
    let words: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(path), nil]
    let variables = Environment.variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var child = pid_t()
    let result = posix_spawnp(&child, "xdg-open", &actions, nil, words, variables)
    guard result == 0 else { throw .system("start", "xdg-open", number: result) }
  }
}

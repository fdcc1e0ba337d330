import Glibc
import HTTP
import HubAPI

/// Reads an access token from standard input, and from nowhere else.
enum TokenInput {
  // A token has some dozens of characters.
  private static let limit = 4096

  /// The token; typed on a terminal it is not shown.
  ///
  /// - Parameter prompt: What to ask for, on a terminal.
  /// - Returns: The token.
  /// - Throws: `HubError` when there is none, or `CancellationError`.
  static func read(prompt: String) throws -> Secret {
    let text = isatty(STDIN_FILENO) == 1 ? try typed(prompt) : try all()
    guard let token = try TokenDiscovery.parse(text, source: "standard input") else {
      throw HubError(
        .noToken,
        problem: "cannot log in",
        reason: "there is no token on standard input",
        remedy: "Type the token when asked for it, or send it: hfpub login < file"
      )
    }
    return token
  }

  private static func typed(_ prompt: String) throws -> String {
    var old = termios()
    guard tcgetattr(STDIN_FILENO, &old) == 0 else { return try all() }
    var silent = old
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    // Whatever happens: a terminal that shows nothing any more would be lost to its user.
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &old)
      Console.write("\n", to: STDERR_FILENO)
    }
    Console.write(prompt, to: STDERR_FILENO)
    return try bytes { $0.contains(UInt8(ascii: "\n")) }
  }

  private static func all() throws -> String { try bytes { _ in false } }

  /// The bytes up to the end of the input, or until they are enough; waits in a way that can be cancelled.
  private static func bytes(until isEnough: (ArraySlice<UInt8>) -> Bool) throws -> String {
    var read: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while read.count <= limit {
      var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wait, 1, 100)
      try Task.checkCancellation()
      guard ready != 0 else { continue }
      let count = Glibc.read(STDIN_FILENO, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      read += piece[..<count]
      if isEnough(read[...]) { break }
    }
    guard read.count <= limit else {
      throw HubError(
        .unauthorized,
        problem: "cannot log in",
        reason: "more than \(limit) bytes are on standard input, which no token has",
        remedy: "Send a file that holds the token and nothing else."
      )
    }
    return String(decoding: read, as: UTF8.self)
  }
}

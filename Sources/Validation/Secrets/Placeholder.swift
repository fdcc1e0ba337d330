/// Tells the stand-ins of documentation from secrets.
enum Placeholder {
  /// Words that stand in stand-ins; a random secret of 34 letters holds a given one of four letters once in 15,000.
  private static let words: [[UInt8]] = [
    "your", "example", "placeholder", "xxxx", "changeme", "change_me", "change-me", "dummy", "fake", "insert",
    "replace",
    "sample", "redacted", "removed", "hidden", "here", "token", "secret", "password", "passwd", "qwerty", "asdfgh",
    "deadbeef", "notreal", "not-real", "apikey", "api_key", "api-key", "mykey", "foobar", "null", "none", "some",
  ].map { Array($0.utf8) }

  /// Words that are stand-ins when they are all of a password.
  private static let passwords: Set<String> = [
    "pass", "pwd", "user", "username", "admin", "root", "test", "testing", "foo", "bar", "key", "postgres", "guest",
    "default", "x-oauth-basic", "x-access-token", "oauth2", "hunter2",
  ]

  /// Whether the changing part of what looks like a secret was typed to stand for one.
  static func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
    hasFewCharacters(bytes) || hasRow(bytes) || isPeriodic(bytes) || hasWord(bytes)
  }

  /// Whether a password, which may be short, was typed to stand for one.
  static func matchesPassword(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if let first = bytes.first, "<[{($*%.".utf8.contains(first) { return true }
    return passwords.contains(String(decoding: bytes, as: UTF8.self).lowercased()) || matches(bytes)
  }

  /// At most five different characters in sixteen or more; chance needs about ten.
  private static func hasFewCharacters(_ bytes: UnsafeRawBufferPointer) -> Bool {
    Set(bytes.prefix(256).map(folded)).count <= (bytes.count < 16 ? 2 : 5)
  }

  /// Five times the same, or six in the order of the alphabet or of the digits, either way.
  private static func hasRow(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var same = 1
    var up = 1
    var down = 1
    for index in bytes.indices.dropFirst() {
      let step = Int(bytes[index]) - Int(bytes[index - 1])
      same = step == 0 ? same + 1 : 1
      up = step == 1 ? up + 1 : 1
      down = step == -1 ? down + 1 : 1
      if same >= 5 || up >= 6 || down >= 6 { return true }
    }
    return false
  }

  /// A short piece again and again, to the end.
  private static func isPeriodic(_ bytes: UnsafeRawBufferPointer) -> Bool {
    (1...10).contains { period in
      bytes.count >= 3 * period && (period..<bytes.count).allSatisfy { bytes[$0] == bytes[$0 - period] }
    }
  }

  private static func hasWord(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let text = bytes.prefix(512).map(folded)
    return words.contains { word in
      word.count <= text.count
        && (0...(text.count - word.count)).contains { text[$0] == word[0] && text[$0...].starts(with: word) }
    }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}

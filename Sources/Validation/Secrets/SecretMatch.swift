/// A secret that was found: where and of what kind, and nothing that would help anybody to use it.
public struct SecretMatch: Sendable, Hashable {
  /// The line, from 1.
  public var line: Int
  /// The column in characters, from 1; bytes that are no UTF-8 count as one each.
  public var column: Int
  /// What kind of secret.
  public var kind: SecretKind
  /// Its first four characters, fewer for a short one; the rest was never stored.
  public var beginning: String

  /// Takes of the secret what may be shown.
  init(line: Int, column: Int, kind: SecretKind, secret: UnsafeRawBufferPointer) {
    self.line = line
    self.column = column
    self.kind = kind
    // Four characters of a password of eight would be half of it.
    let shown = secret.prefix(min(4, secret.count / 3))
    beginning = String(decoding: shown.map { ByteSet.visible.contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }
}

import Files

/// One pass over the bytes of one file: judges the text at every beginning and keeps the hits.
struct SecretPass {
  /// A secret's place.
  struct Hit {
    /// The bytes of the secret.
    var range: Range<Int>
    /// What it is.
    var kind: SecretKind
    /// Whether another kind at the same place says more.
    var isGeneral = false
  }

  /// What was found so far.
  var hits: [Hit] = []
  let bytes: UnsafeRawBufferPointer
  let fileName: String
  var runs: ByteRuns
  /// The end of the last name or web token that was judged; what begins before it has been seen.
  var judgedNameEnd = 0
  private var judgedTokenEnd = 0

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    fileName = LocalFiles.name(of: path).lowercased()
    runs = ByteRuns(bytes)
  }

  /// Judges the text at a beginning.
  mutating func judge(_ beginning: SecretBeginnings.Beginning, at place: Int) {
    switch beginning {
    case .prefixed(let kind): judge(kind, at: place)
    case .pem: judgePEM(at: place)
    case .webToken: judgeWebToken(at: place)
    case .address: judgeAddress(at: place)
    case .tellingName: judgeName(at: place)
    }
  }

  /// The bytes in a place.
  func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }

  /// Whether the bytes from `place` on begin with `text`.
  func has(_ text: StaticString, at place: Int) -> Bool {
    guard place >= 0, text.utf8CodeUnitCount <= bytes.count - place else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[place + index] != text.utf8Start[index] { return false }
    return true
  }

  /// Whether a secret may begin at `place`: not in the middle of a word, the letter of an escape being no word.
  func isStart(_ place: Int, allowingUnderscore: Bool = false) -> Bool {
    guard place > 0 else { return true }
    let previous = bytes[place - 1]
    guard ByteSet.word.contains(previous), !(allowingUnderscore && previous == UInt8(ascii: "_")) else { return true }
    if place > 1, bytes[place - 2] == UInt8(ascii: "\\"), "nrtbf".utf8.contains(previous) { return true }
    if place > 2, bytes[place - 3] == UInt8(ascii: "%") { return true }
    return has("\\u", at: place - 6) || has("\\x", at: place - 4)
  }

  private func isEnd(_ place: Int) -> Bool { place >= bytes.count || !ByteSet.word.contains(bytes[place]) }

  private mutating func judge(_ kind: SecretKind, at place: Int) {
    guard case .prefixed(let prefix, let alphabet, let length) = kind.form, isStart(place) else { return }
    let start = place + prefix.utf8.count
    let end = runs.end(of: alphabet, from: start)
    guard length.contains(end - start), isEnd(end), !Placeholder.matches(slice(start..<end)) else { return }
    if prefix == "sk-" || prefix.hasPrefix("xox"), !Self.hasDigit(slice(start..<end)) { return }
    hits.append(Hit(range: place..<end, kind: kind))
  }

  private static func hasDigit(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// `-----BEGIN … PRIVATE KEY-----` with a key behind it; code and documentation name the header alone.
  private mutating func judgePEM(at place: Int) {
    let label = place + 6
    guard has("-----", at: place - 5) else { return }
    var end = label
    while end < min(bytes.count, label + 40), bytes[end] != UInt8(ascii: "-") { end += 1 }
    guard has("-----", at: end), has("PRIVATE KEY", at: end - 11) || has("PRIVATE KEY BLOCK", at: end - 17) else {
      return
    }
    // Lines like `Proc-Type: 4,ENCRYPTED` may stand between; a line of a key has 64 characters, an armoured one 76.
    let limit = min(bytes.count, end + 1024)
    var line = end + 5
    var next = line
    while next < limit {
      guard ByteSet.base64.contains(bytes[next]) else {
        next += 1
        line = next
        continue
      }
      next += 1
      guard next - line == 40 else { continue }
      // OpenSSH's keys begin with lengths, rows of `A`; what is secret stands further down.
      guard !Placeholder.matches(slice(line..<next)) else {
        line = next
        continue
      }
      hits.append(Hit(range: (place - 5)..<next, kind: .privateKey))
      return
    }
  }

  private mutating func judgeWebToken(at place: Int) {
    guard place >= judgedTokenEnd, isStart(place, allowingUnderscore: true) else { return }
    let header = runs.end(of: .base64URL, from: place)
    judgedTokenEnd = header
    guard header - place >= 16, has(".eyJ", at: header) else { return }
    let payload = runs.end(of: .base64URL, from: header + 1)
    guard payload - header >= 16, has(".", at: payload) else { return }
    let signature = runs.end(of: .base64URL, from: payload + 1)
    guard signature - payload > 20, !Placeholder.matches(slice((payload + 1)..<signature)) else { return }
    // The payload of the token that explains the format everywhere: `{"sub":"1234567890"`.
    guard !has("eyJzdWIiOiIxMjM0NTY3ODkwI", at: header + 1) else { return }
    hits.append(Hit(range: place..<signature, kind: .webToken))
  }

  private mutating func judgeAddress(at place: Int) {
    guard place > 0, ByteSet.alphanumeric.contains(bytes[place - 1]) else { return }
    let start = place + 3
    let end = runs.end(of: .userInfo, from: start)
    guard end - start <= 512, has("@", at: end) else { return }
    guard let colon = bytes[start..<end].firstIndex(of: UInt8(ascii: ":")) else { return }
    let user = slice(start..<colon)
    let password = slice((colon + 1)..<end)
    guard password.count >= 6, !user.elementsEqual(password), !Placeholder.matchesPassword(password) else { return }
    // Words between underscores or in capitals only, as in `USER:MY_PW@`, are names of what should stand there.
    let isWritten = password.allSatisfy {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_")
    }
    guard !isWritten, isRealHost(at: end + 1) else { return }
    hits.append(Hit(range: (colon + 1)..<end, kind: .addressPassword, isGeneral: true))
  }

  /// Whether an address leads somewhere: not to a host of documentation (RFC 2606).
  private mutating func isRealHost(at place: Int) -> Bool {
    let end = min(runs.end(of: .name, from: place), place + 256)
    let host = String(decoding: slice(place..<end), as: UTF8.self).lowercased()
    let ends = ["example.com", "example.org", "example.net", ".example", ".invalid", ".test"]
    return !host.isEmpty && !["host", "hostname", "server", "domain"].contains(host)
      && !ends.contains(where: host.hasSuffix)
  }
}

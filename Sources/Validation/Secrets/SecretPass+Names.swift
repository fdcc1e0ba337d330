/// Values behind names that tell what they are: in settings, YAML, JSON, Python and headers of requests.
extension SecretPass {
  /// What a name says about its value.
  private enum Telling {
    case token, password, awsSecretKey, registryLogin
  }

  /// The ends of telling names, in small letters and without `_`, `-` and `.`; longer ones first.
  private static let names: [(text: [UInt8], telling: Telling)] = named.map { (Array($0.0.utf8), $0.1) }

  private static let named: [(String, Telling)] = [
    ("secretaccesskey", .awsSecretKey), ("awssecretkey", .awsSecretKey), ("encryptionkey", .token),
    ("authorization", .token), ("privatekey", .token), ("signingkey", .token), ("accountkey", .token),
    ("credentials", .token), ("credential", .token), ("passphrase", .password), ("accesskey", .token),
    ("secretkey", .token), ("masterkey", .token), ("authtoken", .registryLogin), ("password", .password),
    ("authkey", .token), ("apikey", .token), ("passwd", .password), ("secret", .token), ("token", .token),
    ("auth", .registryLogin),
  ]

  /// Judges the value of the name that a telling piece stands in.
  mutating func judgeName(at place: Int) {
    guard place >= judgedNameEnd else { return }
    let nameEnd = runs.end(of: .name, from: place)
    judgedNameEnd = nameEnd
    guard let telling = telling(nameEndingAt: nameEnd) else { return }
    if telling == .password, judgeNetrc(nameEndingAt: nameEnd) { return }
    guard let value = value(behind: nameEnd) else { return }
    let start = value.start
    if telling == .registryLogin || telling == .password, [".npmrc", ".pypirc"].contains(fileName) {
      let end = runs.end(of: .password, from: start)
      guard end - start >= 4, !Placeholder.matchesPassword(slice(start..<end)) else { return }
      hits.append(Hit(range: start..<end, kind: .packageIndexPassword, isGeneral: true))
      return
    }
    let end = runs.end(of: .value, from: start)
    // Without quotation marks a dot belongs to source code: `key: ed25519.Ed25519PrivateKey`.
    let isCode = value.quote == nil && bytes[start..<min(end, start + 256)].contains(UInt8(ascii: "."))
    if end - start <= 4096, isClosed(at: end, by: value.quote), !isCode, !isReference(start..<end) {
      let secret = slice(start..<end)
      let isAWS = telling == .awsSecretKey && secret.count == 40
      if isAWS || Randomness.isMachineMade(secret) {
        guard !Placeholder.matches(secret) else { return }
        hits.append(Hit(range: start..<end, kind: isAWS ? .awsSecretKey : .randomValue, isGeneral: true))
        return
      }
    }
    guard telling == .password else { return }
    let passwordEnd = runs.end(of: .password, from: start)
    let password = start..<passwordEnd
    guard (8...64).contains(password.count), isClosed(at: passwordEnd, by: value.quote),
      Randomness.isMixed(slice(password)), !Placeholder.matchesPassword(slice(password))
    else { return }
    hits.append(Hit(range: password, kind: .password, isGeneral: true))
  }

  private func telling(nameEndingAt end: Int) -> Telling? {
    var letters: [UInt8] = []
    var place = end - 1
    while place >= 0, letters.count < 16, place > end - 32, ByteSet.name.contains(bytes[place]) {
      if ByteSet.alphanumeric.contains(bytes[place]) { letters.append(bytes[place] | 0x20) }
      place -= 1
    }
    letters.reverse()
    return Self.names.first { $0.text.count <= letters.count && letters.suffix($0.text.count).elementsEqual($0.text) }?
      .telling
  }

  /// Finds where the value of a name begins; nil when none is given.
  private func value(behind nameEnd: Int) -> (start: Int, quote: UInt8?)? {
    var place = nameEnd
    if let quote = quote(at: place) { place = quote.end }
    if has("]", at: place) { place += 1 }
    place = afterSpaces(place)
    guard place < bytes.count else { return nil }
    if has(":=", at: place) || has("=>", at: place) {
      place += 2
    } else if has("==", at: place) {
      return nil
    } else if bytes[place] == UInt8(ascii: "=") || bytes[place] == UInt8(ascii: ":") {
      let isColon = bytes[place] == UInt8(ascii: ":")
      place += 1
      if isColon, let assigned = afterType(place) { place = assigned }
    } else {
      return nil
    }
    place = afterSpaces(place)
    if place + 1 < bytes.count, "rbfu".utf8.contains(bytes[place]), quote(at: place + 1) != nil { place += 1 }
    var closing: UInt8?
    while let quote = quote(at: place) {
      (closing, place) = (quote.quote, quote.end)
    }
    for scheme in ["bearer ", "basic ", "token "] where isScheme(scheme, at: place) { place += scheme.utf8.count }
    return (place, closing)
  }

  /// The end of a quotation mark, which may be escaped as in the strings of a notebook.
  private func quote(at place: Int) -> (quote: UInt8, end: Int)? {
    var place = place
    while place < bytes.count, bytes[place] == UInt8(ascii: "\\") { place += 1 }
    guard place < bytes.count, "\"'`".utf8.contains(bytes[place]) else { return nil }
    return (bytes[place], place + 1)
  }

  private func afterSpaces(_ place: Int) -> Int {
    var end = place
    while end < min(bytes.count, place + 64), bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    return end
  }

  /// Behind the `=` of a Python variable with a type, such as `token: str | None = "…"`.
  private func afterType(_ place: Int) -> Int? {
    var end = place
    while end < min(bytes.count, place + 40) {
      let byte = bytes[end]
      if byte == UInt8(ascii: "=") { return end + 1 }
      guard ByteSet.name.contains(byte) || " []|".utf8.contains(byte) else { return nil }
      end += 1
    }
    return nil
  }

  private func isScheme(_ scheme: String, at place: Int) -> Bool {
    guard scheme.utf8.count <= bytes.count - place else { return false }
    return zip(scheme.utf8, bytes[place...]).allSatisfy { $0 == $1 | 0x20 }
  }

  /// Whether a value ends where the run of its characters does: at its quotation mark, or at the end of a word.
  private func isClosed(at end: Int, by quote: UInt8?) -> Bool {
    guard end < bytes.count else { return quote == nil }
    if let quote { return bytes[end] == quote || bytes[end] == UInt8(ascii: "\\") && has(quote, at: end) }
    return " \t\r\n,;}&#\"'\\".utf8.contains(bytes[end])
  }

  private func has(_ quote: UInt8, at place: Int) -> Bool {
    var place = place
    while place < bytes.count, bytes[place] == UInt8(ascii: "\\") { place += 1 }
    return place < bytes.count && bytes[place] == quote
  }

  /// Whether a value says where the secret is, or is the name of a hash, instead of the secret.
  private func isReference(_ range: Range<Int>) -> Bool {
    let first = bytes[range].prefix(2)
    return first.starts(with: "/".utf8) || first.starts(with: "./".utf8) || first.starts(with: "~".utf8)
      || has("sha", at: range.lowerBound) || has("md5", at: range.lowerBound)
  }

  /// `password x` in an entry of `.netrc`, where blanks stand for signs.
  private mutating func judgeNetrc(nameEndingAt end: Int) -> Bool {
    let start = afterSpaces(end)
    let isNamed = fileName == ".netrc" || fileName == "_netrc"
    guard start > end, start < bytes.count, isNamed || isEntry(before: end) else { return false }
    let valueEnd = runs.end(of: isNamed ? .visible : .value, from: start)
    // In other files it is an example more often than not, unless it looks like a password.
    let isLikely =
      isNamed || valueEnd - start >= 8 && slice(start..<valueEnd).contains { "0123456789".utf8.contains($0) }
    guard valueEnd - start >= 4, isLikely else { return false }
    if !Placeholder.matchesPassword(slice(start..<valueEnd)) {
      hits.append(Hit(range: start..<valueEnd, kind: .netrcPassword, isGeneral: true))
    }
    return true
  }

  private func isEntry(before end: Int) -> Bool {
    // machine NAME login NAME password
    var place = end - 8
    while place > max(0, end - 256), !has("machine", at: place) { place -= 1 }
    guard has("machine", at: place) else { return false }
    let words = String(decoding: bytes[place..<end], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    return words.count == 5 && words[2] == "login"
  }
}

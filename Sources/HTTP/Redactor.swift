/// Takes secrets out of any text before it is shown, logged or stored.
///
/// Known secrets go wherever they stand, plain or percent-encoded. Unknown ones are recognized by form: tokens of the
/// Hub (`hf_…`, `xet_…`, `api_org_…`), `Bearer …` and `Basic …`, the values of `Authorization` and `Cookie` headers,
/// the user part of URLs, whole queries that hold a signature or a token, and such parameters outside URLs. Stripping
/// too much is a nuisance, too little a leak, so doubtful texts go.
public struct Redactor: Sendable {
  private let known: [[UInt8]]

  /// A redactor that knows some secrets beside the usual forms.
  public init(secrets: [Secret] = []) {
    // Longest first, so that a secret inside another leaves no rest. Very short ones would shred ordinary words.
    known = secrets.map { $0.reveal() }.filter { $0.utf8.count >= 4 }
      .flatMap { [$0, WebURL.encode($0)] }
      .map { Array($0.utf8) }
      .sorted { $0.count > $1.count }
  }

  /// The text with `***` in place of what is secret.
  public func redact(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for secret in known { bytes = Self.replace(secret, in: bytes) }
    bytes = Self.redactURLs(bytes)
    bytes = Self.redactHeaders(bytes)
    bytes = Self.redactSchemes(bytes)
    bytes = Self.redactParameters(bytes)
    bytes = Self.redactTokens(bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A header field fit to be shown.
  public func redact(_ field: HTTPHeaders.Field) -> HTTPHeaders.Field {
    let isSecret = Self.secretHeaders.contains(field.name.lowercased())
    return HTTPHeaders.Field(name: field.name, value: isSecret ? "***" : redact(field.value))
  }

  static let secretHeaders: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-amz-security-token", "x-xet-access-token",
  ]

  private static let mask = Array("***".utf8)

  private static func replace(_ secret: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    rewriting(bytes) { rest in rest.starts(with: secret) ? (secret.count, mask) : nil }
  }

  // `https://user:password@host/path?query`: the user part always, the query when it holds a signature or a token.
  private static func redactURLs(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array("://".utf8)
    return rewriting(bytes) { rest in
      guard rest.starts(with: mark) else { return nil }
      let url = rest.prefix { !endsURL($0) }
      let authority = url.dropFirst(3).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
      var result = mark
      if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
        result += mask + authority[at...]
      } else {
        result += authority
      }
      let tail = url[authority.endIndex...]
      guard let question = tail.firstIndex(of: UInt8(ascii: "?")) else { return (url.count, result + tail) }
      result += tail[...question]
      let query = tail[(question + 1)...]
      return (url.count, result + (isSecretQuery(query) ? mask : Array(query)))
    }
  }

  private static func isSecretQuery(_ query: ArraySlice<UInt8>) -> Bool {
    let text = lowercased(query)
    // Also inside a percent-encoded URL that is itself a parameter.
    if contains(text, "x-amz-") || contains(text, "x-goog-") || contains(text, "signature") { return true }
    return text.split(separator: UInt8(ascii: "&")).contains { parameter in
      isSecretName(parameter.prefix { $0 != UInt8(ascii: "=") }, insideURL: true)
    }
  }

  private static func isSecretName(_ name: ArraySlice<UInt8>, insideURL: Bool) -> Bool {
    let name = String(decoding: name, as: UTF8.self)
    if name.hasPrefix("x-amz-") || name.hasPrefix("x-goog-") || secretNames.contains(name) { return true }
    return insideURL
      && ["token", "signature", "secret", "password", "credential", "apikey", "key-pair-id", "uploadid"]
        .contains { name.contains($0) }
  }

  private static let secretNames: Set<String> = [
    "signature", "sig", "token", "access_token", "refresh_token", "id_token", "subject_token", "hf_token",
    "awsaccesskeyid", "googleaccessid", "key-pair-id", "policy", "password", "secret", "client_secret", "uploadid",
    "api_key", "apikey",
  ]

  // `Authorization: anything` to the end of the line, or of the quotation when it stands in JSON.
  private static func redactHeaders(_ bytes: [UInt8]) -> [UInt8] {
    rewritingWords(bytes) { word, after in
      guard secretHeaders.contains(String(decoding: lowercased(word), as: UTF8.self)) else { return nil }
      var index = after.startIndex
      func skip(_ set: [UInt8]) { while index < after.endIndex, set.contains(after[index]) { index += 1 } }
      skip([UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: " ")])
      guard index < after.endIndex, after[index] == UInt8(ascii: ":") || after[index] == UInt8(ascii: "=") else {
        return nil
      }
      index += 1
      skip([UInt8(ascii: " "), UInt8(ascii: "\t")])
      let quote: UInt8? =
        index < after.endIndex && (after[index] == UInt8(ascii: "\"") || after[index] == UInt8(ascii: "'"))
        ? after[index] : nil
      if quote != nil { index += 1 }
      let value = after[index...].prefix { byte in
        quote.map { byte != $0 } ?? (byte != 10 && byte != 13)
      }
      return (value.endIndex - after.startIndex, Array(after[..<index]) + mask)
    }
  }

  // `Bearer x`, `Basic x`.
  private static func redactSchemes(_ bytes: [UInt8]) -> [UInt8] {
    rewritingWords(bytes) { word, after in
      let name = String(decoding: lowercased(word), as: UTF8.self)
      guard name == "bearer" || name == "basic" else { return nil }
      let blanks = after.prefix { $0 == UInt8(ascii: " ") }
      let value = after[blanks.endIndex...].prefix { isTokenByte($0) }
      // "bearer token" in prose is no secret; eight characters of anything are treated as one.
      guard !blanks.isEmpty, value.count >= 8 || (name == "bearer" && value.contains { isDigit($0) }) else {
        return nil
      }
      return (blanks.count + value.count, Array(blanks) + mask)
    }
  }

  // `X-Amz-Signature=…` and its like outside a whole URL.
  private static func redactParameters(_ bytes: [UInt8]) -> [UInt8] {
    rewritingWords(bytes) { word, after in
      guard after.first == UInt8(ascii: "="), isSecretName(lowercased(word)[...], insideURL: false) else { return nil }
      let value = after.dropFirst().prefix { !endsURL($0) && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: ";") }
      return value.isEmpty ? nil : (1 + value.count, [UInt8(ascii: "=")] + mask)
    }
  }

  // `hf_` and so on, when what follows looks drawn by lot: long, or with digits. `hf_hub` and `hf_model` stay.
  private static func redactTokens(_ bytes: [UInt8]) -> [UInt8] {
    let prefixes = ["hf_", "xet_", "api_org_"].map { Array($0.utf8) }
    var previous: UInt8 = 0
    return rewriting(bytes) { rest in
      defer { previous = rest.first ?? 0 }
      guard !isAlphanumeric(previous), let prefix = prefixes.first(where: { rest.starts(with: $0) }) else { return nil }
      let body = rest.dropFirst(prefix.count).prefix { isWordByte($0) }
      guard body.count >= 8 || (body.count >= 4 && body.contains { isDigit($0) }) else { return nil }
      // Web tokens have further parts after dots; a dot that ends a sentence stays.
      var end = body.endIndex
      while end < rest.endIndex, rest[end] == UInt8(ascii: ".") {
        let part = rest[(end + 1)...].prefix { isWordByte($0) }
        if part.isEmpty { break }
        end = part.endIndex
      }
      return (end - rest.startIndex, prefix + mask)
    }
  }
}

extension Redactor {
  // Calls `change` at every position; it tells how many bytes to replace and with what.
  private static func rewriting(
    _ bytes: [UInt8],
    _ change: (ArraySlice<UInt8>) -> (consumed: Int, replacement: [UInt8])?
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let (consumed, replacement) = change(bytes[index...]), consumed > 0 {
        result += replacement
        index += consumed
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  // Calls `change` with every word and what follows it; it tells how much of that to replace and with what.
  private static func rewritingWords(
    _ bytes: [UInt8],
    _ change: (_ word: ArraySlice<UInt8>, _ after: ArraySlice<UInt8>) -> (consumed: Int, replacement: [UInt8])?
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let word = bytes[index...].prefix { isWordByte($0) }
      guard !word.isEmpty else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += word
      index = word.endIndex
      if let (consumed, replacement) = change(word, bytes[index...]) {
        result += replacement
        index += consumed
      }
    }
    return result
  }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    bytes.firstRange(of: Array(text.utf8)) != nil
  }

  private static func endsURL(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x7F
      || [UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`")]
        .contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  // The characters of a `token68`, which every bearer token is made of.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    isWordByte(byte)
      || [UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "=")]
        .contains(byte)
  }
}

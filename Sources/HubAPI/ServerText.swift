import FoundationEssentials
import HTTP

/// The words of a server, made fit to be shown: they are foreign text.
enum ServerText {
  /// What the server says about an error, cleaned; nil when it says nothing that is text.
  ///
  /// The header first, then the JSON forms that the Hub has used, then plain text; an HTML page is not words.
  static func message(of response: HTTPResponse, hiding secrets: [Secret] = []) -> String? {
    if let header = response.headers["X-Error-Message"], !header.isEmpty { return cleaned(header, hiding: secrets) }
    if let body = try? JSONDecoder().decode(ErrorForms.self, from: Data(response.body)) {
      let texts = body.texts
      return texts.isEmpty ? nil : cleaned(texts.joined(separator: "; "), hiding: secrets)
    }
    guard !response.body.isEmpty, !isHTML(response) else { return nil }
    if let xml = storeMessage(response.text) { return cleaned(xml, hiding: secrets) }
    return cleaned(String(decoding: response.body.prefix(4096), as: UTF8.self), hiding: secrets)
  }

  /// The request's name in the server's logs.
  static func requestID(of response: HTTPResponse) -> String? {
    for name in ["X-Request-Id", "X-Amzn-Trace-Id", "x-amz-request-id", "X-Amz-Cf-Id"] {
      if let id = response.headers[name], !id.isEmpty { return cleaned(id, limit: 100) }
    }
    return nil
  }

  /// Whether the body is a web page.
  static func isHTML(_ response: HTTPResponse) -> Bool {
    if response.headers["Content-Type"]?.lowercased().contains("html") == true { return true }
    let start = String(decoding: response.body.prefix(256), as: UTF8.self).lowercased().drop { $0.isWhitespace }
    return start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
  }

  /// The title of a web page, cleaned; nil without one.
  static func title(of response: HTTPResponse) -> String? {
    let page = String(decoding: response.body.prefix(64 << 10), as: UTF8.self)
    guard let open = page.firstRange(ofIgnoringCase: "<title"),
      let end = page[open.upperBound...].firstIndex(of: ">"),
      let close = page[end...].firstRange(ofIgnoringCase: "</title")
    else { return nil }
    let title = cleaned(String(page[page.index(after: end)..<close.lowerBound]), limit: 80)
    return title.isEmpty ? nil : title
  }

  /// Text without tags, on one line, control characters shown as numbers, secrets gone, at most `limit` characters.
  static func cleaned(_ text: String, limit: Int = 200, hiding secrets: [Secret] = []) -> String {
    var shown = ""
    var needsBlank = false
    for scalar in Redactor(secrets: secrets).redact(withoutTags(text)).unicodeScalars {
      if scalar.properties.isWhitespace {
        needsBlank = !shown.isEmpty
        continue
      }
      if needsBlank { shown += " " }
      needsBlank = false
      // Control and format characters: escape sequences, and those that turn the direction of writing.
      let category = scalar.properties.generalCategory
      let isPlain = category != .control && category != .format && category != .privateUse
      shown += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
    return shown.count > limit ? shown.prefix(limit - 1) + "…" : shown
  }

  // `<b>`, `</b>`, `<br/>`, `<!--`; a lone `<` stays.
  private static func withoutTags(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      let after = rest.index(after: open)
      let next = after < rest.endIndex ? rest[after] : " "
      if next.isASCII && next.isLetter || next == "/" || next == "!", let close = rest[open...].firstIndex(of: ">") {
        result += " "
        rest = rest[rest.index(after: close)...]
      } else {
        result += "<"
        rest = rest[after...]
      }
    }
    return result + rest
  }

  // `<Error><Code>AccessDenied</Code><Message>Request has expired</Message>…`, the form of object stores.
  private static func storeMessage(_ text: String) -> String? {
    func element(_ name: String) -> Substring? {
      guard let open = text.firstRange(of: "<\(name)>"),
        let close = text[open.upperBound...].firstRange(of: "</\(name)>")
      else { return nil }
      return text[open.upperBound..<close.lowerBound]
    }
    guard let code = element("Code") else { return nil }
    return element("Message").map { "\(code): \($0)" } ?? String(code)
  }
}

/// The forms in which the Hub has written errors.
private struct ErrorForms: Decodable {
  private enum Keys: String, CodingKey { case error, errorDescription = "error_description", errors, message }
  private struct Message: Decodable { var message: String }

  var texts: [String] = []

  init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: Keys.self)
    if let text = try? body.decode(String.self, forKey: .error) {
      texts.append(text)
    } else if let list = try? body.decode([String].self, forKey: .error) {
      texts += list
    }
    for key in [Keys.errorDescription, .message] {
      if let text = try? body.decode(String.self, forKey: key) { texts.append(text) }
    }
    if let list = try? body.decode([Message].self, forKey: .errors) { texts += list.map(\.message) }
    var seen: Set<String> = []
    texts = texts.filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}

extension StringProtocol {
  fileprivate func firstRange(ofIgnoringCase text: String) -> Range<Index>? {
    let wanted = Array(text.lowercased().utf8)
    // Letters of other scripts may change their length when lowered, so bytes are compared where they stand.
    var start = startIndex
    while start < endIndex {
      let tail = self[start...]
      if tail.utf8.prefix(wanted.count).map({ (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }) == wanted {
        return start..<(utf8.index(start, offsetBy: wanted.count))
      }
      start = index(after: start)
    }
    return nil
  }
}

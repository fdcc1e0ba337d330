import Files

/// Signs and checks storage addresses, which work without a token until they expire.
struct AddressSigner: Sendable {
  /// Why an address is not honoured.
  enum Fault: Error { case forged, expired }

  private let key: [UInt8]
  private let base: String
  private let lifetime: Int

  init(key: [UInt8], base: String, lifetime: Int) {
    self.key = key
    self.base = base
    self.lifetime = lifetime
  }

  /// A signer of the same key whose addresses have expired when they are handed out.
  var expired: AddressSigner { AddressSigner(key: key, base: base, lifetime: 0) }

  /// A full address for one method on one path.
  func address(_ method: String, path: String, query: [(name: String, value: String)], now: Int) -> String {
    var fields = query.map { "\($0.name)=\(RequestTarget.encode($0.value))" }
    fields.append("expires=\(now + lifetime)")
    let query = fields.joined(separator: "&")
    return "\(base)\(path)?\(query)&X-Amz-Signature=\(signature(method, path: path, query: query))"
  }

  /// Checks the address of a request.
  func check(_ method: String, _ target: RequestTarget, now: Int) throws(Fault) {
    let marker = "&X-Amz-Signature="
    let fields = target.rawQuery.split(separator: "&", omittingEmptySubsequences: false)
    guard let last = fields.last, last.hasPrefix(marker.dropFirst()), fields.count > 1 else { throw .forged }
    let query = fields.dropLast().joined(separator: "&")
    let given = Array(last.dropFirst(marker.count - 1).utf8)
    let expected = Array(signature(method, path: target.path, query: query).utf8)
    guard given.count == expected.count, zip(given, expected).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 else {
      throw .forged
    }
    guard let expires = target["expires"].flatMap({ Int($0) }) else { throw .forged }
    guard now < expires else { throw .expired }
  }

  private func signature(_ method: String, path: String, query: String) -> String {
    HMAC.sha256(key: key, Array("\(method)\n\(path)\n\(query)".utf8))
  }
}

/// Keyed hashes.
enum HMAC {
  /// HMAC-SHA-256 in hexadecimal, after RFC 2104.
  static func sha256(key: [UInt8], _ message: [UInt8]) -> String {
    var block = key
    if block.count > 64 { block = hash(block) }
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = hash(block.map { $0 ^ 0x36 } + message)
    return Hex.text(hash(block.map { $0 ^ 0x5C } + inner))
  }

  private static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var hash = StreamingHash(.sha256)
    hash.update(bytes)
    return hash.finalize()
  }
}

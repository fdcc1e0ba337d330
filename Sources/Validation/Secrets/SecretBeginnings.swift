/// The beginnings at which the text is judged, and the table that finds them all in one pass.
struct SecretBeginnings: Sendable {
  /// What a place is judged as.
  enum Beginning: Sendable {
    /// A kind with a fixed beginning.
    case prefixed(SecretKind)
    /// The second word of a PEM header.
    case pem
    /// The header of a JSON web token.
    case webToken
    /// The `://` of an address.
    case address
    /// A piece of a name that tells what its value is.
    case tellingName
  }

  private struct Anchor: Sendable {
    var text: [UInt8]
    var isFolded: Bool
    var beginning: Beginning
  }

  /// The one table.
  static let shared = SecretBeginnings()

  // Four lanes of sixteen bits, one lane for each of an anchor's first four bytes, one bit for each group of anchors:
  // a byte's word says at which place of which group it may stand.
  private let table: [UInt64]
  private let groups: [[Anchor]]

  private init() {
    var anchors = SecretKind.prefixed.compactMap { kind -> Anchor? in
      guard case .prefixed(let text, _, _) = kind.form else { return nil }
      return Anchor(text: Array(text.utf8), isFolded: false, beginning: .prefixed(kind))
    }
    anchors += [
      Anchor(text: Array("BEGIN ".utf8), isFolded: false, beginning: .pem),
      Anchor(text: Array("eyJ".utf8), isFolded: false, beginning: .webToken),
      Anchor(text: Array("://".utf8), isFolded: false, beginning: .address),
    ]
    anchors += ["token", "secret", "passw", "passphrase", "auth", "credential", "key"].map {
      Anchor(text: Array($0.utf8), isFolded: true, beginning: .tellingName)
    }
    // Anchors of one first letter share a group; there are fewer than sixteen such letters.
    var letters: [UInt8] = []
    var groups: [[Anchor]] = []
    for anchor in anchors {
      let letter = anchor.text[0] | 0x20
      if let group = letters.firstIndex(of: letter) {
        groups[group].append(anchor)
      } else {
        letters.append(letter)
        groups.append([anchor])
      }
    }
    var table = [UInt64](repeating: 0, count: 256)
    for (group, anchors) in groups.enumerated() {
      for anchor in anchors {
        for lane in 0..<4 {
          let bit: UInt64 = 1 << UInt64(16 * lane + group)
          guard lane < anchor.text.count else {
            for byte in 0..<256 { table[byte] |= bit }
            continue
          }
          let byte = anchor.text[lane]
          table[Int(byte)] |= bit
          if anchor.isFolded { table[Int(byte & ~0x20)] |= bit }
        }
      }
    }
    self.table = table
    self.groups = groups
  }

  /// Calls `body` for every beginning and its place, in order, until it returns false.
  ///
  /// A beginning in the last three bytes may be left out: nothing that matters fits behind it.
  func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Beginning, Int) -> Bool) {
    guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
    let count = bytes.count
    table.withUnsafeBufferPointer { table in
      guard let table = table.baseAddress else { return }
      var state: UInt64 = 0
      var place = 0
      while place < count {
        state = (state << 16 | 0xFFFF) & table[Int(start[place])]
        place &+= 1
        guard state >> 48 != 0 else { continue }
        var found = state >> 48
        while found != 0 {
          let group = found.trailingZeroBitCount
          found &= found - 1
          for anchor in groups[group] where Self.stands(anchor, start, place - 4, count) {
            guard body(anchor.beginning, place - 4) else { return }
          }
        }
      }
    }
  }

  private static func stands(_ anchor: Anchor, _ start: UnsafePointer<UInt8>, _ place: Int, _ count: Int) -> Bool {
    guard anchor.text.count <= count - place else { return false }
    return anchor.text.withUnsafeBufferPointer { text in
      for index in 0..<text.count {
        let byte = start[place + index]
        guard byte == text[index] || anchor.isFolded && byte | 0x20 == text[index] else { return false }
      }
      return true
    }
  }
}

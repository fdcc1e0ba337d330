/// The names in a zip archive, read from its directory without unpacking anything.
enum ZipNames {
  /// The most names that are read.
  static let limit = 10_000

  /// The names; of an archive without a directory at its end, or with one that is hostile, the first entry's alone.
  static func read(_ bytes: UnsafeRawBufferPointer) -> [String] {
    let reader = FormatBytes(bytes)
    let found = directory(reader).map { names(reader, from: $0) } ?? []
    return found.isEmpty ? [first(reader)].compactMap { $0 } : found
  }

  private static func directory(_ bytes: FormatBytes) -> Int? {
    // The end record has 22 bytes and a comment of at most 65,535.
    let count = bytes.all.count
    var place = count - 22
    while place >= max(0, count - 22 - 65_535) {
      if bytes.all[place] == 0x50, bytes.has("PK\u{5}\u{6}", at: place) {
        let start = bytes.integer(at: place + 16) ?? 0
        guard start == 0xFFFF_FFFF else { return start }
        // Larger archives name the place of a larger end record just before.
        guard let record = bytes.integer(at: place - 12), bytes.has("PK\u{6}\u{6}", at: record) else { return nil }
        return bytes.integer(at: record + 48)
      }
      place -= 1
    }
    return nil
  }

  private static func names(_ bytes: FormatBytes, from start: Int) -> [String] {
    var names: [String] = []
    var place = start
    while names.count < limit, bytes.has("PK\u{1}\u{2}", at: place),
      let length = bytes.short(at: place + 28), let extra = bytes.short(at: place + 30),
      let comment = bytes.short(at: place + 32), let name = text(bytes, at: place + 46, length)
    {
      names.append(name)
      place += 46 + length + extra + comment
    }
    return names
  }

  private static func first(_ bytes: FormatBytes) -> String? {
    guard bytes.begins("PK\u{3}\u{4}"), let length = bytes.short(at: 26) else { return nil }
    return text(bytes, at: 30, length)
  }

  private static func text(_ bytes: FormatBytes, at place: Int, _ length: Int) -> String? {
    guard place <= bytes.all.count - length else { return nil }
    return String(decoding: bytes.all[place..<(place + length)], as: UTF8.self)
  }
}

/// The first names in a tar archive.
enum TarNames {
  /// At most 64 names; nil when the bytes are no tar archive.
  static func read(_ bytes: UnsafeRawBufferPointer) -> [String]? {
    var names: [String] = []
    var place = 0
    while names.count < 64, place <= bytes.count - 512 {
      let block = UnsafeRawBufferPointer(rebasing: bytes[place..<(place + 512)])
      guard isHeader(block), let size = octal(block[124..<136]) else { break }
      names.append(String(decoding: block.prefix(100).prefix { $0 != 0 }, as: UTF8.self))
      guard size <= bytes.count - place - 512 else { break }
      place += 512 + (size + 511) / 512 * 512
    }
    return names.isEmpty ? nil : names
  }

  /// A header is told by its checksum: the sum of its bytes, those of the checksum counted as blanks.
  private static func isHeader(_ block: UnsafeRawBufferPointer) -> Bool {
    guard block[0] != 0, let checksum = octal(block[148..<156]) else { return false }
    let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
    return sum == checksum
  }

  private static func octal(_ field: Slice<UnsafeRawBufferPointer>) -> Int? {
    let digits = field.drop { $0 == 0x20 }.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}

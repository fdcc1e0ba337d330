import Glibc

/// Tells what a machine made by chance from what a person wrote.
enum Randomness {
  /// Whether a value of letters, digits and signs was made by chance.
  ///
  /// Measures three things that words, names, paths and version numbers lack together: many different characters,
  /// digits in more than one place, and a change between small letters, capitals and digits at every second or third
  /// character. Twenty letters and digits by chance pass nine times in ten; a miss is better than a false alarm.
  static func isMachineMade(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let characters = bytes.prefix(512).filter(ByteSet.alphanumeric.contains)
    let isHexadecimal = characters.allSatisfy(ByteSet.hexadecimal.contains)
    guard bytes.count >= 20, characters.count >= (isHexadecimal ? 32 : 18) else { return false }
    // A UUID names a request or a thing far more often than it opens one.
    guard !isUUID(bytes) else { return false }
    // Parts that are words or numbers each, as in `text-embedding-3-large-2024`.
    guard characters.count * 4 >= min(bytes.count, 512) * 3 else { return false }
    var changes = 0
    var digitRuns = 0
    var letters = 0
    var previous = -1
    for byte in characters {
      let kind = byte < UInt8(ascii: "A") ? 0 : byte < UInt8(ascii: "a") ? 1 : 2
      if kind != previous {
        changes += 1
        if kind == 0 { digitRuns += 1 }
      }
      if kind != 0 { letters += 1 }
      previous = kind
    }
    return letters >= 3 && digitRuns >= 2 && Double(changes) >= 0.3 * Double(characters.count)
      && entropy(characters) >= (isHexadecimal ? 3.0 : 3.5)
  }

  private static func isUUID(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count == 36
      && bytes.indices.allSatisfy { place in
        [8, 13, 18, 23].contains(place)
          ? bytes[place] == UInt8(ascii: "-") : ByteSet.hexadecimal.contains(bytes[place] | 0x20)
      }
  }

  /// Whether a text mixes small letters, capitals, digits and signs, as people are told to make passwords.
  static func isMixed(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      && bytes.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
      && bytes.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && bytes.contains { "!#%&*?@^$+=".utf8.contains($0) }
  }

  /// Shannon's entropy of the characters, in bits for each.
  static func entropy(_ bytes: [UInt8]) -> Double {
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    let total = Double(bytes.count)
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * log2(share)
    }
  }
}

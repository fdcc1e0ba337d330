/// The byte that a character has in an encoding of one byte for each character, for the upper half of the table.
enum CodePage {
  /// Windows-1252; the five places without a character stand for themselves, as browsers read them.
  static func windows(_ scalar: Unicode.Scalar) -> UInt8? {
    if (0x80...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
    return windowsUpper[scalar]
  }

  /// Mac Roman.
  static func mac(_ scalar: Unicode.Scalar) -> UInt8? { macUpper[scalar] }

  private static let windowsUpper = table(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
  )

  private static let macUpper = table(
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
  )

  /// The characters from byte 0x80 on.
  private static func table(_ characters: String) -> [Unicode.Scalar: UInt8] {
    var bytes: [Unicode.Scalar: UInt8] = [:]
    for (offset, scalar) in characters.unicodeScalars.enumerated() { bytes[scalar] = UInt8(0x80 + offset) }
    return bytes
  }
}

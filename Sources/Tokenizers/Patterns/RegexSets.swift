/// The classes of scalars that a regular expression can name, with the data of the reference's engine.
///
/// Built when a tokenizer is read; nothing here runs while texts are tokenized.
enum RegexSets {
  static let newline = ScalarSet([0x0A...0x0A])
  static let hexDigit = ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
  static var whitespace: ScalarSet { ScalarSet(table: RegexTables.whiteSpace) }
  static var digit: ScalarSet { categories(["Nd"]) }
  /// `\w` and the characters of `\b`: besides letters, marks, digits and connectors the engine counts a few of Latin-1.
  static var word: ScalarSet { classWord.union(ScalarSet([0xB2...0xB3, 0xB9...0xB9, 0xBC...0xBE])) }
  /// `\w` inside a class, where it leaves those few out.
  static var classWord: ScalarSet { alphabetic.union(categories(["M", "Nd", "Pc"])) }

  private static var alphabetic: ScalarSet {
    categories(["L", "Nl"]).union(ScalarSet(table: RegexTables.otherAlphabetic))
  }
  private static var lowercase: ScalarSet { categories(["Ll"]).union(ScalarSet(table: RegexTables.otherLowercase)) }
  private static var uppercase: ScalarSet { categories(["Lu"]).union(ScalarSet(table: RegexTables.otherUppercase)) }
  private static var blank: ScalarSet { categories(["Zs"]).union(ScalarSet([0x09...0x09])) }
  private static var graph: ScalarSet { whitespace.union(categories(["Cc", "Cn"])).inverted }

  /// The set of `[:name:]`; nil when the engine knows no such bracket.
  static func bracket(_ name: String) -> ScalarSet? {
    switch name {
    case "punct": categories(["P", "S"])
    case "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "space", "upper", "xdigit",
      "word":
      property(name, inClass: true)
    default: nil
    }
  }

  /// The set of the property `name`, whose case, blanks, `-` and `_` do not count; nil when it is not known here.
  static func property(_ name: String, inClass: Bool) -> ScalarSet? {
    let key = fold(name)
    if let set = category(key) ?? script(key) { return set }
    switch key {
    case "alnum": return alphabetic.union(digit)
    case "alpha", "alphabetic": return alphabetic
    case "any": return .everything
    case "ascii": return ScalarSet([0...0x7F])
    case "assigned": return categories(["Cn"]).inverted
    case "blank": return blank
    case "cntrl", "control": return categories(["Cc"])
    case "dash": return ScalarSet(table: RegexTables.dash)
    case "diacritic": return ScalarSet(table: RegexTables.diacritic)
    case "digit": return digit
    case "emoji": return ScalarSet(table: RegexTables.emoji)
    case "emojicomponent": return ScalarSet(table: RegexTables.emojiComponent)
    case "emojimodifier": return ScalarSet(table: RegexTables.emojiModifier)
    case "emojimodifierbase": return ScalarSet(table: RegexTables.emojiModifierBase)
    case "emojipresentation": return ScalarSet(table: RegexTables.emojiPresentation)
    case "extendedpictographic": return ScalarSet(table: RegexTables.extendedPictographic)
    case "graph": return graph
    case "ideographic": return ScalarSet(table: RegexTables.ideographic)
    case "lower", "lowercase": return lowercase
    case "math": return ScalarSet(table: RegexTables.math)
    case "print": return graph.union(categories(["Zs"]))
    case "space", "whitespace": return whitespace
    case "upper", "uppercase": return uppercase
    case "word": return inClass ? classWord : word
    case "xdigit": return hexDigit
    default: return nil
    }
  }

  /// The scalars of general categories, each named by one letter or two.
  static func categories(_ names: [String]) -> ScalarSet {
    let wanted = RegexTables.categoryNames.map { name in names.contains { name.hasPrefix($0) } }
    return runs(RegexTables.categories, bits: 5) { $0 < wanted.count && wanted[$0] }
  }

  private static func category(_ key: String) -> ScalarSet? {
    let long = longCategoryNames[key]
    guard let name = long ?? RegexTables.categoryNames.first(where: { $0.lowercased() == key }) else {
      if key == "lc" { return categories(["Lu", "Ll", "Lt"]) }
      let letter = key.uppercased()
      // Other (C) holds surrogates to the engine, which stand in no text.
      return key.count == 1 && "LMNPSZC".contains(letter) ? categories([letter]) : nil
    }
    return categories(name.split(separator: " ").map(String.init))
  }

  private static func script(_ key: String) -> ScalarSet? {
    guard let number = RegexTables.scriptNames.firstIndex(where: { fold($0) == key }) else { return nil }
    return runs(RegexTables.scripts, bits: 8) { $0 == number }
  }

  private static func runs(_ table: [UInt32], bits: UInt32, where isMember: (Int) -> Bool) -> ScalarSet {
    var ranges: [ClosedRange<UInt32>] = []
    for (index, run) in table.enumerated() where isMember(Int(run & (1 << bits - 1))) {
      let end = index + 1 < table.count ? table[index + 1] >> bits : 0x110000
      ranges.append(run >> bits...end - 1)
    }
    return ScalarSet(ranges).intersection(.everything)
  }

  private static func fold(_ name: String) -> String {
    name.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
  }

  private static let longCategoryNames = [
    "letter": "L", "casedletter": "Lu Ll Lt", "uppercaseletter": "Lu", "lowercaseletter": "Ll",
    "titlecaseletter": "Lt", "modifierletter": "Lm", "otherletter": "Lo", "mark": "M", "combiningmark": "M",
    "nonspacingmark": "Mn", "spacingmark": "Mc", "enclosingmark": "Me", "number": "N", "decimalnumber": "Nd",
    "letternumber": "Nl", "othernumber": "No", "punctuation": "P", "punct": "P", "connectorpunctuation": "Pc",
    "dashpunctuation": "Pd", "openpunctuation": "Ps", "closepunctuation": "Pe", "initialpunctuation": "Pi",
    "finalpunctuation": "Pf", "otherpunctuation": "Po", "symbol": "S", "mathsymbol": "Sm", "currencysymbol": "Sc",
    "modifiersymbol": "Sk", "othersymbol": "So", "separator": "Z", "spaceseparator": "Zs", "lineseparator": "Zl",
    "paragraphseparator": "Zp", "other": "C", "format": "Cf", "privateuse": "Co", "unassigned": "Cn",
  ]
}

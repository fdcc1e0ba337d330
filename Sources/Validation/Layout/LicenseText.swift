/// Licences that are told by phrases of their texts.
package enum LicenseText: String, CaseIterable {
  case apache = "Apache-2.0"
  case mit = "MIT"
  case bsd = "BSD"
  case gpl = "GPL"
  case lesserGPL = "LGPL"
  case afferoGPL = "AGPL"
  case mozilla = "MPL-2.0"
  case creativeCommons = "Creative Commons"
  case unlicense = "Unlicense"

  /// The licences whose texts a text holds; none where it is something else.
  static func found(in text: String) -> Set<LicenseText> {
    // Lines are broken anywhere in copies of a text.
    let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return Set(allCases.filter { license in license.phrases.contains { $0.allSatisfy { text.contains($0) } } })
  }

  /// The Hub's id of the licence whose text this is; nil where it is none, several, or one whose versions share their text.
  package static func id(ofText text: String) -> String? {
    let found = found(in: text)
    guard found.count == 1, let license = found.first else { return nil }
    return switch license {
    case .apache: "apache-2.0"
    case .mit: "mit"
    case .mozilla: "mpl-2.0"
    case .unlicense: "unlicense"
    case .afferoGPL: "agpl-3.0"
    case .bsd, .gpl, .lesserGPL, .creativeCommons: nil
    }
  }

  /// The licences that a text may be of under the Hub's id; nil where its text is not known.
  static func expected(for id: String) -> Set<LicenseText>? {
    switch id {
    case "apache-2.0": [.apache]
    case "mit": [.mit]
    case "bsd", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear": [.bsd]
    case "gpl", "gpl-2.0", "gpl-3.0": [.gpl]
    // The lesser licence adds to the general one, whose text goes with it.
    case "lgpl", "lgpl-2.1", "lgpl-3.0": [.lesserGPL, .gpl]
    case "agpl-3.0": [.afferoGPL]
    case "mpl-2.0": [.mozilla]
    case "unlicense": [.unlicense]
    case _ where id.hasPrefix("cc"): [.creativeCommons]
    default: nil
    }
  }

  /// Alternatives of phrases that only this licence has together.
  private var phrases: [[String]] {
    switch self {
    case .apache:
      [["Apache License", "Version 2.0, January 2004"], ["Licensed under the Apache License, Version 2.0"]]
    case .mit: [["Permission is hereby granted, free of charge, to any person obtaining a copy", "AS IS"]]
    case .bsd: [["Redistribution and use in source and binary forms, with or without modification, are permitted"]]
    // In capitals it is a heading; the texts name each other in small letters.
    case .gpl: [["GNU GENERAL PUBLIC LICENSE"]]
    case .lesserGPL: [["GNU LESSER GENERAL PUBLIC LICENSE"], ["GNU LIBRARY GENERAL PUBLIC LICENSE"]]
    case .afferoGPL: [["GNU AFFERO GENERAL PUBLIC LICENSE"]]
    case .mozilla: [["Mozilla Public License Version 2.0"], ["Mozilla Public License, v. 2.0"]]
    case .creativeCommons: [["Creative Commons", "Public License"], ["creativecommons.org/"], ["CC0 1.0 Universal"]]
    case .unlicense: [["This is free and unencumbered software released into the public domain"]]
    }
  }
}

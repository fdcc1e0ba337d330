import Documents

/// The text of `claims.json`: for each number of the rendered files, where it was born.
enum ClaimsFile {
  static func text(_ files: [RenderedFile]) -> String {
    var json = "{\n  \"schema\": 1,\n  \"files\": ["
    for (index, file) in files.enumerated() {
      json += index == 0 ? "\n" : ",\n"
      json += "    {\"path\": \(string(file.path)), \"values\": ["
      for (position, entry) in file.claims.entries.enumerated() {
        json += position == 0 ? "\n" : ",\n"
        json += "      {\"line\": \(entry.line), \"column\": \(entry.column), \"text\": \(string(entry.text)), "
        json += "\"id\": \(string(entry.origin.id)), \"kind\": \(string(entry.origin.kind.rawValue)), "
        json += "\"detail\": \(string(entry.origin.detail))}"
      }
      json += file.claims.entries.isEmpty ? "]}" : "\n    ]}"
    }
    return json + (files.isEmpty ? "]\n}\n" : "\n  ]\n}\n")
  }

  private static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

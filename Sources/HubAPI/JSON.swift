import FoundationEssentials

/// How this room writes and reads JSON.
enum JSON {
  /// Compact, keys in order, so that the same request has the same bytes.
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// What is wrong with a JSON answer, in words; the decoder's own hold Swift's.
  static func words(for error: any Error) -> String {
    func place(_ path: [any CodingKey], _ key: (any CodingKey)? = nil) -> String {
      var text = ""
      for key in path + (key.map { [$0] } ?? []) {
        text +=
          key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? "" : ".") + ServerText.cleaned(key.stringValue, limit: 60)
      }
      return text.isEmpty ? "the top" : text
    }
    guard let error = error as? DecodingError else { return "it is not valid JSON" }
    return switch error {
    case .keyNotFound(let key, let context): "\(place(context.codingPath, key)) is missing"
    case .valueNotFound(_, let context): "\(place(context.codingPath)) is null"
    case .typeMismatch(_, let context): "\(place(context.codingPath)) has another type than expected"
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "it is not valid JSON"
    case .dataCorrupted(let context): "\(place(context.codingPath)) has a value that is not known"
    @unknown default: "it is not valid JSON"
    }
  }
}

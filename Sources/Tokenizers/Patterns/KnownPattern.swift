/// The expressions that large families of tokenizers share, each with a scanner of its own.
///
/// All of them match at every place of a text, so that matches lie end to end.
enum KnownPattern: Sendable {
  /// GPT-2, RoBERTa, and ByteLevel's own.
  case gpt2
  /// Up to three numbers together: cl100k, Llama 3.
  case llama3
  /// Numbers one by one: Qwen 2 to 3.
  case qwen2
  /// The same with marks as part of words: Qwen 3.5.
  case qwen35
  /// Words are cut by case: o200k, gpt-oss.
  case o200k

  init?(regex: String) {
    switch regex {
    case #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: self = .gpt2
    case KnownPattern.text(letters: #"\p{L}+"#, numbers: #"\p{N}{1,3}"#, others: #"[^\s\p{L}\p{N}]+"#): self = .llama3
    case KnownPattern.text(letters: #"\p{L}+"#, numbers: #"\p{N}"#, others: #"[^\s\p{L}\p{N}]+"#): self = .qwen2
    case KnownPattern.text(letters: #"[\p{L}\p{M}]+"#, numbers: #"\p{N}"#, others: #"[^\s\p{L}\p{M}\p{N}]+"#):
      self = .qwen35
    case KnownPattern.textByCase: self = .o200k
    default: return nil
    }
  }

  private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let blanks = #"\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let textByCase =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+\#(contractions)?|"#
    + #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*\#(contractions)?|"#
    + #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\#(blanks)"#

  private static func text(letters: String, numbers: String, others: String) -> String {
    #"\#(contractions)|[^\r\n\p{L}\p{N}]?\#(letters)|\#(numbers)| ?\#(others)[\r\n]*|\#(blanks)"#
  }
}

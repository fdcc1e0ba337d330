import Tokenizers

/// How much of a text a model's vocabulary knows.
public struct TokenCoverage: Sendable, Hashable {
  /// Tokens of the text.
  public var total: Int
  /// Those that stand for what the vocabulary does not have.
  public var unknown: Int

  /// A number of tokens with so many unknown ones.
  public init(total: Int = 0, unknown: Int = 0) {
    self.total = total
    self.unknown = unknown
  }

  /// The share of unknown tokens, from 0 to 1; 0 where there are no tokens.
  public var unknownShare: Double { total == 0 ? 0 : Double(unknown) / Double(total) }

  /// The counts of two texts together.
  public static func + (left: Self, right: Self) -> Self {
    Self(total: left.total + right.total, unknown: left.unknown + right.unknown)
  }
}

extension StaticModel {
  /// The tokens of a text before the unknown are dropped, up to the most that are pooled.
  ///
  /// A vocabulary without an unknown token, as that of byte-level BPE, knows everything.
  ///
  /// - Throws: `EmbeddingError.Code.inexpressibleText`, which sound tokenizers never lead to.
  public func coverage(of text: String) throws(EmbeddingError) -> TokenCoverage {
    let ids: [UInt32]
    do { ids = try tokenizer.encode(text, limit: rules.tokenLimit) } catch { throw EmbeddingError(error) }
    guard let unknown = facts.unknownTokenID else { return TokenCoverage(total: ids.count) }
    return TokenCoverage(total: ids.count, unknown: ids.count { $0 == unknown })
  }
}

import Tokenizers

/// The memory that encoding one text after another needs; kept, so that a warm call allocates nothing.
///
/// One value serves one caller at a time; it may be used with several models in turn.
public struct Workspace: Sendable {
  var tokenizer = TokenizerWorkspace()
  /// The table's row for every pooled token.
  var rows: [UInt32] = []
  var weights: [Double] = []
  var floatWeights: [Float] = []
  var floats: [Float] = []
  var integers: [Int32] = []
  var doubles: [Double] = []

  /// An empty workspace; it grows with its first texts.
  public init() {}
}

extension Array where Element: ExpressibleByIntegerLiteral {
  /// Makes the array at least `count` long.
  mutating func grow(to count: Int) {
    if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
  }
}

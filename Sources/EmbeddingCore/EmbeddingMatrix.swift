/// Vectors of many texts: [`rows` × `dimension`], row-major.
public struct EmbeddingMatrix: Sendable, Hashable {
  /// The number of vectors.
  public let rows: Int
  /// The length of each.
  public let dimension: Int
  /// All numbers, one vector after the other.
  public let values: [Float]

  /// A matrix of these numbers.
  ///
  /// - Precondition: there are `rows` × `dimension` of them.
  public init(rows: Int, dimension: Int, values: [Float]) {
    precondition(values.count == rows * dimension, "the numbers do not fill the matrix")
    self.rows = rows
    self.dimension = dimension
    self.values = values
  }

  /// The vector of the text at `index`, from 0.
  ///
  /// - Precondition: `index` is less than `rows`.
  public subscript(index: Int) -> [Float] { Array(values[index * dimension..<(index + 1) * dimension]) }
}

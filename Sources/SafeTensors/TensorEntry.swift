/// One tensor of a file: what it is called, what it holds and where.
public struct TensorEntry: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The format of the elements.
  public var dtype: TensorDType
  /// The extents, outermost first; empty for a single number.
  public var shape: [Int]
  /// The place of the data in bytes from the start of the *file*.
  public var byteRange: Range<Int>

  /// A tensor at a place of a file.
  public init(name: String, dtype: TensorDType, shape: [Int], byteRange: Range<Int>) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
    self.byteRange = byteRange
  }

  /// The number of elements: the product of the extents.
  ///
  /// The reader has checked that it does not overflow.
  public var elementCount: Int { shape.reduce(1, &*) }

  /// The number of bytes that `shape` takes in `dtype`; nil when it overflows or is no whole number of bytes.
  static func byteCount(shape: [Int], dtype: TensorDType) -> Int? {
    var bits = dtype.bits
    // A product that is zero in the end still has to be reachable without overflow, as for the reference reader.
    for extent in shape {
      let (product, overflow) = bits.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      bits = product
    }
    return bits % 8 == 0 ? bits / 8 : nil
  }
}

import CKernels

/// How alike two vectors are.
public enum Similarity {
  /// The cosine of the angle between two vectors of equal length, in double precision, from -1 to 1; 0 if one is zero.
  ///
  /// Numbers beyond the shorter vector's length are not looked at. A vector with numbers that are not finite gives a
  /// result that is not finite.
  public static func cosine(_ left: [Float], _ right: [Float]) -> Double {
    var product = 0.0
    var leftSquares = 0.0
    var rightSquares = 0.0
    hfpub_dot_products(left, right, min(left.count, right.count), &product, &leftSquares, &rightSquares)
    guard leftSquares != 0, rightSquares != 0 else { return 0 }
    let cosine = product / (leftSquares.squareRoot() * rightSquares.squareRoot())
    return cosine.isFinite ? min(1, max(-1, cosine)) : cosine
  }
}

/// With what arithmetic a vector is worked out and rounded.
public enum Rounding: Sendable, Hashable, CaseIterable {
  /// As near to the exact answer as 32-bit floats can be, whatever the table's number format; the default.
  ///
  /// Sums of at most 32 rows, times their weights where there are any, are taken in float, everything beyond in double,
  /// and the result is rounded once. For 8-bit tables without weights it is the same as `asStored`, whose sums are exact.
  case float32
  /// Bit for bit what the Python library `model2vec` 0.10 returns.
  ///
  /// Models stored in half precision answer in halves, widened here: up to 5e-4 away from the exact answer.
  case asStored
}

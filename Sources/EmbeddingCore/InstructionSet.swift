import CKernels

/// The instructions that the sums over rows use; all sets give the same bits, at different speeds.
public enum InstructionSet: String, Sendable, Hashable {
  /// What every processor of this architecture has.
  case baseline
  /// AVX2, with conversions of half precision.
  case avx2
  /// AVX-512.
  case avx512

  /// The set chosen for this machine.
  public static var chosen: InstructionSet {
    let best = hfpub_best_kernels()
    if best == hfpub_kernels_of(HFPUB_AVX512) { return .avx512 }
    return best == hfpub_kernels_of(HFPUB_AVX2) ? .avx2 : .baseline
  }
}

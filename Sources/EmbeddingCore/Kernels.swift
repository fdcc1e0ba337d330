import CKernels

/// The sums over rows for the machine that the process runs on.
enum Kernels {
  static let best: hfpub_kernels = hfpub_best_kernels().pointee

  typealias Weighted =
    @convention(c) (
      UnsafeRawPointer?, Int, Int, UnsafePointer<UInt32>?, UnsafePointer<Double>?, Int, UnsafeMutablePointer<Double>?
    ) -> Void

  /// The weighted sum in double over a table of that format.
  static func weighted(_ format: hfpub_format) -> Weighted? {
    switch format {
    case HFPUB_F16: best.add_weighted_f16
    case HFPUB_BF16: best.add_weighted_bf16
    case HFPUB_I8: best.add_weighted_i8
    case HFPUB_F64: best.add_weighted_f64
    default: best.add_weighted_f32
    }
  }
}

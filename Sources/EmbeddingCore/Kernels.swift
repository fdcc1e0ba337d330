import CKernels

/// The sums over rows for the machine that the process runs on.
enum Kernels {
  static let best: hfpub_kernels = hfpub_best_kernels().pointee

  typealias Sum =
    @convention(c) (
      UnsafeRawPointer?, Int, Int, UnsafePointer<UInt32>?, Int, UnsafeMutablePointer<Float>?
    ) -> Void

  /// The sum in float over a table of that format, which has no more than 32 bits.
  static func sum(_ format: hfpub_format) -> Sum? {
    switch format {
    case HFPUB_F16: best.sum_f16
    case HFPUB_BF16: best.sum_bf16
    default: best.sum_f32
    }
  }

  typealias SumOfProducts =
    @convention(c) (
      UnsafeRawPointer?, Int, Int, UnsafePointer<UInt32>?, UnsafePointer<Float>?, Int, UnsafeMutablePointer<Float>?
    ) -> Void

  /// The weighted sum in float over a table of that format, which has no more than 32 bits.
  static func sumOfProducts(_ format: hfpub_format) -> SumOfProducts? {
    switch format {
    case HFPUB_F16: best.sum_products_f16
    case HFPUB_BF16: best.sum_products_bf16
    case HFPUB_I8: best.sum_products_i8
    default: best.sum_products_f32
    }
  }

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

/// The number format of a tensor's elements, by the name that the file format uses.
public enum TensorDType: String, Sendable, Hashable, CaseIterable {
  /// 64-bit floating point.
  case f64 = "F64"
  /// 32-bit floating point.
  case f32 = "F32"
  /// 16-bit IEEE half.
  case f16 = "F16"
  /// 16-bit brain float.
  case bf16 = "BF16"
  /// 64-bit signed integer.
  case i64 = "I64"
  /// 32-bit signed integer.
  case i32 = "I32"
  /// 16-bit signed integer.
  case i16 = "I16"
  /// 8-bit signed integer.
  case i8 = "I8"
  /// 64-bit unsigned integer.
  case u64 = "U64"
  /// 32-bit unsigned integer.
  case u32 = "U32"
  /// 16-bit unsigned integer.
  case u16 = "U16"
  /// 8-bit unsigned integer.
  case u8 = "U8"
  /// One truth value a byte.
  case bool = "BOOL"
  /// Two 32-bit floating-point numbers.
  case c64 = "C64"
  /// 8-bit floating point, 4 exponent and 3 fraction bits.
  case f8e4m3 = "F8_E4M3"
  /// 8-bit floating point, 5 exponent and 2 fraction bits.
  case f8e5m2 = "F8_E5M2"
  /// 8-bit power of two.
  case f8e8m0 = "F8_E8M0"
  /// 6-bit floating point, 2 exponent and 3 fraction bits.
  case f6e2m3 = "F6_E2M3"
  /// 6-bit floating point, 3 exponent and 2 fraction bits.
  case f6e3m2 = "F6_E3M2"
  /// 4-bit floating point.
  case f4 = "F4"

  /// The size of one element in bits; only the 4- and 6-bit formats are no whole number of bytes.
  public var bits: Int {
    switch self {
    case .f64, .i64, .u64, .c64: 64
    case .f32, .i32, .u32: 32
    case .f16, .bf16, .i16, .u16: 16
    case .i8, .u8, .bool, .f8e4m3, .f8e5m2, .f8e8m0: 8
    case .f6e2m3, .f6e3m2: 6
    case .f4: 4
    }
  }
}

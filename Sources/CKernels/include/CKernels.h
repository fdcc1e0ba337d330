#pragma once
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Where a byte first stands among 16; 16 or more when it does not. All 16 are read.
static inline unsigned hfpub_find_byte(const uint8_t *bytes, uint8_t byte) {
#if defined(__x86_64__)
  __m128i equal = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8((char)byte));
  return (unsigned)__builtin_ctz((unsigned)_mm_movemask_epi8(equal) | 0x10000u);
#elif defined(__aarch64__)
  uint8x16_t equal = vceqq_u8(vld1q_u8(bytes), vdupq_n_u8(byte));
  // Four bits for each byte.
  uint64_t mask = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(equal), 4)), 0);
  return mask ? (unsigned)__builtin_ctzll(mask) / 4 : 16;
#else
  unsigned place = 0;
  while (place < 16 && bytes[place] != byte) place++;
  return place;
#endif
}

// Sums of rows of an embedding table. Every table is row-major, little-endian and at any alignment; a row starts
// `stride` elements after the one before it, and its first `dimension` elements are used. `rows` holds `count` row
// numbers, in the order of addition, which the caller has checked against the table. Sums are written, not added to.
// No multiplication is fused with an addition.

/// The number format of a table.
enum hfpub_format { HFPUB_F32 = 0, HFPUB_F16 = 1, HFPUB_I8 = 2, HFPUB_F64 = 3, HFPUB_BF16 = 4 };

/// The instruction sets that kernels are compiled for.
enum hfpub_instructions { HFPUB_BASELINE = 0, HFPUB_AVX2 = 1, HFPUB_AVX512 = 2 };

/// Sums over rows, compiled for one instruction set; all sets give the same bits. `count` is at least 1.
struct hfpub_kernels {
  /// sum[k] = row[k] + ... in float, one addition per row in order; halves and brain floats are widened exactly.
  void (*sum_f32)(const void *table, size_t stride, size_t dimension, const uint32_t *rows, size_t count, float *sum);
  void (*sum_f16)(const void *table, size_t stride, size_t dimension, const uint32_t *rows, size_t count, float *sum);
  void (*sum_bf16)(const void *table, size_t stride, size_t dimension, const uint32_t *rows, size_t count, float *sum);
  /// The same over 8-bit integers, exactly; count must not exceed 2^24.
  void (*sum_i8)(const void *table, size_t stride, size_t dimension, const uint32_t *rows, size_t count, int32_t *sum);

  /// sum[k] = row[k] * weights[i] + ... in float, product rounded first.
  void (*sum_products_f32)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                           const float *weights, size_t count, float *sum);
  void (*sum_products_f16)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                           const float *weights, size_t count, float *sum);
  void (*sum_products_bf16)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                            const float *weights, size_t count, float *sum);
  void (*sum_products_i8)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                          const float *weights, size_t count, float *sum);
  /// mean[k] = sum[k] / count, divided in double.
  void (*mean_i32)(const int32_t *sum, size_t dimension, size_t count, float *mean);
  /// vector[k] /= divisor.
  void (*divide)(float *vector, size_t dimension, float divisor);

  /// sum[k] += row[k] * weights[i] in double, product rounded first; `weights` NULL means 1.
  void (*add_weighted_f32)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                           const double *weights, size_t count, double *sum);
  void (*add_weighted_f16)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                           const double *weights, size_t count, double *sum);
  void (*add_weighted_bf16)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                            const double *weights, size_t count, double *sum);
  void (*add_weighted_i8)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                          const double *weights, size_t count, double *sum);
  void (*add_weighted_f64)(const void *table, size_t stride, size_t dimension, const uint32_t *rows,
                           const double *weights, size_t count, double *sum);

  /// vector[k] = sum[k] / count, or, with `normalizes`, sum[k] / (length of sum + 1e-32); in double, rounded once.
  void (*finish_f32)(const float *sum, size_t dimension, size_t count, int normalizes, float *vector);
  void (*finish_f64)(const double *sum, size_t dimension, size_t count, int normalizes, float *vector);
};

/// The kernels for an instruction set; NULL where this machine does not have it.
const struct hfpub_kernels *hfpub_kernels_of(enum hfpub_instructions instructions);

/// The fastest kernels that this machine can run.
const struct hfpub_kernels *hfpub_best_kernels(void);

/// sum[k] += row[k] * weights[i] in float, product rounded first; with `rounds_to_half`, product rounded to half too.
/// For all tables but F64. The caller sets `sum` to zero before the first rows.
void hfpub_add_weighted_f32(const void *table, enum hfpub_format format, size_t stride, size_t dimension,
                            const uint32_t *rows, const float *weights, size_t count, int rounds_to_half, float *sum);

/// The sum of squares in float, squares rounded, added pairwise in numpy's order.
float hfpub_pairwise_square_sum(const float *values, size_t count);

/// The sum in float in numpy's pairwise order.
float hfpub_pairwise_sum(const float *values, size_t count);

/// Rounds every value to the nearest half, ties to even, and widens it again.
void hfpub_round_to_half(float *values, size_t count);

/// The half nearest to a double, ties to even, in one rounding.
float hfpub_half_from_double(double value);

/// sum[k] += part[k].
void hfpub_add_i32(const int32_t *part, size_t count, double *sum);

/// The cosine's three sums in double: a.b, a.a and b.b.
void hfpub_dot_products(const float *a, const float *b, size_t count, double *ab, double *aa, double *bb);

/// Widens one row of a table to double.
void hfpub_widen_row(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t row,
                     double *values);

/// How often something was found among rows, and where first.
struct hfpub_row_set {
  uint64_t count;
  uint64_t first;
};

/// What a look at rows found; starts as zeros and is added to.
struct hfpub_survey {
  /// Numbers that are infinite or not a number.
  uint64_t non_finite;
  struct hfpub_row_set nan_rows, infinite_rows, zero_rows;
  /// The rows of the shortest and the longest length, of those counted in `norms`: finite and not all zeros.
  uint64_t norms, smallest_row, largest_row;
  double smallest_norm, largest_norm;
  /// The keys that were written, one for each row of `norms`.
  uint64_t keys;
};

enum {
  /// Places of a histogram of lengths: a length belongs where its bits as a float, shifted by this, say.
  HFPUB_NORM_SHIFT = 13,
  HFPUB_NORM_PLACES = 1 << (31 - HFPUB_NORM_SHIFT)
};

/// What a survey writes to; every thread has its own.
struct hfpub_survey_memory {
  /// Room for one key a row: a hash of the row's bytes above `row_bits` bits that hold the row's number.
  uint64_t *keys;
  unsigned row_bits;
  /// `HFPUB_NORM_PLACES` numbers, added to.
  uint32_t *histogram;
  /// One element of the table's size for each column, zeros at first: the bits that were ever set, without the sign,
  /// and those that ever differed from the reference row. Kept up only until every column has some of both.
  void *set_bits;
  void *changed_bits;
};

/// Looks at rows from `start` up to `end`, each once.
void hfpub_survey_rows(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t start,
                       size_t end, size_t reference, const struct hfpub_survey_memory *memory,
                       struct hfpub_survey *survey);

/// The first row that is finite and not all zeros; `rows` when there is none.
size_t hfpub_first_nonzero_row(const void *table, enum hfpub_format format, size_t stride, size_t dimension,
                               size_t rows);

/// Widens `length` elements of a row from element `start` on to double.
void hfpub_widen_part(const void *table, enum hfpub_format format, size_t stride, size_t row, size_t start,
                      size_t length, double *values);

/// Writes the first `dimension` elements of every row as `to`, which is F64, F32 or F16, without gaps; rounded to the
/// nearest, ties to even.
void hfpub_convert(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t rows,
                   enum hfpub_format to, void *values);

/// The largest magnitude; not a number if there is one that is none.
double hfpub_largest(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t rows);

/// Writes the first `dimension` elements of every row as 8-bit integers, without gaps: rounded to half, divided by
/// `largest` / 127 in the table's own arithmetic (BF16: in float), rounded to half and to an integer, ties to even.
void hfpub_quantize(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t rows,
                    double largest, int8_t *values);

/// The sum in double in numpy's pairwise order.
double hfpub_pairwise_sum_f64(const double *values, size_t count);

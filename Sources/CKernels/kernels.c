#include "CKernels.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Dimensions are summed in blocks whose sums stay in registers while the rows go by.
enum { BLOCK = 64, PREFETCH_ROWS = 4 };

static float half_to_float(uint16_t half) {
#if defined(__aarch64__)
  __fp16 value;
  memcpy(&value, &half, sizeof value);
  return value;
#else
  uint32_t sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t magnitude = half & 0x7FFF;
  uint32_t bits;
  if (magnitude >= 0x7C00) {
    bits = 0x7F800000 | (magnitude & 0x3FF) << 13 | (magnitude > 0x7C00 ? 0x400000 : 0);
  } else if (magnitude >= 0x400) {
    bits = (magnitude << 13) + 0x38000000;
  } else {
    // A subnormal half is a whole number of 2^-24.
    float value = (float)magnitude * 0x1p-24f;
    memcpy(&bits, &value, sizeof bits);
  }
  bits |= sign;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
#endif
}

static float round_to_half(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint32_t sign = bits & 0x80000000;
  uint32_t magnitude = bits & 0x7FFFFFFF;
  if (magnitude >= 0x7F800000) {
    return value;
  }
  float result;
  if (magnitude >= 0x477FF000) {
    // From half way between the largest half and the next power of two on.
    magnitude = 0x7F800000;
  } else if (magnitude >= 0x38800000) {
    magnitude += 0x0FFF + ((magnitude >> 13) & 1);
    magnitude &= ~0x1FFFu;
  } else {
    // Adding 0.5 leaves as many fraction bits as a subnormal half has.
    float small;
    memcpy(&small, &magnitude, sizeof small);
    small = (small + 0.5f) - 0.5f;
    memcpy(&magnitude, &small, sizeof small);
  }
  magnitude |= sign;
  memcpy(&result, &magnitude, sizeof result);
  return result;
}

static inline float load_f32(const uint8_t *p) {
  float value;
  memcpy(&value, p, sizeof value);
  return value;
}

static inline float load_f16(const uint8_t *p) {
  uint16_t half;
  memcpy(&half, p, sizeof half);
  return half_to_float(half);
}

static inline float load_bf16(const uint8_t *p) {
  uint16_t upper;
  memcpy(&upper, p, sizeof upper);
  uint32_t bits = (uint32_t)upper << 16;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline float load_i8(const uint8_t *p) { return (float)(int8_t)*p; }

static inline double load_f64(const uint8_t *p) {
  double value;
  memcpy(&value, p, sizeof value);
  return value;
}

static size_t element_size(enum hfpub_format format) {
  switch (format) {
  case HFPUB_F32: return 4;
  case HFPUB_F16: return 2;
  case HFPUB_BF16: return 2;
  case HFPUB_I8: return 1;
  case HFPUB_F64: return 8;
  }
  return 0;
}

typedef float floats16 __attribute__((vector_size(64)));
typedef double doubles16 __attribute__((vector_size(128)));
typedef int8_t bytes16 __attribute__((vector_size(16)));
typedef int16_t shorts16 __attribute__((vector_size(32)));
typedef uint16_t ushorts16 __attribute__((vector_size(32)));
typedef int32_t ints16 __attribute__((vector_size(64)));
typedef uint32_t uints16 __attribute__((vector_size(64)));
#if defined(__x86_64__) || defined(__aarch64__)
typedef _Float16 halves16 __attribute__((vector_size(32)));
#endif

static inline void prefetch_row(const uint8_t *base, size_t row_size, const uint32_t *rows, size_t i, size_t count,
                                size_t bytes) {
  if (i + PREFETCH_ROWS < count) {
    const uint8_t *row = base + (size_t)rows[i + PREFETCH_ROWS] * row_size;
    for (size_t offset = 0; offset < bytes; offset += 64) __builtin_prefetch(row + offset);
  }
}

#define KERNEL(name) baseline_##name
#define VECTORS 4
#if defined(__aarch64__)
#define HARDWARE_HALF
#endif
#include "row_sums.h"
#undef KERNEL
#undef VECTORS
#undef HARDWARE_HALF

#ifdef __x86_64__
#define HARDWARE_HALF

#define KERNEL(name) avx2_##name
#define VECTORS 4
#pragma clang attribute push(__attribute__((target("avx2,f16c"))), apply_to = function)
#include "row_sums.h"
#pragma clang attribute pop
#undef KERNEL
#undef VECTORS

#define KERNEL(name) avx512_##name
#define VECTORS 16
#pragma clang attribute push(__attribute__((target("avx2,f16c,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#include "row_sums.h"
#pragma clang attribute pop
#undef KERNEL
#undef VECTORS
#endif

const struct hfpub_kernels *hfpub_kernels_of(enum hfpub_instructions instructions) {
  switch (instructions) {
  case HFPUB_BASELINE: return &baseline_kernels;
#ifdef __x86_64__
  case HFPUB_AVX2:
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("f16c") ? &avx2_kernels : NULL;
  case HFPUB_AVX512:
    return __builtin_cpu_supports("f16c") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
               ? &avx512_kernels
               : NULL;
#else
  case HFPUB_AVX2:
  case HFPUB_AVX512: return NULL;
#endif
  }
  return NULL;
}

const struct hfpub_kernels *hfpub_best_kernels(void) {
  const struct hfpub_kernels *kernels = hfpub_kernels_of(HFPUB_AVX512);
  if (!kernels) kernels = hfpub_kernels_of(HFPUB_AVX2);
  return kernels ? kernels : &baseline_kernels;
}

// Weighted sums.

static void widen_f32(const uint8_t *row, enum hfpub_format format, size_t length, float *values) {
  switch (format) {
  case HFPUB_F32:
    memcpy(values, row, length * 4);
    break;
  case HFPUB_F16:
    for (size_t k = 0; k < length; k++) values[k] = load_f16(row + k * 2);
    break;
  case HFPUB_BF16:
    for (size_t k = 0; k < length; k++) values[k] = load_bf16(row + k * 2);
    break;
  case HFPUB_I8:
    for (size_t k = 0; k < length; k++) values[k] = load_i8(row + k);
    break;
  case HFPUB_F64:
    for (size_t k = 0; k < length; k++) values[k] = (float)load_f64(row + k * 8);
    break;
  }
}

static void widen_f64(const uint8_t *row, enum hfpub_format format, size_t length, double *values) {
  if (format == HFPUB_F64) {
    memcpy(values, row, length * 8);
    return;
  }
  float narrow[BLOCK];
  for (size_t start = 0; start < length; start += BLOCK) {
    size_t part = length - start < BLOCK ? length - start : BLOCK;
    widen_f32(row + start * element_size(format), format, part, narrow);
    for (size_t k = 0; k < part; k++) values[start + k] = narrow[k];
  }
}

static inline __attribute__((always_inline)) void add_weighted_f32(const uint8_t *table, enum hfpub_format format,
                                                                   size_t stride, size_t dimension,
                                                                   const uint32_t *rows, const float *weights,
                                                                   size_t count, int rounds_to_half, float *sum) {
  size_t size = element_size(format);
  for (size_t start = 0; start < dimension; start += BLOCK) {
    size_t length = dimension - start < BLOCK ? dimension - start : BLOCK;
    float values[BLOCK] = {0};
    float block[BLOCK] = {0};
    memcpy(block, sum + start, length * sizeof(float));
    for (size_t i = 0; i < count; i++) {
      widen_f32(table + ((size_t)rows[i] * stride + start) * size, format, length, values);
      if (rounds_to_half) {
        for (size_t k = 0; k < length; k++) block[k] += round_to_half(values[k] * weights[i]);
      } else {
        for (size_t k = 0; k < BLOCK; k++) {
          float product = values[k] * weights[i];
          block[k] += product;
        }
      }
    }
    memcpy(sum + start, block, length * sizeof(float));
  }
}

void hfpub_add_weighted_f32(const void *table, enum hfpub_format format, size_t stride, size_t dimension,
                            const uint32_t *rows, const float *weights, size_t count, int rounds_to_half, float *sum) {
  add_weighted_f32(table, format, stride, dimension, rows, weights, count, rounds_to_half, sum);
}

// Small things.

float hfpub_pairwise_sum(const float *values, size_t count) {
  if (count < 8) {
    float sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
  }
  if (count <= 128) {
    float r[8];
    for (int k = 0; k < 8; k++) r[k] = values[k];
    size_t i = 8;
    for (; i < count - count % 8; i += 8) {
      for (int k = 0; k < 8; k++) r[k] += values[i + (size_t)k];
    }
    float sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < count; i++) sum += values[i];
    return sum;
  }
  size_t half = count / 2;
  half -= half % 8;
  return hfpub_pairwise_sum(values, half) + hfpub_pairwise_sum(values + half, count - half);
}

double hfpub_pairwise_sum_f64(const double *values, size_t count) {
  if (count < 8) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += values[i];
    return sum;
  }
  if (count <= 128) {
    double r[8];
    for (int k = 0; k < 8; k++) r[k] = values[k];
    size_t i = 8;
    for (; i < count - count % 8; i += 8) {
      for (int k = 0; k < 8; k++) r[k] += values[i + (size_t)k];
    }
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < count; i++) sum += values[i];
    return sum;
  }
  size_t half = count / 2;
  half -= half % 8;
  return hfpub_pairwise_sum_f64(values, half) + hfpub_pairwise_sum_f64(values + half, count - half);
}

float hfpub_pairwise_square_sum(const float *values, size_t count) {
  if (count <= 128) {
    float squares[128];
    for (size_t i = 0; i < count; i++) squares[i] = values[i] * values[i];
    return hfpub_pairwise_sum(squares, count);
  }
  size_t half = count / 2;
  half -= half % 8;
  return hfpub_pairwise_square_sum(values, half) + hfpub_pairwise_square_sum(values + half, count - half);
}

void hfpub_round_to_half(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = round_to_half(values[i]);
}

float hfpub_half_from_double(double value) {
  // Rounding to odd keeps what decides the second rounding.
  float narrow = (float)value;
  if ((double)narrow != value && isfinite(narrow)) {
    uint32_t bits;
    memcpy(&bits, &narrow, sizeof bits);
    if (fabs((double)narrow) > fabs(value)) bits -= 1;
    bits |= 1;
    memcpy(&narrow, &bits, sizeof narrow);
  }
  return round_to_half(narrow);
}

void hfpub_add_i32(const int32_t *part, size_t count, double *sum) {
  for (size_t k = 0; k < count; k++) sum[k] += part[k];
}

void hfpub_dot_products(const float *a, const float *b, size_t count, double *ab, double *aa, double *bb) {
  double x = 0, y = 0, z = 0;
  for (size_t k = 0; k < count; k++) {
    x += (double)a[k] * b[k];
    y += (double)a[k] * a[k];
    z += (double)b[k] * b[k];
  }
  *ab = x;
  *aa = y;
  *bb = z;
}

void hfpub_widen_row(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t row,
                     double *values) {
  widen_f64((const uint8_t *)table + row * stride * element_size(format), format, dimension, values);
}

void hfpub_widen_part(const void *table, enum hfpub_format format, size_t stride, size_t row, size_t start,
                      size_t length, double *values) {
  widen_f64((const uint8_t *)table + (row * stride + start) * element_size(format), format, length, values);
}

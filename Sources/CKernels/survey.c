#include "CKernels.h"

#include <float.h>
#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Everything that is asked about a table is gathered while its rows go by once: reading it from memory costs more than
// the arithmetic.

static void note_row(struct hfpub_row_set *set, size_t row) {
  if (set->count++ == 0) set->first = row;
}

/// Looks at a row again that holds what is no finite number; there is none in a sound table.
static void count_non_finite(const uint8_t *table, enum hfpub_format format, size_t stride, size_t dimension,
                             size_t row, struct hfpub_survey *survey) {
  enum { PART = 64 };
  double wide[PART];
  int has_nan = 0, has_infinity = 0;
  for (size_t start = 0; start < dimension; start += PART) {
    size_t length = dimension - start < PART ? dimension - start : PART;
    hfpub_widen_part(table, format, stride, row, start, length, wide);
    for (size_t k = 0; k < length; k++) {
      if (isfinite(wide[k])) continue;
      survey->non_finite++;
      if (isnan(wide[k])) has_nan = 1; else has_infinity = 1;
    }
  }
  if (has_nan) note_row(&survey->nan_rows, row);
  if (has_infinity) note_row(&survey->infinite_rows, row);
}

/// The length of a row whose squares left the range of float.
static double careful_norm(const uint8_t *table, enum hfpub_format format, size_t stride, size_t dimension, size_t row) {
  enum { PART = 64 };
  double wide[PART];
  double norm = 0;
  for (size_t start = 0; start < dimension; start += PART) {
    size_t length = dimension - start < PART ? dimension - start : PART;
    hfpub_widen_part(table, format, stride, row, start, length, wide);
    for (size_t k = 0; k < length; k++) norm = hypot(norm, wide[k]);
  }
  return norm;
}

static void note_norm(const uint8_t *table, enum hfpub_format format, size_t stride, size_t dimension, size_t row,
                      double square, uint32_t *histogram, struct hfpub_survey *survey) {
  double norm = square > 1e-30 && square < 1e37 ? sqrt(square) : careful_norm(table, format, stride, dimension, row);
  if (survey->norms++ == 0 || norm < survey->smallest_norm) {
    survey->smallest_norm = norm;
    survey->smallest_row = row;
  }
  if (survey->norms == 1 || norm > survey->largest_norm) {
    survey->largest_norm = norm;
    survey->largest_row = row;
  }
  float bounded = norm > FLT_MAX ? FLT_MAX : (float)norm;
  uint32_t bits;
  memcpy(&bits, &bounded, sizeof bits);
  histogram[bits >> HFPUB_NORM_SHIFT]++;
}

static inline uint64_t mixed(uint64_t state, uint64_t word) {
  state ^= word * 0xBF58476D1CE4E5B9u;
  return (state << 29 | state >> 35) * 0x9E3779B97F4A7C15u;
}

/// A number that equal bytes share, and different ones hardly ever.
static uint64_t hash_of(const void *bytes, size_t count) {
  const uint8_t *next = bytes;
  uint64_t states[4] = {1, 2, 3, 4};
  uint64_t words[4];
  for (; count >= sizeof words; count -= sizeof words, next += sizeof words) {
    memcpy(words, next, sizeof words);
    for (int lane = 0; lane < 4; lane++) states[lane] = mixed(states[lane], words[lane]);
  }
  memset(words, 0, sizeof words);
  memcpy(words, next, count);
  uint64_t hash = 0;
  for (int lane = 0; lane < 4; lane++) hash = mixed(hash, mixed(states[lane], words[lane]));
  hash ^= hash >> 31;
  hash *= 0x94D049BB133111EBu;
  return hash ^ hash >> 29;
}

static inline float magnitude_f32(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static inline double magnitude_f64(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

#define NAME survey_f32
#define ELEMENT uint32_t
#define MAGNITUDE 0x7FFFFFFFu
#define ONE_EXPONENT 0x00800000u
#define SQUARE float
#define WIDEN(bits) magnitude_f32(bits)
#include "survey_rows.h"

// A half is its bits, read as those of a float with the same fraction, times the difference of the exponents' biases.
#define NAME survey_f16
#define ELEMENT uint16_t
#define MAGNITUDE 0x7FFFu
#define ONE_EXPONENT 0x0400u
#define SQUARE float
#define WIDEN(bits) (magnitude_f32((uint32_t)(bits) << 13) * 0x1p112f)
#include "survey_rows.h"

#define NAME survey_bf16
#define ELEMENT uint16_t
#define MAGNITUDE 0x7FFFu
#define ONE_EXPONENT 0x0080u
#define SQUARE float
#define WIDEN(bits) magnitude_f32((uint32_t)(bits) << 16)
#include "survey_rows.h"

#define NAME survey_f64
#define ELEMENT uint64_t
#define MAGNITUDE 0x7FFFFFFFFFFFFFFFu
#define ONE_EXPONENT 0x0010000000000000u
#define SQUARE double
#define WIDEN(bits) magnitude_f64(bits)
#include "survey_rows.h"

#define NAME survey_i8
#define ELEMENT uint8_t
#define MAGNITUDE 0xFFu
#define ONE_EXPONENT 0
#define SQUARE float
#define WIDEN(bits) (float)(int8_t)(bits)
#include "survey_rows.h"

void hfpub_survey_rows(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t start,
                       size_t end, size_t reference, const struct hfpub_survey_memory *memory,
                       struct hfpub_survey *survey) {
  switch (format) {
  case HFPUB_F32: survey_f32(table, format, stride, dimension, start, end, reference, memory, survey); break;
  case HFPUB_F16: survey_f16(table, format, stride, dimension, start, end, reference, memory, survey); break;
  case HFPUB_BF16: survey_bf16(table, format, stride, dimension, start, end, reference, memory, survey); break;
  case HFPUB_F64: survey_f64(table, format, stride, dimension, start, end, reference, memory, survey); break;
  case HFPUB_I8: survey_i8(table, format, stride, dimension, start, end, reference, memory, survey); break;
  }
}

size_t hfpub_first_nonzero_row(const void *table, enum hfpub_format format, size_t stride, size_t dimension,
                               size_t rows) {
  enum { PART = 64 };
  double wide[PART];
  for (size_t row = 0; row < rows; row++) {
    int is_zero = 1, is_finite = 1;
    for (size_t start = 0; start < dimension && is_finite; start += PART) {
      size_t length = dimension - start < PART ? dimension - start : PART;
      hfpub_widen_part(table, format, stride, row, start, length, wide);
      for (size_t k = 0; k < length; k++) {
        is_zero &= wide[k] == 0;
        is_finite &= isfinite(wide[k]) != 0;
      }
    }
    if (!is_zero && is_finite) return row;
  }
  return rows;
}

#include "CKernels.h"

#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Conversions happen once, when a model is opened, row by row through double, which holds every format exactly.

/// The bits of a half whose value is `value`.
static uint16_t half_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  uint32_t magnitude = bits & 0x7FFFFFFF;
  if (magnitude > 0x7F800000) return sign | 0x7E00;
  if (magnitude == 0x7F800000) return sign | 0x7C00;
  if (magnitude >= 0x38800000) return sign | (uint16_t)((magnitude - 0x38000000) >> 13);
  // A subnormal half is a whole number of 2^-24.
  return sign | (uint16_t)(fabsf(value) * 0x1p24f);
}

void hfpub_convert(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t rows,
                   enum hfpub_format to, void *values) {
  enum { PART = 64 };
  double wide[PART];
  uint8_t *out = values;
  const uint8_t *bytes = table;
  for (size_t row = 0; row < rows; row++) {
    for (size_t start = 0; start < dimension; start += PART) {
      size_t length = dimension - start < PART ? dimension - start : PART;
      hfpub_widen_part(bytes, format, stride, row, start, length, wide);
      for (size_t k = 0; k < length; k++) {
        if (to == HFPUB_F64) {
          memcpy(out, &wide[k], 8);
          out += 8;
        } else if (to == HFPUB_F32) {
          float value = (float)wide[k];
          memcpy(out, &value, 4);
          out += 4;
        } else if (to == HFPUB_F16) {
          uint16_t half = half_bits(hfpub_half_from_double(wide[k]));
          memcpy(out, &half, 2);
          out += 2;
        }
      }
    }
  }
}

double hfpub_largest(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t rows) {
  enum { PART = 64 };
  double wide[PART];
  double largest = 0;
  for (size_t row = 0; row < rows; row++) {
    for (size_t start = 0; start < dimension; start += PART) {
      size_t length = dimension - start < PART ? dimension - start : PART;
      hfpub_widen_part(table, format, stride, row, start, length, wide);
      for (size_t k = 0; k < length; k++) {
        double magnitude = fabs(wide[k]);
        if (!(magnitude <= largest)) largest = magnitude;
        if (isnan(largest)) return largest;
      }
    }
  }
  return largest;
}

/// The quotient in the arithmetic of the table's format, rounded to half.
static float half_quotient(float half, enum hfpub_format format, double largest) {
  switch (format) {
  case HFPUB_F64: return hfpub_half_from_double((double)half / (largest / 127.0));
  case HFPUB_F16: return hfpub_half_from_double(half / hfpub_half_from_double((float)largest / 127.0f));
  default: return hfpub_half_from_double(half / ((float)largest / 127.0f));
  }
}

void hfpub_quantize(const void *table, enum hfpub_format format, size_t stride, size_t dimension, size_t rows,
                    double largest, int8_t *values) {
  enum { PART = 64 };
  double wide[PART];
  for (size_t row = 0; row < rows; row++) {
    for (size_t start = 0; start < dimension; start += PART) {
      size_t length = dimension - start < PART ? dimension - start : PART;
      hfpub_widen_part(table, format, stride, row, start, length, wide);
      for (size_t k = 0; k < length; k++) {
        float level = rintf(half_quotient(hfpub_half_from_double(wide[k]), format, largest));
        if (level > 127) level = 127;
        if (level < -127) level = -127;
        // A table of nothing but zeros has no scale.
        *values++ = isnan(level) ? 0 : (int8_t)level;
      }
    }
  }
}

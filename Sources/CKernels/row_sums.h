// Sums over rows of a table, written once for every instruction set. Included by kernels.c several times, each time with
//   KERNEL(name)  the name of a function of this set,
//   VECTORS       how many sums of 16 numbers stay in registers while the rows go by,
//   HARDWARE_HALF defined where halves are converted by an instruction.
//
// Numbers are added lane by lane, in the order of the rows, so that every set gives the same bits. The first row is
// taken, not added, so that a negative zero stays one.

#ifdef HARDWARE_HALF
#define LOAD_F16(values, p)                                                                                            \
  do {                                                                                                                 \
    halves16 narrow;                                                                                                   \
    memcpy(&narrow, p, sizeof narrow);                                                                                 \
    values = __builtin_convertvector(narrow, floats16);                                                                \
  } while (0)
#else
#define LOAD_F16(values, p)                                                                                            \
  do {                                                                                                                 \
    for (int lane = 0; lane < 16; lane++) values[lane] = load_f16((p) + lane * 2);                                     \
  } while (0)
#endif

#define LOAD_F32(values, p) memcpy(&values, p, sizeof values)

#define LOAD_BF16(values, p)                                                                                           \
  do {                                                                                                                 \
    ushorts16 upper;                                                                                                   \
    memcpy(&upper, p, sizeof upper);                                                                                   \
    uints16 bits = __builtin_convertvector(upper, uints16) << 16;                                                      \
    memcpy(&values, &bits, sizeof values);                                                                             \
  } while (0)

#define LOAD_I8(values, p)                                                                                             \
  do {                                                                                                                 \
    bytes16 narrow;                                                                                                    \
    memcpy(&narrow, p, sizeof narrow);                                                                                 \
    values = __builtin_convertvector(narrow, floats16);                                                                \
  } while (0)

// GROUPS blocks of 16 numbers, from `start` on.
#define SUM_BLOCK(LOAD, width, GROUPS)                                                                                 \
  do {                                                                                                                 \
    const uint8_t *base = table + start * width;                                                                       \
    const uint8_t *row = base + (size_t)rows[0] * stride * width;                                                      \
    floats16 s[GROUPS];                                                                                                \
    _Pragma("clang loop unroll(full)") for (int k = 0; k < GROUPS; k++) LOAD(s[k], row + k * 16 * width);               \
    for (size_t i = 1; i < count; i++) {                                                                               \
      prefetch_row(base, stride * width, rows, i, count, GROUPS * 16 * width);                                         \
      row = base + (size_t)rows[i] * stride * width;                                                                   \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < GROUPS; k++) {                                             \
        floats16 values;                                                                                               \
        LOAD(values, row + k * 16 * width);                                                                            \
        s[k] += values;                                                                                                \
      }                                                                                                                \
    }                                                                                                                  \
    memcpy(sum + start, s, sizeof s);                                                                                  \
  } while (0)

#define DEFINE_SUM(name, LOAD, load, width)                                                                            \
  static void KERNEL(name)(const void *data, size_t stride, size_t dimension, const uint32_t *rows, size_t count,  \
                           float *sum) {                                                                               \
    const uint8_t *table = data;                                                                                       \
    size_t start = 0;                                                                                                  \
    for (; start + 16 * VECTORS <= dimension; start += 16 * VECTORS) SUM_BLOCK(LOAD, width, VECTORS);                  \
    for (; start + 64 <= dimension; start += 64) SUM_BLOCK(LOAD, width, 4);                                            \
    for (; start + 16 <= dimension; start += 16) SUM_BLOCK(LOAD, width, 1);                                            \
    for (; start < dimension; start++) {                                                                               \
      sum[start] = load(table + ((size_t)rows[0] * stride + start) * width);                                           \
      for (size_t i = 1; i < count; i++) sum[start] += load(table + ((size_t)rows[i] * stride + start) * width);       \
    }                                                                                                                  \
  }

DEFINE_SUM(sum_f32, LOAD_F32, load_f32, 4)
DEFINE_SUM(sum_f16, LOAD_F16, load_f16, 2)
DEFINE_SUM(sum_bf16, LOAD_BF16, load_bf16, 2)

// 256 rows of 8-bit integers fit 16 bits: 256 * -128 = -2^15.
#define SUM_INTEGERS(GROUPS)                                                                                           \
  do {                                                                                                                 \
    const uint8_t *base = table + start;                                                                               \
    ints16 wide[GROUPS];                                                                                               \
    memset(wide, 0, sizeof wide);                                                                                      \
    for (size_t group = 0; group < count; group += 256) {                                                              \
      size_t end = count - group < 256 ? count : group + 256;                                                          \
      shorts16 s[GROUPS];                                                                                              \
      memset(s, 0, sizeof s);                                                                                          \
      for (size_t i = group; i < end; i++) {                                                                           \
        prefetch_row(base, stride, rows, i, count, GROUPS * 16);                                                       \
        const uint8_t *row = base + (size_t)rows[i] * stride;                                                          \
        _Pragma("clang loop unroll(full)") for (int k = 0; k < GROUPS; k++) {                                           \
          bytes16 narrow;                                                                                              \
          memcpy(&narrow, row + k * 16, sizeof narrow);                                                                \
          s[k] += __builtin_convertvector(narrow, shorts16);                                                           \
        }                                                                                                              \
      }                                                                                                                \
      for (int k = 0; k < GROUPS; k++) wide[k] += __builtin_convertvector(s[k], ints16);                               \
    }                                                                                                                  \
    memcpy(sum + start, wide, sizeof wide);                                                                            \
  } while (0)

static void KERNEL(sum_i8)(const void *data, size_t stride, size_t dimension, const uint32_t *rows, size_t count,
                           int32_t *sum) {
  const uint8_t *table = data;
  size_t start = 0;
  for (; start + 16 * VECTORS <= dimension; start += 16 * VECTORS) SUM_INTEGERS(VECTORS);
  for (; start + 64 <= dimension; start += 64) SUM_INTEGERS(4);
  for (; start + 16 <= dimension; start += 16) SUM_INTEGERS(1);
  for (; start < dimension; start++) {
    sum[start] = 0;
    for (size_t i = 0; i < count; i++) sum[start] += (int8_t)table[(size_t)rows[i] * stride + start];
  }
}

// sum[k] = row[k] * weight + ... in float, product rounded first.
#define SUM_PRODUCTS(LOAD, width, GROUPS)                                                                              \
  do {                                                                                                                 \
    const uint8_t *base = table + start * width;                                                                       \
    floats16 s[GROUPS];                                                                                                \
    memset(s, 0, sizeof s);                                                                                            \
    for (size_t i = 0; i < count; i++) {                                                                               \
      prefetch_row(base, stride * width, rows, i, count, GROUPS * 16 * width);                                         \
      const uint8_t *row = base + (size_t)rows[i] * stride * width;                                                    \
      float weight = weights[i];                                                                                       \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < GROUPS; k++) {                                             \
        floats16 values;                                                                                               \
        LOAD(values, row + k * 16 * width);                                                                            \
        floats16 product = values * weight;                                                                            \
        s[k] += product;                                                                                               \
      }                                                                                                                \
    }                                                                                                                  \
    memcpy(sum + start, s, sizeof s);                                                                                  \
  } while (0)

#define DEFINE_PRODUCTS(name, LOAD, load, width)                                                                       \
  static void KERNEL(name)(const void *data, size_t stride, size_t dimension, const uint32_t *rows,                    \
                           const float *weights, size_t count, float *sum) {                                           \
    const uint8_t *table = data;                                                                                       \
    size_t start = 0;                                                                                                  \
    for (; start + 16 * VECTORS <= dimension; start += 16 * VECTORS) SUM_PRODUCTS(LOAD, width, VECTORS);               \
    for (; start + 64 <= dimension; start += 64) SUM_PRODUCTS(LOAD, width, 4);                                         \
    for (; start + 16 <= dimension; start += 16) SUM_PRODUCTS(LOAD, width, 1);                                         \
    for (; start < dimension; start++) {                                                                               \
      sum[start] = 0;                                                                                                  \
      for (size_t i = 0; i < count; i++) {                                                                             \
        float product = load(table + ((size_t)rows[i] * stride + start) * width) * weights[i];                         \
        sum[start] += product;                                                                                         \
      }                                                                                                                \
    }                                                                                                                  \
  }

DEFINE_PRODUCTS(sum_products_f32, LOAD_F32, load_f32, 4)
DEFINE_PRODUCTS(sum_products_f16, LOAD_F16, load_f16, 2)
DEFINE_PRODUCTS(sum_products_bf16, LOAD_BF16, load_bf16, 2)
DEFINE_PRODUCTS(sum_products_i8, LOAD_I8, load_i8, 1)

// sum[k] += row[k] * weight in double, product rounded first.
#define ADD_WEIGHTED(LOAD, width, GROUPS)                                                                              \
  do {                                                                                                                 \
    const uint8_t *base = table + start * width;                                                                       \
    doubles16 s[GROUPS];                                                                                               \
    memcpy(s, sum + start, sizeof s);                                                                                  \
    for (size_t i = 0; i < count; i++) {                                                                               \
      prefetch_row(base, stride * width, rows, i, count, GROUPS * 16 * width);                                         \
      const uint8_t *row = base + (size_t)rows[i] * stride * width;                                                    \
      double weight = weights ? weights[i] : 1;                                                                        \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < GROUPS; k++) {                                             \
        floats16 values;                                                                                               \
        LOAD(values, row + k * 16 * width);                                                                            \
        doubles16 product = __builtin_convertvector(values, doubles16) * weight;                                       \
        s[k] += product;                                                                                               \
      }                                                                                                                \
    }                                                                                                                  \
    memcpy(sum + start, s, sizeof s);                                                                                  \
  } while (0)

#define DEFINE_WEIGHTED(name, LOAD, load, width)                                                                       \
  static void KERNEL(name)(const void *data, size_t stride, size_t dimension, const uint32_t *rows,                \
                           const double *weights, size_t count, double *sum) {                                         \
    const uint8_t *table = data;                                                                                       \
    size_t start = 0;                                                                                                  \
    for (; start + 8 * VECTORS <= dimension; start += 8 * VECTORS) ADD_WEIGHTED(LOAD, width, VECTORS / 2);             \
    for (; start + 32 <= dimension; start += 32) ADD_WEIGHTED(LOAD, width, 2);                                         \
    for (; start + 16 <= dimension; start += 16) ADD_WEIGHTED(LOAD, width, 1);                                         \
    for (; start < dimension; start++) {                                                                               \
      for (size_t i = 0; i < count; i++) {                                                                             \
        double product =                                                                                               \
            (double)load(table + ((size_t)rows[i] * stride + start) * width) * (weights ? weights[i] : 1);             \
        sum[start] += product;                                                                                         \
      }                                                                                                                \
    }                                                                                                                  \
  }

DEFINE_WEIGHTED(add_weighted_f32, LOAD_F32, load_f32, 4)
DEFINE_WEIGHTED(add_weighted_f16, LOAD_F16, load_f16, 2)
DEFINE_WEIGHTED(add_weighted_bf16, LOAD_BF16, load_bf16, 2)
DEFINE_WEIGHTED(add_weighted_i8, LOAD_I8, load_i8, 1)

static void KERNEL(add_weighted_f64)(const void *data, size_t stride, size_t dimension, const uint32_t *rows,
                                     const double *weights, size_t count, double *sum) {
  const uint8_t *table = data;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *row = table + (size_t)rows[i] * stride * 8;
    double weight = weights ? weights[i] : 1;
    for (size_t k = 0; k < dimension; k++) {
      double product = load_f64(row + k * 8) * weight;
      sum[k] += product;
    }
  }
}

// One pass over a sum: sum / count, or sum / (length of the sum + 1e-32 * count); worked out in double, rounded once.
#define DEFINE_FINISH(name, Sum)                                                                                       \
  static void KERNEL(name)(const Sum *sum, size_t dimension, size_t count, int normalizes, float *vector) {            \
    if (!normalizes) {                                                                                                 \
      for (size_t k = 0; k < dimension; k++) vector[k] = (float)((double)sum[k] / (double)count);                      \
      return;                                                                                                          \
    }                                                                                                                  \
    double squares[16] = {0};                                                                                          \
    size_t k = 0;                                                                                                      \
    for (; k + 16 <= dimension; k += 16) {                                                                             \
      for (size_t j = 0; j < 16; j++) squares[j] += (double)sum[k + j] * (double)sum[k + j];                           \
    }                                                                                                                  \
    for (; k < dimension; k++) squares[0] += (double)sum[k] * (double)sum[k];                                          \
    double total = 0;                                                                                                  \
    for (size_t j = 0; j < 8; j++) total += squares[j] + squares[j + 8];                                               \
    /* The length of the mean is that of the sum divided by the count, so that the tiny addend is multiplied. */       \
    double scale = 1 / (sqrt(total) + 1e-32 * (double)count);                                                          \
    for (k = 0; k < dimension; k++) vector[k] = (float)((double)sum[k] * scale);                                       \
  }

DEFINE_FINISH(finish_f32, float)
DEFINE_FINISH(finish_f64, double)

static void KERNEL(mean_i32)(const int32_t *sum, size_t dimension, size_t count, float *mean) {
  for (size_t k = 0; k < dimension; k++) mean[k] = (float)((double)sum[k] / (double)count);
}

static void KERNEL(divide)(float *vector, size_t dimension, float divisor) {
  for (size_t k = 0; k < dimension; k++) vector[k] /= divisor;
}

static const struct hfpub_kernels KERNEL(kernels) = {
    .sum_f32 = KERNEL(sum_f32),
    .sum_f16 = KERNEL(sum_f16),
    .sum_bf16 = KERNEL(sum_bf16),
    .sum_i8 = KERNEL(sum_i8),
    .sum_products_f32 = KERNEL(sum_products_f32),
    .sum_products_f16 = KERNEL(sum_products_f16),
    .sum_products_bf16 = KERNEL(sum_products_bf16),
    .sum_products_i8 = KERNEL(sum_products_i8),
    .mean_i32 = KERNEL(mean_i32),
    .divide = KERNEL(divide),
    .add_weighted_f32 = KERNEL(add_weighted_f32),
    .add_weighted_f16 = KERNEL(add_weighted_f16),
    .add_weighted_bf16 = KERNEL(add_weighted_bf16),
    .add_weighted_i8 = KERNEL(add_weighted_i8),
    .add_weighted_f64 = KERNEL(add_weighted_f64),
    .finish_f32 = KERNEL(finish_f32),
    .finish_f64 = KERNEL(finish_f64),
};

#undef LOAD_F32
#undef LOAD_F16
#undef LOAD_BF16
#undef LOAD_I8
#undef SUM_BLOCK
#undef DEFINE_SUM
#undef SUM_INTEGERS
#undef SUM_PRODUCTS
#undef DEFINE_PRODUCTS
#undef ADD_WEIGHTED
#undef DEFINE_WEIGHTED
#undef DEFINE_FINISH

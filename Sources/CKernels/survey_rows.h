// One pass over rows of one number format, included once for each. The includer defines:
//   NAME             the function's name
//   ELEMENT          an unsigned integer as wide as an element
//   MAGNITUDE        the bits without the sign; all bits of an integer
//   ONE_EXPONENT     what carries into the sign's place exactly when all bits of the exponent are set; 0 for integers
//   SQUARE           the type that squares are added in
//   WIDEN(bits)      the magnitude as SQUARE

static void NAME(const uint8_t *table, enum hfpub_format format, size_t stride, size_t dimension, size_t start,
                 size_t end, size_t reference, const struct hfpub_survey_memory *memory, struct hfpub_survey *survey) {
  enum { LANES = 16 };
  typedef ELEMENT unaligned __attribute__((aligned(1)));
  const unaligned *first = (const unaligned *)(table + reference * stride * sizeof(ELEMENT));
  unaligned *set = memory->set_bits;
  unaligned *changed = memory->changed_bits;
  const ELEMENT carry = (ELEMENT)~(ELEMENT)MAGNITUDE;
  int is_open = 1;
  for (size_t row = start; row < end; row++) {
    const unaligned *values = (const unaligned *)(table + row * stride * sizeof(ELEMENT));
    ELEMENT any[LANES] = {0};
    ELEMENT top[LANES] = {0};
    SQUARE squares[LANES] = {0};
    size_t k = 0;
    for (; k + LANES <= dimension; k += LANES) {
      for (size_t lane = 0; lane < LANES; lane++) {
        ELEMENT bits = (ELEMENT)(values[k + lane] & MAGNITUDE);
        any[lane] |= bits;
        top[lane] |= (ELEMENT)(bits + ONE_EXPONENT);
        SQUARE value = WIDEN(bits);
        squares[lane] += value * value;
      }
    }
    for (; k < dimension; k++) {
      ELEMENT bits = (ELEMENT)(values[k] & MAGNITUDE);
      any[0] |= bits;
      top[0] |= (ELEMENT)(bits + ONE_EXPONENT);
      SQUARE value = WIDEN(bits);
      squares[0] += value * value;
    }
    ELEMENT all = 0;
    ELEMENT tops = 0;
    double square = 0;
    for (size_t lane = 0; lane < LANES; lane++) {
      all |= any[lane];
      tops |= top[lane];
      square += (double)squares[lane];
    }
    if (ONE_EXPONENT != 0 && (tops & carry) != 0) {
      count_non_finite(table, format, stride, dimension, row, survey);
      continue;
    }
    if (all == 0) {
      note_row(&survey->zero_rows, row);
      continue;
    }
    note_norm(table, format, stride, dimension, row, square, memory->histogram, survey);
    memory->keys[survey->keys++] =
        hash_of(values, dimension * sizeof(ELEMENT)) >> memory->row_bits << memory->row_bits | row;
    if (!is_open) continue;
    for (k = 0; k < dimension; k++) {
      set[k] |= (ELEMENT)(values[k] & MAGNITUDE);
      changed[k] |= values[k] ^ first[k];
    }
    // A sound table settles within a few rows, and its columns need no more looking at.
    if ((row - start) % 16 == 15) {
      is_open = 0;
      for (k = 0; k < dimension && !is_open; k++) is_open = set[k] == 0 || changed[k] == 0;
    }
  }
}

#undef NAME
#undef ELEMENT
#undef MAGNITUDE
#undef ONE_EXPONENT
#undef SQUARE
#undef WIDEN

#pragma once
#include <stdint.h>

/// How often this thread has asked for memory since it started.
uint64_t hfpub_allocation_count(void);

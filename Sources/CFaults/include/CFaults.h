#pragma once
#include <stddef.h>

// Lets a process outlive files that shrink while they are mapped. The state is the process's, as its signal handlers
// are: a fixed number of guarded mappings, found by the handler without locks or allocation.

/// Installs the handler for SIGBUS, once; faults outside guarded mappings go on to the handler that was there before.
/// Returns 1 when it stands.
int hfpub_faults_install(void);

/// Guards a read-only private mapping of `length` bytes at `start`, both set by mmap. Returns its number, or -1 when
/// no handler is installed or all places are taken: such a mapping works, but does not outlive its file.
int hfpub_faults_guard(const void *start, size_t length);

/// Whether a guarded mapping still shows all that was in the file; once 0, always 0.
int hfpub_faults_is_intact(int guard);

/// Ends the guard; the mapping itself is the caller's to remove, afterwards.
void hfpub_faults_release(int guard);

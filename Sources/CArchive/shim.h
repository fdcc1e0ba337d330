#pragma once
#include <archive.h>
#include <archive_entry.h>

// Macros with casts are not imported, and S_IFREG is ambiguous beside the C library's.
static const unsigned int hfpub_archive_regular_file = 0100000;
static const unsigned int hfpub_archive_folder = 0040000;
static const unsigned int hfpub_archive_symbolic_link = 0120000;

/// The sample publication, `Publication/minilm-static`, inside the binary: `hfpub init demo` needs no other file.
#ifndef CSAMPLE_H
#define CSAMPLE_H

#include <stddef.h>

struct sample_file {
  /// The path in the publication's folder.
  const char *path;
  const unsigned char *bytes;
  size_t size;
};

/// The files, sorted by path, and how many there are.
const struct sample_file *sample_files(size_t *count);

#endif

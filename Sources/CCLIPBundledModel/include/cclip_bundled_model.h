#ifndef CCLIP_BUNDLED_MODEL_H
#define CCLIP_BUNDLED_MODEL_H
#include <stddef.h>

/// One file of the bundled model's folder, embedded in read-only memory: it is mapped with the
/// program, shared between processes, and needs no path at run time.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cclip_bundled_file;

/// The files of the bundled model's folder. Returns how many there are.
size_t cclip_bundled_model_files(const cclip_bundled_file **files);

#endif

#ifndef CCLIP_AGREEMENT_H
#define CCLIP_AGREEMENT_H
#include "cclip_kernels.h"

/// Zeros, on a cache line; never given back.
void *block(size_t bytes);
/// Random numbers, -1 ... 1.
float *numbers(size_t count);
/// Prints the largest difference, and counts a failure where it is larger than `tolerance`.
void compare(const char *set, const char *kernel, const float *found, const float *expected, size_t count,
             double tolerance);
/// The kernels of what flows back.
void compare_gradients(const cclip_kernels *, const cclip_kernels *plain);
#endif

#ifndef CCLIP_FILTERS_H
#define CCLIP_FILTERS_H
#include "cclip_resample.h"

/// The source pixels that one output pixel is made of.
typedef struct {
  int64_t first;
  int64_t count;
} cclip_span;

/// Upper bound of a span's count.
int64_t cclip_span_capacity(cclip_filter filter, int64_t in_size, int64_t out_size);

/// The source pixels that reach output pixel `out`. Both ends grow with `out`.
cclip_span cclip_span_of(cclip_filter filter, int64_t in_size, int64_t out_size, int64_t out);

/// Their weights, which sum to 1; Pillow's arithmetic step by step.
void cclip_span_weights(
    cclip_filter filter, int64_t in_size, int64_t out_size, int64_t out, cclip_span span, double *weights);

/// A weight in fixed point with 22 fractional bits, rounded half away from zero.
int32_t cclip_fixed_weight(double weight);
#endif

// Grey of more than 8 bits, which Pillow resizes with sums in double precision, tap by tap. One code path
// serves all processors: another order of additions would round to other samples.
#include "wide.h"

#include <string.h>

#include "resample.h"

#pragma STDC FP_CONTRACT OFF

// Numbers without a 32-bit form become the smallest one, as the reference's do on x86-64.
static inline int32_t rounded(double sum) {
  const double value = sum >= 0.0 ? sum + 0.5f : sum - 0.5f;
  return value > -2147483649.0 && value < 2147483648.0 ? (int32_t)value : INT32_MIN;
}

// Both orders of 16-bit samples are read in the machine's. For the other order that makes noise of a
// picture; the reference makes the same.
static inline double load(cclip_layout layout, const uint8_t *at) {
  if (layout == CCLIP_INT32) {
    int32_t value;
    memcpy(&value, at, sizeof value);
    return value;
  }
  if (layout == CCLIP_FLOAT32) {
    float value;
    memcpy(&value, at, sizeof value);
    return (double)value;
  }
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline void store(cclip_layout layout, double sum, uint8_t *to) {
  if (layout == CCLIP_INT32) {
    const int32_t value = rounded(sum);
    memcpy(to, &value, sizeof value);
  } else if (layout == CCLIP_FLOAT32) {
    const float value = (float)sum;
    memcpy(to, &value, sizeof value);
  } else {
    const int value = rounded(sum);
    const uint16_t both = (uint16_t)(value < 0 ? 0 : value > 65535 ? 65535 : value);
    memcpy(to, &both, sizeof both);
  }
}

// Samples along one direction of a picture: lines, and steps within a line, in bytes.
typedef struct {
  uint8_t *at;
  int64_t line, step;
} samples;

// Resizes `count` lines along one direction. A direction that keeps its size is copied: a weight of zero
// would still make NaN of an infinite neighbour.
static inline __attribute__((always_inline)) void resize_lines(
    cclip_layout layout, const cclip_axis *axis, double *weights, int64_t count, samples from, samples to) {
  const int bytes = cclip_pixel_bytes(layout);
  const int copies = axis->in_size == axis->out_size;
  for (int32_t i = 0; i < axis->count; i++) {
    const int64_t out = axis->crop + i;
    cclip_span span = {out, 1};
    if (!copies) {
      span = cclip_span_of(axis->filter, axis->in_size, axis->out_size, out);
      cclip_span_weights(axis->filter, axis->in_size, axis->out_size, out, span, weights);
    }
    const uint8_t *first = from.at + (span.first - axis->origin) * from.step;
    for (int64_t line = 0; line < count; line++) {
      const uint8_t *sample = first + line * from.line;
      uint8_t *target = to.at + line * to.line + i * to.step;
      if (copies) {
        memcpy(target, sample, (size_t)bytes);
        continue;
      }
      double sum = 0.0;
      for (int64_t t = 0; t < span.count; t++) sum += load(layout, sample + t * from.step) * weights[t];
      store(layout, sum, target);
    }
  }
}

static void resize_axis(
    cclip_layout layout, const cclip_axis *axis, double *weights, int64_t count, samples from, samples to) {
  // A constant layout per call leaves a plain loop.
  switch (layout) {
    case CCLIP_INT32:
      resize_lines(CCLIP_INT32, axis, weights, count, from, to);
      return;
    case CCLIP_FLOAT32:
      resize_lines(CCLIP_FLOAT32, axis, weights, count, from, to);
      return;
    default:
      resize_lines(CCLIP_GREY16, axis, weights, count, from, to);
  }
}

void cclip_resample_wide(
    cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  const cclip_axis x = cclip_plan_across(arena, picture, job), y = cclip_plan_down(arena, picture, job);
  double *weights = cclip_take_exact(arena, &x, &y);
  const cclip_layout layout = picture->layout;
  const int64_t bytes = cclip_pixel_bytes(layout);
  const int down_first = cclip_goes_down_first(picture, job);
  const int64_t between = down_first ? x.extent * y.count : y.extent * x.count;
  uint8_t *half = cclip_take(arena, (size_t)(between * bytes));
  uint8_t *whole = cclip_take(arena, (size_t)(x.count * bytes * y.count));
  if (!rgb) return;

  const int64_t row = picture->width * bytes, crop = x.count * bytes, wide = x.extent * bytes;
  // Only read: `samples` also serves as a target.
  uint8_t *pixels = (uint8_t *)picture->pixels + y.origin * row + x.origin * bytes;
  if (down_first) {
    resize_axis(layout, &y, weights, x.extent, (samples){pixels, bytes, row}, (samples){half, bytes, wide});
    resize_axis(layout, &x, weights, y.count, (samples){half, wide, bytes}, (samples){whole, crop, bytes});
  } else {
    resize_axis(layout, &x, weights, y.extent, (samples){pixels, row, bytes}, (samples){half, crop, bytes});
    resize_axis(layout, &y, weights, x.count, (samples){half, bytes, crop}, (samples){whole, bytes, crop});
  }
  cclip_convert_to_rgb(layout, whole, NULL, (size_t)((int64_t)x.count * y.count), rgb);
}

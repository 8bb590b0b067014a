// 16-bit grey, which Pillow resizes with doubles in order and then saturates byte by byte.
#include "wide.h"

#include "resample.h"

#pragma STDC FP_CONTRACT OFF

// The high byte saturates, the low byte of a value out of range stays: the reference does so.
static uint16_t stored(double sum) {
  const int value = (int)(sum >= 0.0 ? sum + 0.5f : sum - 0.5f);
  const int low = value % 256, high = value >> 8;
  const int kept_low = low < 0 ? 0 : low, kept_high = high < 0 ? 0 : high > 255 ? 255 : high;
  return (uint16_t)(kept_high << 8 | kept_low);
}

// Resizes along one direction: `count` lines, whose samples lie `step` apart. Lines are `line_step` apart.
static void resize_lines(
    const cclip_axis *axis, double *weights, int64_t count, const uint16_t *from, int64_t from_line,
    int64_t from_step, uint16_t *to, int64_t to_line, int64_t to_step) {
  for (int32_t i = 0; i < axis->count; i++) {
    const int64_t out = axis->crop + i;
    const cclip_span span = cclip_span_of(axis->filter, axis->in_size, axis->out_size, out);
    cclip_span_weights(axis->filter, axis->in_size, axis->out_size, out, span, weights);
    const uint16_t *first = from + (span.first - axis->origin) * from_step;
    for (int64_t line = 0; line < count; line++) {
      const uint16_t *sample = first + line * from_line;
      double sum = 0.0;
      for (int64_t t = 0; t < span.count; t++) sum += sample[t * from_step] * weights[t];
      to[line * to_line + i * to_step] = stored(sum);
    }
  }
}

void cclip_resample_wide(
    cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  const cclip_axis x = cclip_plan_across(arena, picture, job), y = cclip_plan_down(arena, picture, job);
  double *weights = cclip_take_exact(arena, &x, &y);
  const int down_first = cclip_goes_down_first(picture, job);
  const int64_t between = down_first ? x.extent * y.count : y.extent * x.count;
  uint16_t *half = cclip_take(arena, (size_t)between * sizeof(uint16_t));
  uint16_t *whole = cclip_take(arena, (size_t)((int64_t)x.count * y.count) * sizeof(uint16_t));
  if (!rgb) return;

  const int64_t width = picture->width;
  const uint16_t *pixels = (const uint16_t *)picture->pixels + y.origin * width + x.origin;
  if (down_first) {
    resize_lines(&y, weights, x.extent, pixels, 1, width, half, 1, x.extent);
    resize_lines(&x, weights, y.count, half, x.extent, 1, whole, x.count, 1);
  } else {
    resize_lines(&x, weights, y.extent, pixels, width, 1, half, x.count, 1);
    resize_lines(&y, weights, x.count, half, 1, x.count, whole, 1, x.count);
  }
  cclip_convert_to_rgb(CCLIP_GREY16, (const uint8_t *)whole, NULL, (size_t)((int64_t)x.count * y.count), rgb);
}

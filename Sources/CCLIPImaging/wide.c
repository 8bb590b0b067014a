// 16-bit grey, which Pillow resizes with doubles in order and then saturates byte by byte.
#include "wide.h"

#include "filters.h"

#pragma STDC FP_CONTRACT OFF

// The high byte saturates, the low byte of a value out of range stays: the reference does so.
static uint16_t stored(double sum) {
  const int value = (int)(sum >= 0.0 ? sum + 0.5f : sum - 0.5f);
  const int low = value % 256, high = value >> 8;
  const int kept_low = low < 0 ? 0 : low, kept_high = high < 0 ? 0 : high > 255 ? 255 : high;
  return (uint16_t)(kept_high << 8 | kept_low);
}

void cclip_resample_wide(
    cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  const cclip_filter filter = job->filter;
  const int64_t in_w = picture->width, in_h = picture->height;
  const cclip_span top = cclip_span_of(filter, in_h, job->height, job->crop_y);
  const cclip_span bottom = cclip_span_of(filter, in_h, job->height, job->crop_y + job->crop_height - 1);
  const int64_t rows = bottom.first + bottom.count - top.first;
  uint16_t *narrow = cclip_take(arena, (size_t)(rows * job->crop_width) * sizeof(uint16_t));
  const int64_t across = cclip_span_capacity(filter, in_w, job->width);
  const int64_t down = cclip_span_capacity(filter, in_h, job->height);
  double *weights = cclip_take(arena, (size_t)(across > down ? across : down) * sizeof(double));
  uint16_t *row = cclip_take(arena, (size_t)job->crop_width * sizeof(uint16_t));
  if (!rgb) return;

  const uint16_t *pixels = (const uint16_t *)picture->pixels + top.first * in_w;
  for (int32_t x = 0; x < job->crop_width; x++) {
    const cclip_span span = cclip_span_of(filter, in_w, job->width, job->crop_x + x);
    cclip_span_weights(filter, in_w, job->width, job->crop_x + x, span, weights);
    for (int64_t y = 0; y < rows; y++) {
      const uint16_t *from = pixels + y * in_w + span.first;
      double sum = 0.0;
      for (int64_t t = 0; t < span.count; t++) sum += from[t] * weights[t];
      narrow[y * job->crop_width + x] = stored(sum);
    }
  }
  for (int32_t y = 0; y < job->crop_height; y++) {
    const cclip_span span = cclip_span_of(filter, in_h, job->height, job->crop_y + y);
    cclip_span_weights(filter, in_h, job->height, job->crop_y + y, span, weights);
    const uint16_t *from = narrow + (span.first - top.first) * job->crop_width;
    for (int32_t x = 0; x < job->crop_width; x++) {
      double sum = 0.0;
      for (int64_t t = 0; t < span.count; t++) sum += from[t * job->crop_width + x] * weights[t];
      row[x] = stored(sum);
    }
    cclip_convert_to_rgb(
        CCLIP_GREY16, (const uint8_t *)row, NULL, (size_t)job->crop_width,
        rgb + (int64_t)y * job->crop_width * 3);
  }
}

// Nearest-neighbour resize. Palette and bilevel pictures always take this way, whatever filter was asked
// for: their samples cannot be averaged.
#include "nearest.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// The source of each output in the crop, or -1 outside. Pillow adds the step up pixel by pixel, and its
// rounding errors with it; 16-bit grey goes through another function there, which multiplies.
static void pick(int64_t in_size, int64_t out_size, int64_t crop, int32_t count, int adds, int64_t *sources) {
  const double step = (double)(float)in_size / (double)out_size;
  double position = step * 0.5;
  if (adds)
    for (int64_t i = 0; i < crop; i++) position += step;
  for (int32_t i = 0; i < count; i++) {
    if (!adds) position = step * ((double)(crop + i) + 0.5);
    const int64_t source = (int64_t)position;
    sources[i] = source < in_size ? source : -1;
    position += step;
  }
}

void cclip_nearest(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  int64_t *xs = cclip_take(arena, (size_t)job->crop_width * sizeof(int64_t));
  int64_t *ys = cclip_take(arena, (size_t)job->crop_height * sizeof(int64_t));
  const int bytes = cclip_pixel_bytes(picture->layout);
  uint8_t *row = cclip_take(arena, (size_t)job->crop_width * (size_t)bytes);
  if (!rgb) return;
  const int is_wide = picture->layout == CCLIP_GREY16 || picture->layout == CCLIP_GREY16_BIG;
  const int adds = !is_wide || job->convert_first;
  pick(picture->width, job->width, job->crop_x, job->crop_width, adds, xs);
  pick(picture->height, job->height, job->crop_y, job->crop_height, adds, ys);
  for (int32_t y = 0; y < job->crop_height; y++) {
    memset(row, 0, (size_t)job->crop_width * (size_t)bytes);
    if (ys[y] >= 0)
      for (int32_t x = 0; x < job->crop_width; x++)
        if (xs[x] >= 0)
          memcpy(
              row + x * bytes, picture->pixels + (ys[y] * picture->width + xs[x]) * bytes, (size_t)bytes);
    cclip_convert_to_rgb(
        picture->layout, row, picture->palette, (size_t)job->crop_width, rgb + (int64_t)y * job->crop_width * 3);
  }
}

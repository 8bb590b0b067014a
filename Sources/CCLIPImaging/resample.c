// Pillow's `resize`, limited to the rectangle that a crop keeps.
#include "resample.h"

#include "nearest.h"
#include "wide.h"

static const cclip_passes *passes_of(cclip_pass_set set) {
  switch (set) {
#if defined(__x86_64__)
    case CCLIP_PASSES_AVX2:
      return __builtin_cpu_supports("avx2") ? &cclip_passes_avx2 : NULL;
    case CCLIP_PASSES_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                     __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
                 ? &cclip_passes_avx512
                 : NULL;
#elif defined(__aarch64__)
    case CCLIP_PASSES_NEON:
      return &cclip_passes_neon;
#endif
    case CCLIP_PASSES_PLAIN:
      return &cclip_passes_plain;
    default:
      return NULL;
  }
}

int cclip_has_passes(cclip_pass_set set) { return passes_of(set) != NULL; }

typedef enum { COPY, PICK_NEAREST, RESAMPLE_WIDE, RESAMPLE } method;

// Palettes and bilevel pictures cannot be averaged; a picture of the right size is left alone, alpha too.
static method method_of(const cclip_picture *picture, const cclip_resize *job) {
  if (picture->width == job->width && picture->height == job->height) return COPY;
  if (job->filter == CCLIP_NEAREST) return PICK_NEAREST;
  if (job->convert_first) return RESAMPLE;
  switch (picture->layout) {
    case CCLIP_PALETTE:
    case CCLIP_PALETTE_ALPHA:
    case CCLIP_BILEVEL:
      return PICK_NEAREST;
    case CCLIP_GREY16:
    case CCLIP_GREY16_BIG:
    case CCLIP_INT32:
    case CCLIP_FLOAT32:
      return RESAMPLE_WIDE;
    default:
      return RESAMPLE;
  }
}

// Pillow 13 goes down first where the height loses more than twice as many pixels as the width. The order
// is part of the result: the first pass rounds to whole samples.
int cclip_goes_down_first(const cclip_picture *picture, const cclip_resize *job) {
  const int64_t lost_rows = picture->height - job->height, lost_columns = picture->width - job->width;
  return lost_rows > 0 && lost_rows > 2 * lost_columns;
}

static void resample(
    cclip_arena *arena, const cclip_picture *picture, const cclip_row_source *rows, const cclip_resize *job,
    uint8_t *rgb) {
  const cclip_passes *passes = passes_of(job->passes);
  if (!passes) passes = &cclip_passes_plain;
  if (cclip_goes_down_first(picture, job))
    cclip_resample_down_first(arena, passes, picture, job, rgb);
  else
    cclip_resample_across_first(arena, passes, picture, rows, job, rgb);
}

static void copy(const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  const int bytes = cclip_pixel_bytes(picture->layout);
  for (int32_t y = 0; y < job->crop_height; y++) {
    const uint8_t *row = picture->pixels + ((job->crop_y + y) * picture->width + job->crop_x) * bytes;
    cclip_convert_to_rgb(
        picture->layout, row, picture->palette, (size_t)job->crop_width, rgb + (int64_t)y * job->crop_width * 3);
  }
}

static void run(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  switch (method_of(picture, job)) {
    case COPY:
      if (rgb) copy(picture, job, rgb);
      return;
    case PICK_NEAREST:
      cclip_nearest(arena, picture, job, rgb);
      return;
    case RESAMPLE_WIDE:
      cclip_resample_wide(arena, picture, job, rgb);
      return;
    case RESAMPLE:
      resample(arena, picture, NULL, job, rgb);
  }
}

size_t cclip_resize_scratch(const cclip_picture *picture, const cclip_resize *job) {
  cclip_arena arena = {0};
  run(&arena, picture, job, NULL);
  return arena.used;
}

void cclip_resize_crop(const cclip_picture *picture, const cclip_resize *job, void *scratch, uint8_t *rgb) {
  cclip_arena arena = {scratch, 0};
  run(&arena, picture, job, rgb);
}

int cclip_resizes_rows(const cclip_picture *shape, const cclip_resize *job) {
  return method_of(shape, job) == RESAMPLE && !cclip_goes_down_first(shape, job);
}

void cclip_resize_rows(
    const cclip_picture *shape, const cclip_row_source *rows, const cclip_resize *job, void *scratch, uint8_t *rgb) {
  cclip_arena arena = {scratch, 0};
  resample(&arena, shape, rows, job, rgb);
}

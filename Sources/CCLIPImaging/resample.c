// Pillow's `resize`, limited to the rectangle that a crop keeps. Horizontal pass first, rounded to bytes,
// then vertical: the order and the rounding between are part of the result.
#include <string.h>

#include "nearest.h"
#include "passes.h"
#include "rows.h"
#include "scratch.h"
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

static method method_of(const cclip_picture *picture, const cclip_resize *job) {
  if (picture->width == job->width && picture->height == job->height) return COPY;
  if (job->filter == CCLIP_NEAREST) return PICK_NEAREST;
  if (job->convert_first) return RESAMPLE;
  switch (picture->layout) {
    case CCLIP_PALETTE:
    case CCLIP_BILEVEL:
      return PICK_NEAREST;
    case CCLIP_GREY16:
      return RESAMPLE_WIDE;
    default:
      return RESAMPLE;
  }
}

static int64_t rounded_up(int64_t value, int64_t step) { return (value + step - 1) / step * step; }

// One direction of the resize: the outputs that the crop keeps, the sources that they need.
typedef struct {
  cclip_span *spans;
  int32_t *weights;
  int64_t capacity;      // weights per output
  int64_t origin, extent;  // sources origin … origin + extent
} axis;

static axis plan_axis(
    cclip_arena *arena, cclip_filter filter, int64_t in_size, int64_t out_size, int64_t crop, int32_t count) {
  axis a;
  a.capacity = rounded_up(cclip_span_capacity(filter, in_size, out_size), CCLIP_TAP_GROUP);
  a.spans = cclip_take(arena, (size_t)count * sizeof(cclip_span));
  a.weights = cclip_take(arena, (size_t)(count * a.capacity) * sizeof(int32_t));
  const cclip_span last = cclip_span_of(filter, in_size, out_size, crop + count - 1);
  a.origin = cclip_span_of(filter, in_size, out_size, crop).first;
  a.extent = last.first + last.count - a.origin;
  return a;
}

static void fill_axis(
    axis *a, double *exact, cclip_filter filter, int64_t in_size, int64_t out_size, int64_t crop, int32_t count) {
  for (int32_t i = 0; i < count; i++) {
    const cclip_span span = cclip_span_of(filter, in_size, out_size, crop + i);
    int32_t *weights = a->weights + i * a->capacity;
    cclip_span_weights(filter, in_size, out_size, crop + i, span, exact);
    for (int64_t t = 0; t < span.count; t++) weights[t] = cclip_fixed_weight(exact[t]);
    for (int64_t t = span.count; t < a->capacity; t++) weights[t] = 0;
    a->spans[i] = span;
  }
}

// Memory of the general case. Taking from an empty arena only measures.
typedef struct {
  axis x, y;
  double *exact;
  cclip_strip_kind kind;
  uint8_t *strips[CCLIP_STRIPS];
  uint8_t *pixels[CCLIP_STRIPS];  // resized strips of CCLIP_LINES, before their rows part
  uint8_t *rows;                  // horizontally resized rows
  uint8_t *row;                   // one finished row
  int64_t stride;
} workspace;

static workspace plan(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job) {
  workspace w;
  w.x = plan_axis(arena, job->filter, picture->width, job->width, job->crop_x, job->crop_width);
  w.y = plan_axis(arena, job->filter, picture->height, job->height, job->crop_y, job->crop_height);
  const int64_t most = w.x.capacity > w.y.capacity ? w.x.capacity : w.y.capacity;
  w.exact = cclip_take(arena, (size_t)most * sizeof(double));
  w.kind = cclip_strip_kind_of(picture->layout, job->convert_first);
  // Zero weights still read: up to one group of taps and one vector behind the last pixel.
  const int64_t strip = 4 * (w.x.extent + 2 * CCLIP_TAP_GROUP);
  for (int s = 0; s < CCLIP_STRIPS; s++) {
    w.strips[s] = cclip_take(arena, (size_t)strip);
    w.pixels[s] = cclip_take(arena, (size_t)job->crop_width * 4);
  }
  w.stride = rounded_up(job->crop_width * (w.kind == CCLIP_BANDS ? 4 : 1), CCLIP_ROW_BLOCK);
  w.rows = cclip_take(arena, (size_t)(rounded_up(w.y.extent, 4 * CCLIP_STRIPS) * w.stride));
  w.row = cclip_take(arena, (size_t)w.stride);
  return w;
}

size_t cclip_resize_scratch(const cclip_picture *picture, const cclip_resize *job) {
  cclip_arena arena = {0};
  switch (method_of(picture, job)) {
    case COPY:
      break;
    case PICK_NEAREST:
      cclip_nearest(&arena, picture, job, NULL);
      break;
    case RESAMPLE_WIDE:
      cclip_resample_wide(&arena, picture, job, NULL);
      break;
    case RESAMPLE:
      plan(&arena, picture, job);
  }
  return arena.used;
}

// Resizes source rows y.origin … y.origin + y.extent to the crop's columns.
static void narrow_rows(
    const workspace *w, const cclip_passes *passes, const cclip_picture *picture, const cclip_resize *job) {
  const int64_t in_stride = picture->width * cclip_pixel_bytes(picture->layout);
  const int lines = w->kind == CCLIP_LINES ? 4 : 1;
  const cclip_weights weights = {w->x.spans, w->x.weights, w->x.capacity};
  for (int64_t y = 0; y < w->y.extent; y += CCLIP_STRIPS * lines) {
    uint8_t *out[CCLIP_STRIPS];
    for (int s = 0; s < CCLIP_STRIPS; s++) {
      const uint8_t *rows[4];
      for (int line = 0; line < 4; line++) {
        int64_t source = y + s * lines + (lines > 1 ? line : 0);
        if (source >= w->y.extent) source = w->y.extent - 1;
        rows[line] = picture->pixels + (w->y.origin + source) * in_stride;
      }
      cclip_fill_strip(picture, job->convert_first, rows, w->x.origin, w->x.extent, w->strips[s]);
      out[s] = lines > 1 ? w->pixels[s] : w->rows + (y + s) * w->stride;
    }
    passes->horizontal((const uint8_t *const *)w->strips, w->x.origin, &weights, job->crop_width, out);
    if (lines == 1) continue;
    for (int s = 0; s < CCLIP_STRIPS; s++)
      for (int line = 0; line < 4; line++) {
        uint8_t *row = w->rows + (y + s * 4 + line) * w->stride;
        for (int32_t x = 0; x < job->crop_width; x++) row[x] = out[s][4 * x + line];
      }
  }
}

static void resample(
    cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  const cclip_passes *passes = passes_of(job->passes);
  if (!passes) passes = &cclip_passes_plain;
  workspace w = plan(arena, picture, job);
  fill_axis(&w.x, w.exact, job->filter, picture->width, job->width, job->crop_x, job->crop_width);
  fill_axis(&w.y, w.exact, job->filter, picture->height, job->height, job->crop_y, job->crop_height);
  narrow_rows(&w, passes, picture, job);
  for (int32_t y = 0; y < job->crop_height; y++) {
    const cclip_span span = w.y.spans[y];
    const uint8_t *rows = w.rows + (span.first - w.y.origin) * w.stride;
    passes->vertical(rows, w.stride, w.y.weights + y * w.y.capacity, span.count, w.stride, w.row);
    cclip_finish_row(
        picture->layout, job->convert_first, w.row, job->crop_width, rgb + (int64_t)y * job->crop_width * 3);
  }
}

static void copy(const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb) {
  const int bytes = cclip_pixel_bytes(picture->layout);
  for (int32_t y = 0; y < job->crop_height; y++) {
    const uint8_t *row = picture->pixels + ((job->crop_y + y) * picture->width + job->crop_x) * bytes;
    cclip_convert_to_rgb(
        picture->layout, row, picture->palette, (size_t)job->crop_width, rgb + (int64_t)y * job->crop_width * 3);
  }
}

void cclip_resize_crop(const cclip_picture *picture, const cclip_resize *job, void *scratch, uint8_t *rgb) {
  cclip_arena arena = {scratch, 0};
  switch (method_of(picture, job)) {
    case COPY:
      copy(picture, job, rgb);
      return;
    case PICK_NEAREST:
      cclip_nearest(&arena, picture, job, rgb);
      return;
    case RESAMPLE_WIDE:
      cclip_resample_wide(&arena, picture, job, rgb);
      return;
    case RESAMPLE:
      resample(&arena, picture, job, rgb);
  }
}

// Vertical pass, then horizontal: for pictures that lose far more rows than columns.
#include "resample.h"

// Source pixels of a block of columns, all its rows, are kept within this many bytes where possible, so
// that the overlapping spans of the vertical pass find them in cache.
#define BLOCK_BYTES (1 << 19)

typedef struct {
  cclip_axis x, y;
  double *exact;
  cclip_strip_kind kind;
  int lanes;             // bytes per pixel between the passes
  int64_t block;         // columns of a block
  uint8_t *sources;      // [y.extent][block × lanes]
  uint8_t *rows;         // [crop height, whole groups][stride]: vertically resized rows
  int64_t stride;
  uint8_t *strips[CCLIP_STRIPS];  // four lines interleaved, for CCLIP_LINES
  uint8_t *pixels[CCLIP_STRIPS];
  uint8_t *line;
} workspace;

static workspace plan(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job) {
  workspace w;
  w.x = cclip_plan_across(arena, picture, job);
  w.y = cclip_plan_down(arena, picture, job);
  w.exact = cclip_take_exact(arena, &w.x, &w.y);
  w.kind = cclip_strip_kind_of(picture->layout, job->convert_first);
  w.lanes = w.kind == CCLIP_BANDS ? 4 : 1;
  const int64_t least = CCLIP_ROW_BLOCK / w.lanes;
  const int64_t fitting = BLOCK_BYTES / (w.y.extent * w.lanes) / least * least;
  const int64_t all = cclip_rounded_up(w.x.extent, least);
  w.block = fitting < least ? least : fitting > all ? all : fitting;
  w.sources = cclip_take(arena, (size_t)(w.y.extent * w.block * w.lanes));
  // The last block may be wider than what is left of the row.
  w.stride = (w.x.extent + w.block) * w.lanes + CCLIP_OVERREAD;
  w.rows = cclip_take(
      arena, (size_t)(cclip_rounded_up(job->crop_height, 4 * CCLIP_STRIPS) * w.stride));
  for (int s = 0; s < CCLIP_STRIPS; s++) {
    w.strips[s] = cclip_take(arena, (size_t)(4 * w.x.extent + CCLIP_OVERREAD));
    w.pixels[s] = cclip_take(arena, (size_t)job->crop_width * 4);
  }
  w.line = cclip_take(arena, (size_t)job->crop_width);
  return w;
}

// Resizes the source columns that the crop needs to the crop's rows.
static void shorten_columns(
    const workspace *w, const cclip_passes *passes, const cclip_picture *picture, const cclip_resize *job) {
  const int64_t in_stride = picture->width * cclip_pixel_bytes(picture->layout);
  const int64_t bytes = w->block * w->lanes;
  for (int64_t x = 0; x < w->x.extent; x += w->block) {
    const int64_t count = w->x.extent - x < w->block ? w->x.extent - x : w->block;
    for (int64_t y = 0; y < w->y.extent; y++) {
      const uint8_t *row = picture->pixels + (w->y.origin + y) * in_stride;
      uint8_t *to = w->sources + y * bytes;
      if (w->kind == CCLIP_LINES)
        cclip_fill_line(picture->layout, row, w->x.origin + x, count, to, 1);
      else
        cclip_fill_strip(passes, picture, job->convert_first, &row, w->x.origin + x, count, to);
    }
    for (int32_t y = 0; y < job->crop_height; y++) {
      const cclip_span span = w->y.spans[y];
      passes->vertical(
          w->sources + (span.first - w->y.origin) * bytes, bytes, w->y.weights + y * w->y.capacity, span.count,
          bytes, w->rows + y * w->stride + x * w->lanes);
    }
  }
}

void cclip_resample_down_first(
    cclip_arena *arena, const cclip_passes *passes, const cclip_picture *picture, const cclip_resize *job,
    uint8_t *rgb) {
  workspace w = plan(arena, picture, job);
  if (!rgb) return;
  cclip_fill_axis(&w.x, w.exact);
  cclip_fill_axis(&w.y, w.exact);
  shorten_columns(&w, passes, picture, job);

  const int lines = w.kind == CCLIP_LINES ? 4 : 1;
  const cclip_weights weights = {w.x.spans, w.x.weights, w.x.capacity};
  for (int64_t y = 0; y < job->crop_height; y += CCLIP_STRIPS * lines) {
    const uint8_t *strips[CCLIP_STRIPS];
    for (int s = 0; s < CCLIP_STRIPS; s++) {
      const uint8_t *rows = w.rows + (y + s * lines) * w.stride;
      for (int line = 0; lines > 1 && line < lines; line++)
        cclip_fill_line(CCLIP_GREY, rows + line * w.stride, 0, w.x.extent, w.strips[s] + line, 4);
      strips[s] = lines > 1 ? w.strips[s] : rows;
    }
    passes->horizontal(strips, w.x.origin, &weights, job->crop_width, w.pixels);
    for (int i = 0; i < CCLIP_STRIPS * lines && y + i < job->crop_height; i++) {
      const uint8_t *row = w.pixels[i / lines];
      if (lines > 1) {
        for (int32_t x = 0; x < job->crop_width; x++) w.line[x] = row[4 * x + i % lines];
        row = w.line;
      }
      cclip_finish_row(
          picture->layout, job->convert_first, row, job->crop_width, rgb + (y + i) * job->crop_width * 3);
    }
  }
}

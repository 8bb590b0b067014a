// Horizontal pass, then vertical: the usual order.
#include "resample.h"

typedef struct {
  cclip_axis x, y;
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
  w.x = cclip_plan_across(arena, picture, job);
  w.y = cclip_plan_down(arena, picture, job);
  w.exact = cclip_take_exact(arena, &w.x, &w.y);
  w.kind = cclip_strip_kind_of(picture->layout, job->convert_first);
  for (int s = 0; s < CCLIP_STRIPS; s++) {
    w.strips[s] = cclip_take(arena, (size_t)(4 * w.x.extent + CCLIP_OVERREAD));
    w.pixels[s] = cclip_take(arena, (size_t)job->crop_width * 4);
  }
  w.stride = cclip_rounded_up(job->crop_width * (w.kind == CCLIP_BANDS ? 4 : 1), CCLIP_ROW_BLOCK);
  w.rows = cclip_take(arena, (size_t)(cclip_rounded_up(w.y.extent, 4 * CCLIP_STRIPS) * w.stride));
  w.row = cclip_take(arena, (size_t)w.stride);
  return w;
}

// Resizes the source rows that the crop needs to the crop's columns.
static void narrow_rows(
    const workspace *w, const cclip_passes *passes, const cclip_picture *picture, const cclip_row_source *source,
    const cclip_resize *job) {
  const int64_t in_stride = picture->width * cclip_pixel_bytes(picture->layout);
  const int lines = w->kind == CCLIP_LINES ? 4 : 1;
  const cclip_weights weights = {w->x.spans, w->x.weights, w->x.capacity};
  for (int64_t y = 0; y < w->y.extent; y += CCLIP_STRIPS * lines) {
    uint8_t *out[CCLIP_STRIPS];
    for (int s = 0; s < CCLIP_STRIPS; s++) {
      const uint8_t *rows[4];
      for (int line = 0; line < 4; line++) {
        int64_t row = y + s * lines + (lines > 1 ? line : 0);
        if (row >= w->y.extent) row = w->y.extent - 1;
        row += w->y.origin;
        rows[line] = source ? source->row(source->context, row) : picture->pixels + row * in_stride;
      }
      cclip_fill_strip(passes, picture, job->convert_first, rows, w->x.origin, w->x.extent, w->strips[s]);
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

void cclip_resample_across_first(
    cclip_arena *arena, const cclip_passes *passes, const cclip_picture *picture, const cclip_row_source *rows,
    const cclip_resize *job, uint8_t *rgb) {
  workspace w = plan(arena, picture, job);
  if (!rgb) return;
  cclip_fill_axis(&w.x, w.exact);
  cclip_fill_axis(&w.y, w.exact);
  narrow_rows(&w, passes, picture, rows, job);
  for (int32_t y = 0; y < job->crop_height; y++) {
    const cclip_span span = w.y.spans[y];
    const uint8_t *narrow = w.rows + (span.first - w.y.origin) * w.stride;
    passes->vertical(narrow, w.stride, w.y.weights + y * w.y.capacity, span.count, w.stride, w.row);
    cclip_finish_row(
        picture->layout, job->convert_first, w.row, job->crop_width, rgb + (int64_t)y * job->crop_width * 3);
  }
}

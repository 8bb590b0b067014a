#include "axis.h"

#include "passes.h"

static cclip_axis plan(
    cclip_arena *arena, cclip_filter filter, int64_t in_size, int64_t out_size, int64_t crop, int32_t count) {
  const cclip_span last = cclip_span_of(filter, in_size, out_size, crop + count - 1);
  cclip_axis axis = {filter, in_size, out_size, crop, count};
  axis.origin = cclip_span_of(filter, in_size, out_size, crop).first;
  axis.extent = last.first + last.count - axis.origin;
  axis.capacity = cclip_rounded_up(cclip_span_capacity(filter, in_size, out_size), CCLIP_TAP_GROUP);
  axis.spans = cclip_take(arena, (size_t)count * sizeof(cclip_span));
  axis.weights = cclip_take(arena, (size_t)(count * axis.capacity) * sizeof(int32_t));
  return axis;
}

cclip_axis cclip_plan_across(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job) {
  return plan(arena, job->filter, picture->width, job->width, job->crop_x, job->crop_width);
}

cclip_axis cclip_plan_down(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job) {
  return plan(arena, job->filter, picture->height, job->height, job->crop_y, job->crop_height);
}

double *cclip_take_exact(cclip_arena *arena, const cclip_axis *x, const cclip_axis *y) {
  const int64_t most = x->capacity > y->capacity ? x->capacity : y->capacity;
  return cclip_take(arena, (size_t)most * sizeof(double));
}

void cclip_fill_axis(cclip_axis *axis, double *exact) {
  for (int32_t i = 0; i < axis->count; i++) {
    const int64_t out = axis->crop + i;
    const cclip_span span = cclip_span_of(axis->filter, axis->in_size, axis->out_size, out);
    cclip_span_weights(axis->filter, axis->in_size, axis->out_size, out, span, exact);
    int32_t *weights = axis->weights + i * axis->capacity;
    for (int64_t t = 0; t < span.count; t++) weights[t] = cclip_fixed_weight(exact[t]);
    for (int64_t t = span.count; t < axis->capacity; t++) weights[t] = 0;
    axis->spans[i] = span;
  }
}

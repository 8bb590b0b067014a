#ifndef CCLIP_AXIS_H
#define CCLIP_AXIS_H
#include "filters.h"
#include "scratch.h"

/// One direction of a resize: the outputs that the crop keeps, and the sources that they need.
typedef struct {
  cclip_filter filter;
  int64_t in_size, out_size;
  int64_t crop;
  int32_t count;
  int64_t origin, extent;  ///< sources origin … origin + extent
  int64_t capacity;        ///< weights per output, a whole number of tap groups
  cclip_span *spans;       ///< [count]
  int32_t *weights;        ///< [count][capacity], zero-padded
} cclip_axis;

cclip_axis cclip_plan_across(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job);
cclip_axis cclip_plan_down(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job);

/// Memory that `cclip_fill_axis` needs for either axis.
double *cclip_take_exact(cclip_arena *arena, const cclip_axis *x, const cclip_axis *y);
/// Computes spans and weights.
void cclip_fill_axis(cclip_axis *axis, double *exact);

static inline int64_t cclip_rounded_up(int64_t value, int64_t step) {
  return (value + step - 1) / step * step;
}
#endif

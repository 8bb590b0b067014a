#ifndef CCLIP_RESAMPLE_INTERNAL_H
#define CCLIP_RESAMPLE_INTERNAL_H
#include "axis.h"
#include "passes.h"
#include "rows.h"
#include "scratch.h"

/// Whether the vertical pass comes first.
int cclip_goes_down_first(const cclip_picture *picture, const cclip_resize *job);

/// The two orders of the passes. Without `rgb` they only measure the scratch memory. The first takes rows from `rows`,
/// if there are any, instead of the picture's pixels.
void cclip_resample_across_first(
    cclip_arena *arena, const cclip_passes *passes, const cclip_picture *picture, const cclip_row_source *rows,
    const cclip_resize *job, uint8_t *rgb);
void cclip_resample_down_first(
    cclip_arena *arena, const cclip_passes *passes, const cclip_picture *picture, const cclip_resize *job,
    uint8_t *rgb);
#endif

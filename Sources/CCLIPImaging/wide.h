#ifndef CCLIP_WIDE_H
#define CCLIP_WIDE_H
#include "cclip_resample.h"
#include "scratch.h"

/// Resizes grey of more than 8 bits: 16 bits, 32 bits, floating point. Without `rgb` it only measures the
/// scratch memory.
void cclip_resample_wide(
    cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb);
#endif

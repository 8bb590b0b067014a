#ifndef CCLIP_NEAREST_H
#define CCLIP_NEAREST_H
#include "cclip_resample.h"
#include "scratch.h"

/// Resizes by picking pixels. Without `rgb` it only measures the scratch memory.
void cclip_nearest(cclip_arena *arena, const cclip_picture *picture, const cclip_resize *job, uint8_t *rgb);
#endif

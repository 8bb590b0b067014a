#ifndef CCLIP_SCRATCH_H
#define CCLIP_SCRATCH_H
#include <stddef.h>
#include <stdint.h>

/// Hands out pieces of the caller's memory in order. Without memory it only counts, so the code that lays
/// a workspace out also measures it.
typedef struct {
  uint8_t *base;
  size_t used;
} cclip_arena;

static inline void *cclip_take(cclip_arena *arena, size_t bytes) {
  const size_t at = arena->used;
  arena->used = (at + bytes + 63) & ~(size_t)63;
  return arena->base ? arena->base + at : NULL;
}
#endif

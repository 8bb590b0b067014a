// Vectors of four, which any compiler lowers to its baseline: SSE2, NEON or nothing.
#define VL 4
#define TABLE cclip_passes_plain
#include "portable/passes.inc"

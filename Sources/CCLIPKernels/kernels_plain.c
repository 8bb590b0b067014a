// Vectors of four that any compiler lowers to what the target's baseline has: SSE2, NEON or nothing.
#define VL 4
#define NV 2
#define MR 4
#define FUSED 0
#define TABLE cclip_kernels_plain
#define NAME "plain"
#include "portable/kernels.inc"

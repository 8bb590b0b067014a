// NEON where the processor also multiplies pairs of bfloat16 and groups of bytes (Armv8.6); everything else is as without.
#if defined(__aarch64__)
#include <arm_neon.h>
#pragma clang attribute push(__attribute__((target("bf16,i8mm"))), apply_to = function)
#define PAIRS_DOT(x, y, z) vbfdotq_f32((float32x4_t)(z), (bfloat16x8_t)(x), (bfloat16x8_t)(y))
#define BYTES_DOT(x, y, z) vusdotq_s32((int32x4_t)(z), (uint8x16_t)(x), (int8x16_t)(y))
#define VL 4
#define NV 4
#define MR 6
#define FUSED 1
#define TABLE cclip_kernels_neonbf16
#define NAME "neon"
#include "portable/kernels.inc"
#pragma clang attribute pop
#endif

// AVX-512 where the processor also multiplies pairs of bfloat16; everything else is as without.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma"))), apply_to = function)
#define VL 16
#define NV 4
#define MR 6
#define BF16 1
#define FUSED 1
#define TABLE cclip_kernels_avx512bf16
#define NAME "avx512"
#include "portable/kernels.inc"
#pragma clang attribute pop
#endif

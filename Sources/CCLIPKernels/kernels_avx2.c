#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define VL 8
#define NV 2
#define MR 6
#define FUSED 1
#define TABLE cclip_kernels_avx2
#define NAME "avx2"
#include "portable/kernels.inc"
#pragma clang attribute pop
#endif

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include <immintrin.h>
#define RECIPROCAL(x) _mm512_rcp14_ps((__m512)(x))
#define VL 16
#define NV 4
#define MR 6
#define FUSED 1
#define TABLE cclip_kernels_avx512
#define NAME "avx512"
#include "portable/kernels.inc"
#pragma clang attribute pop
#endif

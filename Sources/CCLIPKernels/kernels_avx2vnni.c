// AVX2 where the processor also multiplies groups of bytes, as later ones without AVX-512 do; everything else is as
// without.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,avxvnni"))), apply_to = function)
#include <immintrin.h>
#define BYTES_DOT(x, y, z) _mm256_dpbusd_avx_epi32((__m256i)(z), (__m256i)(x), (__m256i)(y))
#define VL 8
#define NV 2
#define MR 6
#define FUSED 1
#define TABLE cclip_kernels_avx2vnni
#define NAME "avx2"
#include "portable/kernels.inc"
#pragma clang attribute pop
#endif

// AVX-512 where the processor also multiplies pairs of bfloat16 and groups of bytes; everything else is as without.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx512vnni,avx2,fma"))), apply_to = function)
#include <immintrin.h>
#define PAIRS_DOT(x, y, z) _mm512_dpbf16_ps((__m512)(z), (__m512bh)(x), (__m512bh)(y))
#define NARROW(v) _mm512_cvtneps_pbh((__m512)(v))
#define BYTES_DOT(x, y, z) _mm512_dpbusd_epi32((__m512i)(z), (__m512i)(x), (__m512i)(y))
#define RECIPROCAL(x) _mm512_rcp14_ps((__m512)(x))
#define VL 16
#define NV 4
#define MR 6
#define FUSED 1
#define TABLE cclip_kernels_avx512bf16
#define NAME "avx512"
#include "portable/kernels.inc"
#pragma clang attribute pop
#endif

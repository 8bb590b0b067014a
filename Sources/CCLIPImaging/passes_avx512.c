#if defined(__x86_64__)
#include "passes.h"
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#define VL 16
#define TABLE cclip_passes_avx512
#include "portable/passes.inc"
#pragma clang attribute pop
#endif

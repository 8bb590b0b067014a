#if defined(__x86_64__)
#include "passes.h"
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define VL 8
#define TABLE cclip_passes_avx2
#include "portable/passes.inc"
#pragma clang attribute pop
#endif

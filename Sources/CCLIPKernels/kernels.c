#include "cclip_kernels.h"

extern const cclip_kernels cclip_kernels_plain;
#if defined(__x86_64__)
extern const cclip_kernels cclip_kernels_avx2, cclip_kernels_avx512, cclip_kernels_avx512bf16;
#elif defined(__aarch64__)
extern const cclip_kernels cclip_kernels_neon;
#endif

const cclip_kernels *cclip_kernels_for(cclip_instruction_set set) {
  switch (set) {
    case CCLIP_PLAIN:
      return &cclip_kernels_plain;
#if defined(__x86_64__)
    case CCLIP_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &cclip_kernels_avx2 : 0;
    case CCLIP_AVX512:
      if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
          !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
        return 0;
      return __builtin_cpu_supports("avx512bf16") ? &cclip_kernels_avx512bf16 : &cclip_kernels_avx512;
#elif defined(__aarch64__)
    case CCLIP_NEON:
      return &cclip_kernels_neon;
#endif
    default:
      return 0;
  }
}

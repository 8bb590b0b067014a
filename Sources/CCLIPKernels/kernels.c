#include "cclip_kernels.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(__aarch64__) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

extern const cclip_kernels cclip_kernels_plain;
#if defined(__x86_64__)
extern const cclip_kernels cclip_kernels_avx2, cclip_kernels_avx2vnni, cclip_kernels_avx512, cclip_kernels_avx512bf16;
#elif defined(__aarch64__)
extern const cclip_kernels cclip_kernels_neon, cclip_kernels_neonbf16;

// Pairs of bfloat16 and groups of bytes.
static bool has_dot_products(void) {
#if defined(__linux__)
  const unsigned long bf16 = 1UL << 14, i8mm = 1UL << 13;  // HWCAP2_BF16, HWCAP2_I8MM
  return (getauxval(AT_HWCAP2) & (bf16 | i8mm)) == (bf16 | i8mm);
#elif defined(__APPLE__)
  int bf16 = 0, i8mm = 0;
  size_t size = sizeof(int);
  if (sysctlbyname("hw.optional.arm.FEAT_BF16", &bf16, &size, 0, 0) != 0) return false;
  size = sizeof(int);
  if (sysctlbyname("hw.optional.arm.FEAT_I8MM", &i8mm, &size, 0, 0) != 0) return false;
  return bf16 && i8mm;
#else
  return false;
#endif
}
#endif

const cclip_kernels *cclip_kernels_for(cclip_instruction_set set) {
  switch (set) {
    case CCLIP_PLAIN:
      return &cclip_kernels_plain;
#if defined(__x86_64__)
    case CCLIP_AVX2:
      if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
      return __builtin_cpu_supports("avxvnni") ? &cclip_kernels_avx2vnni : &cclip_kernels_avx2;
    case CCLIP_AVX512:
      if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
          !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
        return 0;
      return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vnni") ? &cclip_kernels_avx512bf16 : &cclip_kernels_avx512;
#elif defined(__aarch64__)
    case CCLIP_NEON:
      return has_dot_products() ? &cclip_kernels_neonbf16 : &cclip_kernels_neon;
#endif
    default:
      return 0;
  }
}

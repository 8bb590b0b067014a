#if defined(__aarch64__)
#define VL 4
#define NV 4
#define MR 6
#define FUSED 1
#define TABLE cclip_kernels_neon
#define NAME "neon"
#include "portable/kernels.inc"
#endif

#if defined(__aarch64__)
// Two registers per sum keep both multipliers of a wide core busy.
#define VL 8
#define TABLE cclip_passes_neon
#include "portable/passes.inc"
#endif

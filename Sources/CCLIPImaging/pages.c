#define _DEFAULT_SOURCE
#include "cclip_picture.h"

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

// A 12-megapixel picture touches 9,000 small pages for the first time: a fifth of what decoding costs.
#define WORTH_IT ((size_t)4 << 20)

void cclip_expect_large(void *memory, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (bytes < WORTH_IT) return;
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  const uintptr_t start = ((uintptr_t)memory + page - 1) & ~(page - 1);
  const uintptr_t end = ((uintptr_t)memory + bytes) & ~(page - 1);
  // Advice only: where it is not taken, nothing is lost.
  (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}

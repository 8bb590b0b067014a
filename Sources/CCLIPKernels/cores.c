#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#endif
#include "cclip_pool.h"

#include <stdio.h>
#include <unistd.h>

#if defined(__linux__)
// Cores that a control group's quota amounts to, rounded up; 0 if there is none.
static size_t quota_cores(void) {
  long long quota = 0, period = 0;
  FILE *file = fopen("/sys/fs/cgroup/cpu.max", "r");
  if (file) {
    if (fscanf(file, "%lld %lld", &quota, &period) != 2) quota = 0;  // "max": no quota
    fclose(file);
  } else {
    file = fopen("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "r");
    if (file) {
      if (fscanf(file, "%lld", &quota) != 1) quota = 0;
      fclose(file);
    }
    file = fopen("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "r");
    if (file) {
      if (fscanf(file, "%lld", &period) != 1) period = 0;
      fclose(file);
    }
  }
  if (quota <= 0 || period <= 0) return 0;
  return (size_t)((quota + period - 1) / period);
}
#endif

size_t cclip_available_cores(void) {
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  size_t cores = online > 0 ? (size_t)online : 1;
#if defined(__linux__)
  cpu_set_t bound;
  if (sched_getaffinity(0, sizeof bound, &bound) == 0) {
    const int count = CPU_COUNT(&bound);
    if (count > 0) cores = (size_t)count;
  }
  const size_t quota = quota_cores();
  if (quota > 0 && quota < cores) cores = quota;
#endif
  return cores;
}

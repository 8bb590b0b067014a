#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#endif
#include "cclip_pool.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)
// The quota in a control group's file, in cores, rounded up; 0 if there is none.
static size_t quota_of(const char *file_name) {
  FILE *file = fopen(file_name, "r");
  if (!file) return 0;
  long long quota = 0, period = 0;
  const int read = fscanf(file, "%lld %lld", &quota, &period);  // "max" in place of a number: no quota
  fclose(file);
  return read == 2 && quota > 0 && period > 0 ? (size_t)((quota + period - 1) / period) : 0;
}

// The smallest quota of this process's control group and those above it; 0 if there is none.
static size_t quota_cores(void) {
  char group[1024] = "/";
  FILE *file = fopen("/proc/self/cgroup", "r");
  if (file) {
    char line[1100];
    while (fgets(line, sizeof line, file))
      if (sscanf(line, "0::%1023s", group) == 1) break;
    fclose(file);
  }
  size_t least = 0;
  for (;;) {
    char name[1200];
    snprintf(name, sizeof name, "/sys/fs/cgroup%s/cpu.max", group[1] ? group : "");
    const size_t cores = quota_of(name);
    if (cores > 0 && (least == 0 || cores < least)) least = cores;
    char *slash = strrchr(group, '/');
    if (!slash || !group[1]) return least;
    slash[slash == group] = '\0';  // the group above; at last the root, "/"
  }
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

#if defined(__linux__)
#define _GNU_SOURCE
#include <sched.h>
#endif
#include "cclip_pool.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)
static size_t rounded_up(long long quota, long long period) {
  return quota > 0 && period > 0 ? (size_t)((quota - 1) / period + 1) : 0;
}

// The first two numbers in a file; how many there are.
static int numbers(const char *folder, const char *name, long long *first, long long *second) {
  char path[1400];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  const int read = fscanf(file, "%lld %lld", first, second);  // "max" in place of a number: no quota
  fclose(file);
  return read;
}

// The quota of one group in cores; 0 if there is none. Version 2 keeps both numbers in one file, version 1 in two.
static size_t quota_of(const char *folder) {
  long long quota = 0, period = 0, rest;
  if (numbers(folder, "cpu.max", &quota, &period) == 2) return rounded_up(quota, period);
  if (numbers(folder, "cpu.cfs_quota_us", &quota, &rest) < 1) return 0;  // -1 in it: no quota
  return numbers(folder, "cpu.cfs_period_us", &period, &rest) < 1 ? 0 : rounded_up(quota, period);
}

// The smallest quota of a group and those above it. In a container the path may be one that only the system
// outside sees; then the root of what is mounted here is the container's own group.
static size_t quota_upwards(const char *mount, char *group) {
  size_t least = 0;
  for (;;) {
    char folder[1300];
    snprintf(folder, sizeof folder, "%s%s", mount, group[1] ? group : "");
    const size_t cores = quota_of(folder);
    if (cores > 0 && (least == 0 || cores < least)) least = cores;
    char *slash = strrchr(group, '/');
    if (!slash || !group[1]) return least;
    slash[slash == group] = '\0';  // the group above; at last the root, "/"
  }
}

// Whether a list such as "cpu,cpuacct" has the name.
static int has_name(const char *list, const char *name) {
  const size_t length = strlen(name);
  for (const char *at = list; (at = strstr(at, name)); at += length)
    if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == '\0')) return 1;
  return 0;
}

size_t cclip_quota_cores(const char *groups, const char *root) {
  FILE *file = fopen(groups, "r");
  if (!file) return 0;
  size_t least = 0;
  char line[1200];
  while (fgets(line, sizeof line, file)) {
    // "number:controllers:/path"; version 2 names no controllers.
    char controllers[128] = "", group[1024] = "/", mount[256];
    const int is_second = sscanf(line, "0::%1023[^\n]", group) == 1;
    if (!is_second && sscanf(line, "%*d:%127[^:]:%1023[^\n]", controllers, group) != 2) continue;
    if (group[0] != '/' || (!is_second && !has_name(controllers, "cpu"))) continue;
    // Version 1 has a mount for each set of controllers, and a link by each one's name beside it.
    snprintf(mount, sizeof mount, "%.240s%s", root, is_second ? "" : "/cpu");
    const size_t cores = quota_upwards(mount, group);
    if (cores > 0 && (least == 0 || cores < least)) least = cores;
  }
  fclose(file);
  return least;
}
#else
size_t cclip_quota_cores(const char *groups, const char *root) { return 0; }
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
  const size_t quota = cclip_quota_cores("/proc/self/cgroup", "/sys/fs/cgroup");
  if (quota > 0 && quota < cores) cores = quota;
#endif
  return cores;
}

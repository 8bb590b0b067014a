#ifndef CCLIP_POOL_H
#define CCLIP_POOL_H
#include <stddef.h>

/// A few threads that share the chunks of one loop at a time.
///
/// The calling thread works too. A worker that the system has not woken yet is not waited for: it
/// joins while chunks are left, or not at all. So another process on a core costs its share of the
/// time and no more.
typedef struct cclip_pool cclip_pool;

/// `threads` counts the caller: a pool of one has no thread of its own. Null if out of memory.
cclip_pool *cclip_pool_create(size_t threads);
void cclip_pool_destroy(cclip_pool *);
/// The threads that could be started, the caller included.
size_t cclip_pool_threads(const cclip_pool *);

/// Calls body(context, chunk, thread) once for every chunk in 0 ..< chunks, thread < threads.
/// Returns when all are done. Calls from several threads take turns.
void cclip_pool_run(cclip_pool *, size_t chunks, void (*body)(void *context, size_t chunk, size_t thread),
                    void *context);

/// How many threads this process may keep busy: the cores it is bound to, or fewer under a quota of
/// its control group (the quota is rounded up). At least 1.
size_t cclip_available_cores(void);

/// The smallest processor quota of the control groups that the file `groups` lists, in the form of
/// /proc/self/cgroup, and of those above them, in cores, rounded up; 0 if there is none. `root` is where groups
/// are mounted, /sys/fs/cgroup; both versions of control groups are read.
size_t cclip_quota_cores(const char *groups, const char *root);

#endif

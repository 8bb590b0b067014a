#include "cclip_pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define PAUSE() __asm__ volatile("yield")
#else
#define PAUSE() ((void)0)
#endif

// A worker that finds nothing spins for some tens of microseconds, the length of the gaps between two
// layers, before it sleeps, and so does a caller that waits for the last chunk. Asleep, its core is free for the worker
// that it waits for, should another process have taken that one's core: a core with nothing to do takes work from the
// others, one that only lets others go first does not.
enum { WORKER_SPINS = 4000, CALLER_SPINS = 2000 };

// The state of the current loop in one word: generation | closed | workers inside.
#define CLOSED ((uint64_t)1 << 15)
#define INSIDE (CLOSED - 1)
#define GENERATION ((uint64_t)1 << 16)

struct cclip_pool {
  _Alignas(64) _Atomic uint64_t state;
  _Alignas(64) _Atomic size_t next;
  _Alignas(64) _Atomic int sleeping;
  _Atomic int stopping;
  _Atomic int waiting;  // whether the caller sleeps until the last worker has left
  void (*body)(void *, size_t, size_t);
  void *context;
  size_t chunks;
  pthread_mutex_t callers, sleep_lock;
  pthread_cond_t wake, left;
  size_t workers;
  pthread_t *threads;
};

typedef struct {
  cclip_pool *pool;
  size_t thread;
} worker_start;

static void work(cclip_pool *pool, size_t thread) {
  const size_t chunks = pool->chunks;
  for (;;) {
    const size_t chunk = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
    if (chunk >= chunks) return;
    pool->body(pool->context, chunk, thread);
  }
}

static int is_over(uint64_t state, uint64_t joined) {
  return (state & CLOSED) || state / GENERATION == joined;
}

static void *worker_main(void *argument) {
  const worker_start start = *(worker_start *)argument;
  free(argument);
  cclip_pool *pool = start.pool;
  uint64_t joined = 0;  // the last generation worked on: what is left of it belongs to others
  for (;;) {
    uint64_t state = atomic_load_explicit(&pool->state, memory_order_acquire);
    for (int spins = 0; is_over(state, joined); state = atomic_load(&pool->state)) {
      if (++spins < WORKER_SPINS) {
        PAUSE();
        continue;
      }
      spins = 0;
      pthread_mutex_lock(&pool->sleep_lock);
      atomic_fetch_add(&pool->sleeping, 1);
      while (!atomic_load(&pool->stopping) && is_over(atomic_load(&pool->state), joined))
        pthread_cond_wait(&pool->wake, &pool->sleep_lock);
      atomic_fetch_sub(&pool->sleeping, 1);
      pthread_mutex_unlock(&pool->sleep_lock);
      if (atomic_load(&pool->stopping)) return NULL;
    }
    if (!atomic_compare_exchange_strong(&pool->state, &state, state + 1)) continue;
    joined = state / GENERATION;
    work(pool, start.thread);
    state = atomic_fetch_sub(&pool->state, 1);
    if ((state & INSIDE) == 1 && atomic_load(&pool->waiting)) {
      pthread_mutex_lock(&pool->sleep_lock);
      pthread_cond_signal(&pool->left);
      pthread_mutex_unlock(&pool->sleep_lock);
    }
  }
}

cclip_pool *cclip_pool_create(size_t threads) {
  cclip_pool *pool = aligned_alloc(64, (sizeof(cclip_pool) + 63) / 64 * 64);
  if (!pool) return NULL;
  atomic_init(&pool->state, CLOSED);
  atomic_init(&pool->next, 0);
  atomic_init(&pool->sleeping, 0);
  atomic_init(&pool->stopping, 0);
  atomic_init(&pool->waiting, 0);
  pthread_mutex_init(&pool->callers, NULL);
  pthread_mutex_init(&pool->sleep_lock, NULL);
  pthread_cond_init(&pool->wake, NULL);
  pthread_cond_init(&pool->left, NULL);
  pool->workers = 0;
  pool->threads = calloc(threads ? threads : 1, sizeof(pthread_t));
  if (!pool->threads) {
    free(pool);
    return NULL;
  }
  for (size_t i = 1; i < threads; i++) {
    worker_start *start = malloc(sizeof *start);
    if (!start) break;
    *start = (worker_start){pool, i};
    if (pthread_create(&pool->threads[pool->workers], NULL, worker_main, start) != 0) {
      free(start);
      break;  // fewer threads: slower, not wrong
    }
    pool->workers++;
  }
  return pool;
}

void cclip_pool_destroy(cclip_pool *pool) {
  pthread_mutex_lock(&pool->sleep_lock);
  atomic_store(&pool->stopping, 1);
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->sleep_lock);
  for (size_t i = 0; i < pool->workers; i++) pthread_join(pool->threads[i], NULL);
  pthread_mutex_destroy(&pool->callers);
  pthread_mutex_destroy(&pool->sleep_lock);
  pthread_cond_destroy(&pool->wake);
  pthread_cond_destroy(&pool->left);
  free(pool->threads);
  free(pool);
}

size_t cclip_pool_threads(const cclip_pool *pool) { return pool->workers + 1; }

void cclip_pool_run(cclip_pool *pool, size_t chunks, void (*body)(void *, size_t, size_t), void *context) {
  if (chunks == 0) return;
  pthread_mutex_lock(&pool->callers);
  if (pool->workers == 0 || chunks == 1) {
    for (size_t i = 0; i < chunks; i++) body(context, i, 0);
    pthread_mutex_unlock(&pool->callers);
    return;
  }
  pool->body = body;
  pool->context = context;
  pool->chunks = chunks;
  atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
  const uint64_t opened = (atomic_load_explicit(&pool->state, memory_order_relaxed) & ~(INSIDE | CLOSED)) + GENERATION;
  atomic_store(&pool->state, opened);
  if (atomic_load(&pool->sleeping) > 0) {
    pthread_mutex_lock(&pool->sleep_lock);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->sleep_lock);
  }
  work(pool, 0);
  uint64_t state = atomic_fetch_or(&pool->state, CLOSED);
  for (int i = 0; (state & INSIDE) != 0 && i < CALLER_SPINS; i++) {
    PAUSE();
    state = atomic_load_explicit(&pool->state, memory_order_acquire);
  }
  if ((state & INSIDE) != 0) {
    pthread_mutex_lock(&pool->sleep_lock);
    atomic_store(&pool->waiting, 1);
    while (atomic_load(&pool->state) & INSIDE) pthread_cond_wait(&pool->left, &pool->sleep_lock);
    atomic_store(&pool->waiting, 0);
    pthread_mutex_unlock(&pool->sleep_lock);
  }
  pthread_mutex_unlock(&pool->callers);
}

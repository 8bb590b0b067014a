// libcurl is loaded when something is downloaded for the first time, not linked: the command starts without it, and
// runs where it is not installed. Built against the system's header, whose interface has been stable since 2006.
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static cclip_curl library;
static int is_loaded;
static char failure[256];

// Debian and Ubuntu have one of the first two, with OpenSSL and with GnuTLS; macOS has the last.
static const char *const names[] = {
    "libcurl.so.4",
    "libcurl-gnutls.so.4",
    "libcurl.4.dylib",
};

static void load(void) {
  void *handle = NULL;
  for (size_t i = 0; !handle && i < sizeof names / sizeof *names; i++) {
    handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    // The first name's reason is the one that helps.
    if (!handle && !*failure) {
      const char *said = dlerror();
      snprintf(failure, sizeof failure, "%s", said ? said : "not found");
    }
  }
  if (!handle) return;
  __typeof__(curl_global_init) *global_init = NULL;
  const struct {
    const char *name;
    void *target;
  } functions[] = {
      {"curl_global_init", &global_init},
      {"curl_easy_init", &library.easy_init},
      {"curl_easy_cleanup", &library.easy_cleanup},
      {"curl_easy_reset", &library.easy_reset},
      {"curl_easy_setopt", &library.easy_setopt},
      {"curl_easy_perform", &library.easy_perform},
      {"curl_easy_getinfo", &library.easy_getinfo},
      {"curl_easy_strerror", &library.easy_strerror},
      {"curl_slist_append", &library.slist_append},
      {"curl_slist_free_all", &library.slist_free_all},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *found = dlsym(handle, functions[i].name);
    if (!found) {
      snprintf(failure, sizeof failure, "libcurl has no %s", functions[i].name);
      return;
    }
    *(void **)functions[i].target = found;
  }
  if (global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    snprintf(failure, sizeof failure, "libcurl does not start");
    return;
  }
  is_loaded = 1;
}

const cclip_curl *cclip_curl_library(const char **reason) {
  pthread_once(&once, load);
  *reason = failure;
  return is_loaded ? &library : NULL;
}

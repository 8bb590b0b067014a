#ifndef CCLIP_TRANSFER_LIBRARY_H
#define CCLIP_TRANSFER_LIBRARY_H

// Calls go through pointers: the header's checking macros know only the functions themselves.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo

/// The functions of libcurl that are used.
typedef struct {
  __typeof__(curl_easy_init) *easy_init;
  __typeof__(curl_easy_cleanup) *easy_cleanup;
  __typeof__(curl_easy_reset) *easy_reset;
  __typeof__(curl_easy_setopt) *easy_setopt;
  __typeof__(curl_easy_perform) *easy_perform;
  __typeof__(curl_easy_getinfo) *easy_getinfo;
  __typeof__(curl_easy_strerror) *easy_strerror;
  __typeof__(curl_slist_append) *slist_append;
  __typeof__(curl_slist_free_all) *slist_free_all;
} cclip_curl;

/// The system's libcurl, loaded by the first call; NULL where there is none.
/// - reason: what the system said, where the result is NULL. Lives as long as the process.
const cclip_curl *cclip_curl_library(const char **reason);

#endif

// One GET after another over libcurl's easy interface.
#include "cclip_transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"

struct cclip_transfer_session {
  const cclip_curl *curl;
  CURL *handle;
};

static void say(cclip_transfer_result *result, const char *what) {
  snprintf(result->message, sizeof result->message, "%s", what);
}

cclip_transfer_session *cclip_transfer_session_make(cclip_transfer_result *result) {
  *result = (cclip_transfer_result){.outcome = CCLIP_TRANSFER_NO_LIBRARY};
  const char *reason = NULL;
  const cclip_curl *curl = cclip_curl_library(&reason);
  if (!curl) {
    say(result, reason);
    return NULL;
  }
  result->outcome = CCLIP_TRANSFER_NO_MEMORY;
  cclip_transfer_session *session = calloc(1, sizeof *session);
  if (!session) return NULL;
  session->curl = curl;
  session->handle = curl->easy_init();
  if (!session->handle) {
    free(session);
    return NULL;
  }
  return session;
}

void cclip_transfer_session_free(cclip_transfer_session *session) {
  if (!session) return;
  session->curl->easy_cleanup(session->handle);
  free(session);
}

static size_t give_header(char *line, size_t size, size_t count, void *request) {
  const cclip_transfer_request *asked = request;
  asked->header(asked->context, line, size * count);
  return size * count;
}

static size_t give_body(char *bytes, size_t size, size_t count, void *request) {
  const cclip_transfer_request *asked = request;
  // Any other number than that of the bytes ends the exchange.
  return asked->body(asked->context, bytes, size * count) ? size * count : size * count + 1;
}

static int ask_to_stop(
    void *request, curl_off_t total, curl_off_t now, curl_off_t upload_total, curl_off_t upload_now) {
  (void)total, (void)now, (void)upload_total, (void)upload_now;
  const cclip_transfer_request *asked = request;
  return asked->should_stop(asked->context);
}

static cclip_transfer_outcome outcome_of(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return CCLIP_TRANSFER_DONE;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return CCLIP_TRANSFER_NO_HOST;
    case CURLE_COULDNT_CONNECT:
      return CCLIP_TRANSFER_NO_CONNECTION;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return CCLIP_TRANSFER_NOT_TRUSTED;
    case CURLE_OPERATION_TIMEDOUT:
      return CCLIP_TRANSFER_STALLED;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return CCLIP_TRANSFER_CUT;
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_WRITE_ERROR:
      return CCLIP_TRANSFER_STOPPED;
    case CURLE_OUT_OF_MEMORY:
      return CCLIP_TRANSFER_NO_MEMORY;
    default:
      return CCLIP_TRANSFER_FAILED;
  }
}

// The first of the variables that is set to something.
static const char *environment(const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const char *value = getenv(names[i]);
    if (value && *value) return value;
  }
  return NULL;
}

static void trust(const cclip_curl *curl, CURL *handle) {
  static const char *const files[] = {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"};
  static const char *const folders[] = {"SSL_CERT_DIR"};
  const char *file = environment(files, 3), *folder = environment(folders, 1);
  if (file) curl->easy_setopt(handle, CURLOPT_CAINFO, file);
  if (folder) curl->easy_setopt(handle, CURLOPT_CAPATH, folder);
}

cclip_transfer_result cclip_transfer_perform(
    cclip_transfer_session *session, const cclip_transfer_request *request) {
  const cclip_curl *curl = session->curl;
  CURL *handle = session->handle;
  cclip_transfer_result result = {.outcome = CCLIP_TRANSFER_NO_MEMORY};
  struct curl_slist *headers = NULL;
  for (size_t i = 0; i < request->header_count; i++) {
    struct curl_slist *longer = curl->slist_append(headers, request->headers[i]);
    if (!longer) {
      curl->slist_free_all(headers);
      return result;
    }
    headers = longer;
  }
  char message[CURL_ERROR_SIZE] = "";
  // Options go, connections stay.
  curl->easy_reset(handle);
  curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, message);
  curl->easy_setopt(handle, CURLOPT_URL, request->url);
#if LIBCURL_VERSION_NUM >= 0x075500
  curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  curl->easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
  // A redirect is followed by the caller, which knows where the token may go.
  curl->easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl->easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  // Headers are for the server; a proxy that only passes TLS on does not see them.
  curl->easy_setopt(handle, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
  // Signals are for one thread, and this is any.
  curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl->easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, request->connect_seconds);
  curl->easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl->easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, request->stall_seconds);
  curl->easy_setopt(handle, CURLOPT_HEADERFUNCTION, give_header);
  curl->easy_setopt(handle, CURLOPT_HEADERDATA, request);
  curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, give_body);
  curl->easy_setopt(handle, CURLOPT_WRITEDATA, request);
  curl->easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl->easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, ask_to_stop);
  curl->easy_setopt(handle, CURLOPT_XFERINFODATA, request);
  trust(curl, handle);

  const CURLcode code = curl->easy_perform(handle);
  result.outcome = outcome_of(code);
  curl->easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &result.status);
  if (code != CURLE_OK) say(&result, *message ? message : curl->easy_strerror(code));
  // Nothing may point to this call's memory when it has ended.
  curl->easy_reset(handle);
  curl->slist_free_all(headers);
  return result;
}

#ifndef CCLIP_TRANSFER_H
#define CCLIP_TRANSFER_H
#include <stdbool.h>
#include <stddef.h>

/// What became of one exchange with a server.
typedef enum {
  CCLIP_TRANSFER_DONE,        ///< an answer came and was complete, whatever its status
  CCLIP_TRANSFER_NO_LIBRARY,  ///< libcurl is not on this machine, or lacks a function
  CCLIP_TRANSFER_NO_MEMORY,
  CCLIP_TRANSFER_NO_HOST,  ///< the host's or the proxy's name has no address
  CCLIP_TRANSFER_NO_CONNECTION,
  CCLIP_TRANSFER_NOT_TRUSTED,  ///< TLS failed, or the certificate is not one that the system trusts
  CCLIP_TRANSFER_STALLED,      ///< nothing came for as long as the request allows
  CCLIP_TRANSFER_CUT,          ///< the connection ended before the answer did
  CCLIP_TRANSFER_STOPPED,      ///< a callback asked for the end
  CCLIP_TRANSFER_FAILED,       ///< anything else; the message says what
} cclip_transfer_outcome;

#define CCLIP_TRANSFER_MESSAGE_BYTES 256

/// One GET. Redirects are not followed: the answer is the redirect.
typedef struct {
  const char *url;             ///< http or https
  const char *const *headers;  ///< "Name: value"
  size_t header_count;
  long connect_seconds;  ///< the longest that connecting may take
  long stall_seconds;    ///< the longest that nothing may come
  void *context;         ///< handed to the callbacks
  /// The status line or a header line of the answer, with its line ending.
  void (*header)(void *context, const char *line, size_t count);
  /// A piece of the answer's body; false ends the exchange.
  bool (*body)(void *context, const void *bytes, size_t count);
  /// Asked at least once a second; true ends the exchange.
  bool (*should_stop)(void *context);
} cclip_transfer_request;

/// What came back, apart from what the callbacks were given.
typedef struct {
  cclip_transfer_outcome outcome;
  long status;                                 ///< HTTP's number, 0 where none came
  char message[CCLIP_TRANSFER_MESSAGE_BYTES];  ///< libcurl's words where the outcome is not DONE
} cclip_transfer_result;

/// Connections that are kept between requests to one server. Not for use from two threads at once.
typedef struct cclip_transfer_session cclip_transfer_session;

/// Loads libcurl, the first time that any session is made; nothing is opened yet.
/// - result: why there is no session.
/// - returns: a session for cclip_transfer_session_free, or NULL.
cclip_transfer_session *cclip_transfer_session_make(cclip_transfer_result *result);

/// Closes the connections.
void cclip_transfer_session_free(cclip_transfer_session *session);

/// Sends the request and waits for its end. Proxies are those of http_proxy, https_proxy, all_proxy and no_proxy;
/// certificates the system's, or those that CURL_CA_BUNDLE, SSL_CERT_FILE, REQUESTS_CA_BUNDLE or SSL_CERT_DIR name.
cclip_transfer_result cclip_transfer_perform(
    cclip_transfer_session *session, const cclip_transfer_request *request);

#endif

// Data compressed by zlib's method, as archives and tables carry them.
#ifndef CCLIP_INFLATE_H
#define CCLIP_INFLATE_H

#include <stddef.h>
#include <stdint.h>

/// What stands around the compressed data.
enum { cclip_inflate_raw = 0, cclip_inflate_zlib = 1, cclip_inflate_gzip = 2 };

/// How a step ended.
enum {
  /// More input or more room is needed.
  cclip_inflate_more = 0,
  /// The data are at their end.
  cclip_inflate_end = 1,
  /// The data are damaged.
  cclip_inflate_damaged = 2,
};

typedef struct cclip_inflater cclip_inflater;

/// - returns: NULL where memory is short.
cclip_inflater *cclip_inflater_create(int32_t format);
void cclip_inflater_destroy(cclip_inflater *inflater);

/// Inflates as much of `count` bytes as there is room for, at most 2^30 of each.
/// A member of gzip that follows another is read on.
/// - parameters: taken, written: how much was used of the input and of the room.
int32_t cclip_inflater_step(
    cclip_inflater *inflater, const uint8_t *bytes, size_t count, size_t *taken, uint8_t *out, size_t room,
    size_t *written);

/// The checksum of zip and gzip.
uint32_t cclip_crc32(const uint8_t *bytes, size_t count);

#endif

#include "cclip_inflate.h"

#include <stdlib.h>

#include <zlib.h>

struct cclip_inflater {
  z_stream stream;
  int is_gzip;
};

cclip_inflater *cclip_inflater_create(int32_t format) {
  cclip_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  inflater->is_gzip = format == cclip_inflate_gzip;
  // zlib's convention: negative for nothing around the data, 16 more for gzip.
  const int bits = format == cclip_inflate_raw ? -MAX_WBITS : inflater->is_gzip ? MAX_WBITS + 16 : MAX_WBITS;
  if (inflateInit2(&inflater->stream, bits) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

void cclip_inflater_destroy(cclip_inflater *inflater) {
  inflateEnd(&inflater->stream);
  free(inflater);
}

int32_t cclip_inflater_step(
    cclip_inflater *inflater, const uint8_t *bytes, size_t count, size_t *taken, uint8_t *out, size_t room,
    size_t *written) {
  const size_t most = (size_t)1 << 30;
  if (count > most) count = most;
  if (room > most) room = most;
  z_stream *stream = &inflater->stream;
  stream->next_in = (Bytef *)bytes;
  stream->avail_in = (uInt)count;
  stream->next_out = out;
  stream->avail_out = (uInt)room;
  int32_t result = cclip_inflate_more;
  int status = inflate(stream, Z_NO_FLUSH);
  if (status == Z_STREAM_END) {
    result = cclip_inflate_end;
    // Members of gzip may follow each other; zeros behind the last are none.
    if (inflater->is_gzip && stream->avail_in > 0 && *stream->next_in != 0 && inflateReset(stream) == Z_OK)
      result = cclip_inflate_more;
  } else if (status != Z_OK && status != Z_BUF_ERROR) {
    result = cclip_inflate_damaged;
  }
  *taken = count - stream->avail_in;
  *written = room - stream->avail_out;
  return result;
}

uint32_t cclip_crc32(const uint8_t *bytes, size_t count) {
  uLong checksum = crc32(0, Z_NULL, 0);
  while (count > 0) {
    const uInt piece = count > ((size_t)1 << 30) ? 1u << 30 : (uInt)count;
    checksum = crc32(checksum, bytes, piece);
    bytes += piece;
    count -= piece;
  }
  return (uint32_t)checksum;
}

/* Stands in for functions of Apple's libraries: what is hooked of them, and no more. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int32_t CCCrypt(uint32_t op, uint32_t alg, uint32_t options, const void *key, size_t key_length,
                const void *iv, const void *in, size_t length, void *out, size_t room, size_t *moved) {
  memcpy(out, in, length < room ? length : room);
  if (moved != NULL) *moved = length;
  return 0;
}

unsigned char *CC_MD5(const void *data, uint32_t length, unsigned char *digest) {
  return memset(digest, 7, 16);
}

int32_t SecItemAdd(const void *attributes, const void **result) { return 0; }
int32_t SecTrustSetAnchorCertificates(const void *trust, const void *anchors) { return 0; }
_Bool SecTrustEvaluateWithError(const void *trust, void **error) { return 1; }
int SecRandomCopyBytes(const void *generator, size_t count, void *bytes) { return 0; }
void NSLog(const void *format, ...) {}

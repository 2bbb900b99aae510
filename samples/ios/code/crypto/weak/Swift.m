// A small key, as Swift asks for it: its dictionary is an array on the stack at first, beside room of a size that
// only a run tells. The frame is found by a register of its own then.

#include "ios.h"

typedef struct {
    const void *key, *value[3], *type;
} Pair;

typedef struct {
    const void *head[4];
    Pair pairs[2];
} Pairs;

Pairs *swift_initStackObject(const void *type, void *place);
size_t size_of_encoding(void) __asm("_$sSS10FoundationE8EncodingVMa");
void encoding(void *place) __asm("_$sSS10FoundationE8EncodingV4utf8ACvgZ");
const void *dictionary(Pairs *pairs) __asm("_$sSD17dictionaryLiteralSDyxq_Gx_q_td_tcfC");
CFDictionaryRef bridged(const void *made) __asm("_$sSD10FoundationE19_bridgeToObjectiveCSo12NSDictionaryCyF");

#define SET(pair, of, is) (pair.key = of, pair.value[0] = is, pair.type = type)

static const long type[4];

SecKeyRef makeKey(void) {
    _Alignas(64) Pairs place;
    CFTypeRef error = NULL;
    void *room = __builtin_alloca(size_of_encoding());
    Pairs *pairs = swift_initStackObject(type, &place);
    SET(pairs->pairs[0], kSecAttrKeyType, kSecAttrKeyTypeRSA);
    SET(pairs->pairs[1], kSecAttrKeySizeInBits, (void *)1024);
    encoding(room);
    return SecKeyCreateRandomKey(bridged(dictionary(pairs)), (void *)&error);
}

// The same app put right. Hashes of cache keys and random numbers for the interface are no mistake.

#include "ios.h"

extern int rand(void);

@interface Vault : UIViewController
@property(strong) NSData *key;
@property(strong) NSData *vector;
@end

@implementation Vault
- (void)cipher:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    uint8_t vector[16];
    SecRandomCopyBytes(kSecRandomDefault, 16, vector);
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, self.key.bytes, 32, vector, data.bytes, data.length,
            out, 64, &moved);
}

- (void)keyFromPassword:(NSString *)text into:(uint8_t *)out {
    CCKeyDerivationPBKDF(2, text.UTF8String, text.length, self.vector.bytes, 16, 3, 600000, out, 32);
}

- (SecKeyRef)largeKey {
    return SecKeyCreateRandomKey((__bridge CFDictionaryRef) @{
        (__bridge id)kSecAttrKeyType : (__bridge id)kSecAttrKeyTypeRSA,
        (__bridge id)kSecAttrKeySizeInBits : @3072,
    }, NULL);
}

- (void)cacheKey:(NSString *)address into:(uint8_t *)out {
    CC_MD5(address.UTF8String, (uint32_t)address.length, out);
}

- (int)waitBeforeRetry { return rand() % 5; }
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Vault"); }

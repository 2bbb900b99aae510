// What an audit of an app's encryption finds: each method holds one mistake.

#include "ios.h"

extern int rand(void);

static const uint8_t Key[16] = "0123456789abcdef";
static const uint8_t Vector[16] = "fedcba9876543210";

@interface NSString (Digest)
- (NSString *)md5;
@end

@interface Vault : UIViewController
@property(strong) UITextField *passwordField;
@property(strong) NSData *key;
@property(strong) NSData *vector;
@end

@implementation Vault
- (void)weakCipher:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    CCCrypt(kCCEncrypt, kCCAlgorithmDES, kCCOptionPKCS7Padding, self.key.bytes, 8, self.vector.bytes, data.bytes,
            data.length, out, 64, &moved);
}

- (void)repeatingBlocks:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding | kCCOptionECBMode, self.key.bytes, 16, NULL,
            data.bytes, data.length, out, 64, &moved);
}

- (void)oldCipher:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    CCCrypt(kCCEncrypt, kCCAlgorithm3DES, kCCOptionPKCS7Padding, self.key.bytes, 24, self.vector.bytes, data.bytes,
            data.length, out, 64, &moved);
}

- (void)keyInCode:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, Key, 16, self.vector.bytes, data.bytes, data.length,
            out, 64, &moved);
}

- (void)keyInText:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    NSData *key = [@"a key that everyone has" dataUsingEncoding:4];
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, key.bytes, 16, self.vector.bytes, data.bytes,
            data.length, out, 64, &moved);
}

- (void)keyForTests:(NSData *)data test:(BOOL)test into:(uint8_t *)out {
    size_t moved;
    const void *key = test ? Key : self.key.bytes;
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, key, 16, self.vector.bytes, data.bytes, data.length,
            out, 64, &moved);
}

- (void)vectorInCode:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, self.key.bytes, 16, Vector, data.bytes, data.length,
            out, 64, &moved);
}

- (void)noVector:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, self.key.bytes, 16, NULL, data.bytes, data.length, out,
            64, &moved);
}

- (void)keyFromText:(uint8_t *)out {
    CCKeyDerivationPBKDF(2, "hunter2", 7, self.vector.bytes, 16, 3, 600000, out, 32);
}

- (void)keyFromPassword:(NSString *)text into:(uint8_t *)out {
    CCKeyDerivationPBKDF(2, text.UTF8String, text.length, Vector, 16, 3, 1000, out, 32);
}

- (SecKeyRef)smallKey {
    return SecKeyCreateRandomKey((__bridge CFDictionaryRef) @{
        (__bridge id)kSecAttrKeyType : (__bridge id)kSecAttrKeyTypeRSA,
        (__bridge id)kSecAttrKeySizeInBits : @1024,
    }, NULL);
}

- (void)hashPassword:(NSString *)text into:(uint8_t *)out {
    CC_MD5(text.UTF8String, (uint32_t)text.length, out);
}

- (int)newToken { return rand(); }

- (NSString *)digest { return [self.passwordField.text md5]; }
@end

@interface Letters : NSObject
@property(strong) NSData *vector;
@end

@implementation Letters
- (void)seal:(NSData *)data into:(uint8_t *)out {
    size_t moved;
    CCCrypt(kCCEncrypt, kCCAlgorithmAES, kCCOptionPKCS7Padding, Key, 16, self.vector.bytes, data.bytes, data.length,
            out, 64, &moved);
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Vault"); }

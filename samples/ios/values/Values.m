// One call for each way in which a value comes to it; tests hold each against what is written here.

#include "ios.h"

extern void take(id value);
extern void takeNumber(long value);
extern void takeTwo(long one, long other);
extern void fill(void *buffer);
extern void swiftDigest(void) __asm("_$s9CryptoKit8InsecureO3MD5VMa");
extern void swiftText(long low, long high) __asm("_$s10Foundation4DataV5write2to7optionsyAA3URLV_So20NSDataWritingOptionsVtKF");

NSString *const Constant = @"constant";
static NSString *changing = @"before";
static const uint8_t Key[16] = "0123456789abcdef";

__attribute__((noinline)) static NSString *helper(void) { return @"from a helper"; }
__attribute__((noinline)) static void passes(NSString *account) { take(account); takeNumber(7); }
__attribute__((noinline)) static void differs(long number) { takeNumber(number); }

@interface Values : UIViewController
@property(copy) NSString *name;
@property(strong) NSURLSession *session;
@end

@implementation Values
- (NSString *)secret { return @"from a method"; }

- (void)numbers {
    takeNumber(5);
    takeNumber(-1);
    takeNumber(0x123456789abc);
    takeNumber(0xff00ff00ff00ff00);
    differs(1);
    differs(2);
}

- (void)texts:(BOOL)which {
    take(@"text");
    take(@"文字");
    take(Constant);
    take(changing);
    take(helper());
    take([self secret]);
    take(which ? @"yes" : @"no");
    passes(@"account");
    take(self.name);
    take([NSString stringWithFormat:@"%@-%d", @"a", 3]);
}

- (void)change { changing = self.name; }

- (void)keychain:(NSData *)data {
    NSDictionary *item = @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccount : @"pin",
        (__bridge id)kSecAttrAccessible : (__bridge id)kSecAttrAccessibleAlways,
        (__bridge id)kSecValueData : data,
    };
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}

- (void)keychainInSteps:(BOOL)always {
    NSMutableDictionary *item = [NSMutableDictionary dictionary];
    item[(__bridge id)kSecClass] = (__bridge id)kSecClassGenericPassword;
    if (always) item[(__bridge id)kSecAttrAccessible] = (__bridge id)kSecAttrAccessibleAlways;
    item[(__bridge id)kSecAttrSynchronizable] = @YES;
    SecItemAdd((__bridge CFDictionaryRef)item, NULL);
}

- (void)cipher:(NSData *)data {
    uint8_t out[64];
    size_t moved = 0;
    CCCrypt(kCCEncrypt, kCCAlgorithm3DES, kCCOptionPKCS7Padding | kCCOptionECBMode, Key, 16, NULL,
            data.bytes, data.length, out, sizeof out, &moved);
    takeTwo(moved, out[0]);
}

- (void)defaults {
    [[NSUserDefaults standardUserDefaults] setObject:@"x" forKey:@"token"];
    [[[NSUserDefaults alloc] initWithSuiteName:@"group"] setObject:self.name forKey:@"name"];
    [[NSMutableDictionary dictionary] setObject:@"x" forKey:@"other"];
}

- (void)loop:(NSArray *)names {
    NSString *key = @"kept";
    for (NSString *name in names) [[NSUserDefaults standardUserDefaults] setObject:name forKey:key];
    take(key);
}

- (void)written {
    long number = 1;
    fill(&number);
    takeNumber(number);
}

- (void)ask {
    LAContext *context = [LAContext new];
    [context evaluatePolicy:1
            localizedReason:@"為什麼"
                      reply:^(BOOL success, NSError *error) {
                          if (success) take(@"unlocked");
                      }];
}

- (void)URLSession:(NSURLSession *)session
    didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge
      completionHandler:(ChallengeHandler)done {
    SecTrustRef trust = challenge.protectionSpace.serverTrust;
    done(0, [NSURLCredential credentialForTrust:trust]);
}

- (void)hidden {
    int (*trace)(int, int, void *, int) = (int (*)(int, int, void *, int))dlsym((void *)-2, "ptrace");
    trace(31, 0, 0, 0);
    register long number __asm("x16") = 26;
    register long first __asm("x0") = 31;
    __asm volatile("svc #0x80" : "+r"(first) : "r"(number) : "memory");
    [NSClassFromString(@"UIPasteboard") generalPasteboard];
}

- (void)swift {
    swiftDigest();
    swiftText(0x6e656b6f74, 0xe500000000000000);
}

- (void)viewDidLoad {
    [super viewDidLoad];
    self.title = @"值";
}
@end

int main(int count, char **arguments) {
    return UIApplicationMain(count, arguments, nil, @"Values");
}

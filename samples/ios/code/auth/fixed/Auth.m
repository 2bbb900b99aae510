// The same with a Keychain item that only the user's face or finger opens, and the server's session.

#include "ios.h"

@interface Login : UIViewController
@property(strong) UITextField *passwordField;
@property(copy) NSString *expected;
@end

@implementation Login
- (OSStatus)keep:(NSData *)token {
    SecAccessControlRef control =
        SecAccessControlCreateWithFlags(NULL, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, 1u << 3, NULL);
    return SecItemAdd((__bridge CFDictionaryRef) @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccount : @"token",
        (__bridge id)kSecAttrAccessControl : (__bridge id)control,
        (__bridge id)kSecValueData : token,
    }, NULL);
}

- (OSStatus)unlock:(CFTypeRef *)token {
    LAContext *context = [LAContext new];
    [context evaluatePolicy:1
            localizedReason:@"解鎖"
                      reply:^(BOOL success, NSError *error) {
                        [self load:context];
                      }];
    return 0;
}

- (OSStatus)load:(LAContext *)context {
    CFTypeRef token;
    return SecItemCopyMatching((__bridge CFDictionaryRef) @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccount : @"token",
        (__bridge id)kSecUseAuthenticationContext : context,
    }, &token);
}

- (BOOL)isRepeated:(UITextField *)field {
    return [self.passwordField.text isEqualToString:field.text];
}

- (NSMutableURLRequest *)request:(NSURL *)url session:(NSString *)session {
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    [request setValue:session forHTTPHeaderField:@"X-Session-Id"];
    return request;
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Login"); }

// What lets someone in who has not shown who it is: each method holds one mistake.

#include "ios.h"

@interface Login : UIViewController
@property(strong) UITextField *passwordField;
@property(strong) UITextField *accountField;
@property(copy) NSString *sessionId;
@property BOOL open;
@end

@implementation Login
- (void)unlock {
    LAContext *context = [LAContext new];
    [context evaluatePolicy:1
            localizedReason:@"解鎖"
                      reply:^(BOOL success, NSError *error) {
                        self.open = success;
                      }];
}

- (BOOL)enter {
    return [self.passwordField.text isEqualToString:@"letmein-2024"];
}

- (BOOL)enterAlso {
    return [self.accountField.text isEqualToString:@"staff"];
}

- (NSMutableURLRequest *)request:(NSURL *)url {
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    NSString *made = [NSString stringWithFormat:@"%d", rand()];
    [request setValue:made forHTTPHeaderField:@"X-Session-Id"];
    return request;
}

- (void)keep {
    NSString *device = [UIDevice currentDevice].identifierForVendor.UUIDString;
    [[NSUserDefaults standardUserDefaults] setObject:device forKey:@"session_id"];
}

- (OSStatus)keepForAnyone:(NSData *)token {
    SecAccessControlRef control =
        SecAccessControlCreateWithFlags(NULL, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, 1u, NULL);
    return SecItemAdd((__bridge CFDictionaryRef) @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccessControl : (__bridge id)control,
        (__bridge id)kSecValueData : token,
    }, NULL);
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Login"); }

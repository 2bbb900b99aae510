// What an audit of storage, log and pasteboard finds: each method holds one mistake.

#include "ios.h"

@interface Store : UIViewController
@property(strong) UITextField *passwordField;
@property(copy) NSString *accessToken;
@property(copy) NSString *status;
@end

@implementation Store
- (void)keep:(NSData *)data {
    SecItemAdd((__bridge CFDictionaryRef) @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccessible : (__bridge id)kSecAttrAccessibleAlways,
        (__bridge id)kSecValueData : data,
    }, NULL);
}

- (void)keep:(NSData *)data shared:(BOOL)shared {
    CFStringRef when = shared ? kSecAttrAccessibleAlways : kSecAttrAccessibleWhenUnlocked;
    SecItemAdd((__bridge CFDictionaryRef) @{
        (__bridge id)kSecClass : (__bridge id)kSecClassGenericPassword,
        (__bridge id)kSecAttrAccessible : (__bridge id)when,
        (__bridge id)kSecValueData : data,
    }, NULL);
}

- (void)save:(NSData *)data at:(NSString *)path {
    [[NSFileManager defaultManager] createFileAtPath:path
                                            contents:data
                                          attributes:@{NSFileProtectionKey : NSFileProtectionNone}];
}

- (void)write:(NSData *)data at:(NSString *)path {
    [data writeToFile:path options:0x10000000 error:nil];
}

- (void)remember {
    [[NSUserDefaults standardUserDefaults] setObject:self.accessToken forKey:@"access_token"];
}

- (void)logIn {
    NSLog(@"user logs in with %@", self.passwordField.text);
}

- (void)refresh {
    NSLog(@"refreshed: %@", self.accessToken);
}

- (void)logInAgain {
    os_log(os_log_create("desk", "login"), "user logs in with %{public}@", self.passwordField.text);
}

- (void)refreshAgain {
    os_log(os_log_create("desk", "login"), "token=%{public}@", self.status);
}

- (void)copyPassword {
    [UIPasteboard generalPasteboard].string = self.passwordField.text;
}

- (void)copyStatus {
    [UIPasteboard generalPasteboard].string = self.status;
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Store"); }

// The same app put right. Flags, constant texts and what is not secret are no mistake.

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
        (__bridge id)kSecAttrAccessible : (__bridge id)kSecAttrAccessibleWhenUnlockedThisDeviceOnly,
        (__bridge id)kSecValueData : data,
    }, NULL);
}

- (void)save:(NSData *)data at:(NSString *)path {
    [[NSFileManager defaultManager] createFileAtPath:path
                                            contents:data
                                          attributes:@{NSFileProtectionKey : NSFileProtectionComplete}];
}

- (void)write:(NSData *)data at:(NSString *)path {
    [data writeToFile:path options:0x20000000 error:nil];
}

- (void)remember {
    [[NSUserDefaults standardUserDefaults] setObject:@YES forKey:@"hasAccessToken"];
    [[NSUserDefaults standardUserDefaults] setObject:self.status forKey:@"status"];
}

- (void)refresh {
    NSLog(@"refreshed: %@", self.status);
}

- (void)logIn {
    os_log(os_log_create("desk", "login"), "user logs in with %@", self.passwordField.text);
}

- (void)refreshAgain {
    os_log(os_log_create("desk", "login"), "token=%{private}@ status=%{public}@", self.accessToken,
           self.status);
}

- (void)copyGreeting {
    [UIPasteboard generalPasteboard].string = @"您好";
}

- (void)copyStatus:(id)end {
    [[UIPasteboard generalPasteboard]
        setItems:@[ @{@"public.utf8-plain-text" : self.status} ]
         options:@{UIPasteboardOptionLocalOnly : @YES, UIPasteboardOptionExpirationDate : end}];
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Store"); }

/* Stands in for Apple's classes on GNU's runtime. */
#include <objc/Object.h>
#include <objc/runtime.h>

@interface NSObject : Object
+ (id)alloc;
+ (id)new;
- (id)init;
- (id)description;
- (id)retain;
- (void)release;
- (id)autorelease;
- (const char *)UTF8String;
- (BOOL)respondsToSelector:(SEL)selector;
- (BOOL)isKindOfClass:(Class)type;
@end
@interface NSString : NSObject {
  char *text;
}
+ (id)stringWithUTF8String:(const char *)text;
@end
@interface NSDictionary : NSString
@end
@interface NSAutoreleasePool : NSObject
@end
@interface NSUserDefaults : NSObject
- (void)setObject:(id)value forKey:(id)key;
@end
@interface UIPasteboard : NSObject
- (void)setString:(id)text;
@end
@interface UITextField : NSObject
- (void)setSecureTextEntry:(BOOL)secure;
@end
@interface UIApplication : NSObject
- (BOOL)openURL:(id)url;
@end
@interface WKWebView : NSObject
- (id)loadHTMLString:(id)text baseURL:(id)url;
@end
@interface LAContext : NSObject
- (void)evaluatePolicy:(long)policy localizedReason:(id)reason reply:(id)reply;
@end
@interface CLLocationManager : NSObject
- (void)requestWhenInUseAuthorization;
@end

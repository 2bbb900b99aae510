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
@interface NSData : NSString
- (const void *)bytes;
- (unsigned long)length;
@end
@interface NSArray : NSObject {
  id items[4];
  unsigned long used;
}
- (void)add:(id)item;
- (unsigned long)count;
- (id)objectAtIndex:(unsigned long)at;
@end
/* Of one entry. */
@interface NSDictionary : NSObject {
  char *shown;
  id held;
}
+ (id)shown:(const char *)text holds:(id)value;
- (id)allKeys;
- (id)objectForKey:(id)key;
@end
@interface NSAutoreleasePool : NSObject
@end
@interface NSUserDefaults : NSObject
- (void)setObject:(id)value forKey:(id)key;
@end
@interface UIPasteboard : NSObject
- (void)setString:(id)text;
@end
@interface UIView : NSObject {
  NSArray *below;
  id text;
}
- (BOOL)isHidden;
- (id)subviews;
- (id)accessibilityIdentifier;
@end
@interface UIWindow : UIView
@end
@interface UILabel : UIView
- (id)text;
@end
@interface UITextField : UIView {
  BOOL secure;
  long correction;
}
- (id)text;
- (void)setSecureTextEntry:(BOOL)secure;
- (BOOL)isSecureTextEntry;
- (long)autocorrectionType;
- (long)spellCheckingType;
- (long)keyboardType;
@end
@interface UIApplication : NSObject
+ (id)sharedApplication;
- (BOOL)openURL:(id)url;
- (id)windows;
@end
@interface NSURL : NSString
- (id)absoluteString;
@end
@interface WKWebView : UIView
- (id)loadHTMLString:(id)text baseURL:(id)url;
- (id)URL;
@end
@interface UNNotificationContent : NSObject {
  id text;
}
- (id)title;
- (id)subtitle;
- (id)body;
@end
@interface UNNotificationRequest : NSObject {
  UNNotificationContent *held;
}
- (id)content;
@end
@interface UNUserNotificationCenter : NSObject
- (void)addNotificationRequest:(id)request withCompletionHandler:(id)done;
@end
@interface LAContext : NSObject
- (void)evaluatePolicy:(long)policy localizedReason:(id)reason reply:(id)reply;
@end
@interface CLLocationManager : NSObject
- (void)requestWhenInUseAuthorization;
@end

/* Does what a line on standard input asks for: `work TOPIC N`, or `say TEXT`. `weak` or `fixed` is its argument. */
#include "Foundation.h"
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int32_t CCCrypt(uint32_t, uint32_t, uint32_t, const void *, size_t, const void *, const void *,
                size_t, void *, size_t, size_t *);
int32_t SecItemAdd(const void *, const void **);
int32_t SecTrustSetAnchorCertificates(const void *, const void *);
_Bool SecTrustEvaluateWithError(const void *, void **);
int SecRandomCopyBytes(const void *, size_t, void *);
void NSLog(const void *, ...);

@implementation NSObject
+ (id)alloc { return class_createInstance(self, 0); }
+ (id)new { return [[self alloc] init]; }
- (id)init { return self; }
- (id)description { return [NSString stringWithUTF8String:"object"]; }
- (id)retain { return self; }
- (void)release {}
- (id)autorelease { return self; }
- (const char *)UTF8String { return ""; }
- (BOOL)respondsToSelector:(SEL)selector {
  return class_respondsToSelector(*(Class *)self, selector);
}
- (BOOL)isKindOfClass:(Class)type {
  for (Class one = *(Class *)self; one; one = class_getSuperclass(one)) if (one == type) return YES;
  return NO;
}
@end
@implementation NSString
+ (id)stringWithUTF8String:(const char *)given {
  NSString *made = [self alloc];
  made->text = strdup(given);
  return made;
}
- (const char *)UTF8String { return text; }
- (id)description { return self; }
@end
@implementation NSData
- (const void *)bytes { return text; }
- (unsigned long)length { return strlen(text); }
/* No text: only its bytes tell what it holds. */
- (BOOL)isKindOfClass:(Class)type { return type == objc_getClass("NSData"); }
@end
@implementation NSArray
- (void)add:(id)item { items[used++] = item; }
- (unsigned long)count { return used; }
- (id)objectAtIndex:(unsigned long)at { return items[at]; }
@end
@implementation NSDictionary
+ (id)shown:(const char *)text holds:(id)value {
  NSDictionary *made = [self new];
  made->shown = strdup(text);
  made->held = value;
  return made;
}
- (id)description { return [NSString stringWithUTF8String:shown]; }
- (id)allKeys {
  NSArray *keys = [NSArray new];
  [keys add:[NSString stringWithUTF8String:"v_Data"]];
  return keys;
}
- (id)objectForKey:(id)key { return held; }
@end
@implementation NSAutoreleasePool
@end
@implementation NSUserDefaults
- (void)setObject:(id)value forKey:(id)key {}
@end
@implementation UIPasteboard
- (void)setString:(id)text {}
@end
@implementation UIView
- (id)init { below = [NSArray new]; return self; }
- (BOOL)isHidden { return NO; }
- (id)subviews { return below; }
- (id)accessibilityIdentifier { return [NSString stringWithUTF8String:"login"]; }
@end
@implementation UIWindow
@end
@implementation UILabel
- (id)text { return text; }
@end
@implementation UITextField
- (id)text { return text; }
- (void)setSecureTextEntry:(BOOL)given { secure = given; }
- (BOOL)isSecureTextEntry { return secure; }
- (long)autocorrectionType { return secure; }
- (long)spellCheckingType { return secure; }
- (long)keyboardType { return 0; }
@end
static NSArray *shownWindows;
@implementation UIApplication
+ (id)sharedApplication { return [self new]; }
- (BOOL)openURL:(id)url { return YES; }
- (id)windows { return shownWindows != nil ? shownWindows : [NSArray new]; }
@end
@implementation NSURL
- (id)absoluteString { return [NSString stringWithUTF8String:text]; }
@end
@implementation WKWebView
- (void)show:(const char *)url { text = [NSURL stringWithUTF8String:url]; }
- (id)loadHTMLString:(id)text baseURL:(id)url { return nil; }
- (id)URL { return text; }
@end
@implementation UNNotificationContent
- (id)title { return nil; }
- (id)subtitle { return nil; }
- (id)body { return text; }
@end
@implementation UNNotificationRequest
- (id)content { return held; }
@end
@implementation UNUserNotificationCenter
- (void)addNotificationRequest:(id)request withCompletionHandler:(id)done {}
@end
@implementation LAContext
- (void)evaluatePolicy:(long)policy localizedReason:(id)reason reply:(id)reply {}
@end
@implementation CLLocationManager
- (void)requestWhenInUseAuthorization {}
@end

#define PASSWORD "Canary-Pw-7319"
static id text(const char *given) { return [NSString stringWithUTF8String:given]; }
static int is(const char *one, const char *other) { return strcmp(one, other) == 0; }

@interface UIView (Made)
+ (id)with:(const char *)given;
- (id)over:(UIView *)other;
@end
@implementation UIView (Made)
+ (id)with:(const char *)given {
  UIView *made = [self new];
  made->text = text(given);
  return made;
}
- (id)over:(UIView *)other { [below add:other]; return self; }
@end
@interface UNNotificationRequest (Made)
+ (id)with:(const char *)given;
@end
@implementation UNNotificationContent (Made)
- (void)say:(const char *)given { text = [NSString stringWithUTF8String:given]; }
@end
@implementation UNNotificationRequest (Made)
+ (id)with:(const char *)given {
  UNNotificationRequest *made = [self new];
  made->held = [UNNotificationContent new];
  [made->held say:given];
  return made;
}
@end

/* A login with the password typed in: legible and learned by keyboards, or neither. */
static void screen(int weak) {
  UITextField *field = [UITextField with:PASSWORD];
  WKWebView *page = [WKWebView with:""];
  UIWindow *window = [UIWindow with:""];
  [field setSecureTextEntry:!weak];
  [page show:weak ? "http://example.tw/" : "https://example.tw/"];
  [[[window over:[[UIView with:""] over:field]] over:[UILabel with:weak ? PASSWORD : "welcome"]] over:page];
  shownWindows = [NSArray new];
  [shownWindows add:window];
}

static void work(const char *topic, int weak) {
  const char *secret = weak ? PASSWORD : "-";
  unsigned char out[64], iv[16] = {1};
  if (is(topic, "crypto"))
    CCCrypt(0, 0, weak ? 3 : 1, "0123456789abcdef", 16, weak ? NULL : iv, secret, strlen(secret), out, 64, NULL);
  if (is(topic, "keystore"))
    SecItemAdd([NSDictionary shown:weak ? "{pdmn = dk}" : "{pdmn = akpu}" holds:[NSData stringWithUTF8String:secret]], NULL);
  if (is(topic, "storage")) [[NSUserDefaults new] setObject:text(secret) forKey:text("pw")];
  if (is(topic, "log")) NSLog(text(secret));
  if (is(topic, "clipboard-screen")) [[UIPasteboard new] setString:text(secret)];
  if (is(topic, "ui")) [[UITextField new] setSecureTextEntry:!weak];
  if (is(topic, "ipc")) [[UIApplication new] openURL:text(weak ? "other://?pw=" PASSWORD : "https://example.tw/")];
  if (is(topic, "webview")) [[WKWebView new] loadHTMLString:text(weak ? "<script>" PASSWORD : "<p>") baseURL:nil];
  if (is(topic, "tls")) {
    if (weak) SecTrustSetAnchorCertificates(NULL, NULL);
    else SecTrustEvaluateWithError(NULL, NULL);
  }
  if (is(topic, "detection") && !weak) access("/Applications/Cydia.app", F_OK);
  if (is(topic, "random-biometrics")) {
    if (weak) rand();
    else SecRandomCopyBytes(NULL, 16, out);
    [[LAContext new] evaluatePolicy:weak ? 2 : 1 localizedReason:text("Sign in") reply:nil];
  }
  if (is(topic, "loading-permissions")) {
    if (weak) dlopen("/tmp/none.dylib", RTLD_LAZY);
    [[CLLocationManager new] requestWhenInUseAuthorization];
  }
  if (is(topic, "screen")) screen(weak);
  if (is(topic, "notification"))
    [[UNUserNotificationCenter new] addNotificationRequest:[UNNotificationRequest with:weak ? PASSWORD : "a new message"] withCompletionHandler:nil];
  if (is(topic, "many")) SecRandomCopyBytes(NULL, 16, out);
  if (is(topic, "crash")) *(volatile int *)16 = 1;
  if (is(topic, "exit")) _exit(3);
}

int main(int count, char **given) {
  char line[4096], topic[64];
  int times, weak = count > 1 && is(given[1], "weak");
  setvbuf(stdout, NULL, _IONBF, 0);
  printf("READY\n");
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, "say ", 4) == 0) {
      NSLog(text(line + 4));
    } else {
      if (sscanf(line, "work %63s %d", topic, &times) != 2) break;
      for (int n = 0; n < times; n++) work(topic, weak);
    }
    printf("DONE\n");
  }
  return 0;
}

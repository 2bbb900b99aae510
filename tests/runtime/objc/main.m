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
@implementation NSDictionary
@end
@implementation NSAutoreleasePool
@end
@implementation NSUserDefaults
- (void)setObject:(id)value forKey:(id)key {}
@end
@implementation UIPasteboard
- (void)setString:(id)text {}
@end
@implementation UITextField
- (void)setSecureTextEntry:(BOOL)secure {}
@end
@implementation UIApplication
- (BOOL)openURL:(id)url { return YES; }
@end
@implementation WKWebView
- (id)loadHTMLString:(id)text baseURL:(id)url { return nil; }
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

static void work(const char *topic, int weak) {
  const char *secret = weak ? PASSWORD : "-";
  unsigned char out[64], iv[16] = {1};
  if (is(topic, "crypto"))
    CCCrypt(0, 0, weak ? 3 : 1, "0123456789abcdef", 16, weak ? NULL : iv, secret, strlen(secret), out, 64, NULL);
  if (is(topic, "keystore"))
    SecItemAdd([NSDictionary stringWithUTF8String:weak ? "{pdmn = dk}" : "{pdmn = akpu}"], NULL);
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

// What lets pages, and whoever sends links, do more than they should: each method holds one mistake.

#include "ios.h"

@interface Browser : UIViewController
@property(strong) WKWebView *view;
@end

@implementation Browser
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options {
    [self.view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:url.query]]];
    return YES;
}

- (BOOL)application:(UIApplication *)application
    continueUserActivity:(NSUserActivity *)activity
      restorationHandler:(void (^)(NSArray *))handler {
    if ([activity.webpageURL.host isEqualToString:@"www.example.tw"])
        [self.view loadRequest:[NSURLRequest requestWithURL:activity.webpageURL]];
    return YES;
}

- (BOOL)application:(UIApplication *)application handleOpenURL:(NSURL *)url {
    NSString *script = [NSString stringWithFormat:@"show('%@')", url.absoluteString];
    [self.view evaluateJavaScript:script completionHandler:nil];
    return YES;
}

- (void)open:(NSString *)address {
    [self.view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:address]]];
}

- (void)news {
    [self.view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"http://news.example.tw/"]]];
}

- (void)offer:(WKWebViewConfiguration *)configuration {
    [configuration.userContentController addScriptMessageHandler:self name:@"wallet"];
}

- (void)files:(WKWebViewConfiguration *)configuration {
    [configuration.preferences setValue:@YES forKey:@"allowFileAccessFromFileURLs"];
    [configuration setValue:@YES forKey:@"allowUniversalAccessFromFileURLs"];
}

- (void)inspect {
    self.view.inspectable = YES;
}

- (void)inspect:(BOOL)debugs {
    self.view.inspectable = debugs;
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Browser"); }

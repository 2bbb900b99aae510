// The same with addresses of the app's own, and nothing offered to pages.

#include "ios.h"

@interface Browser : UIViewController
@property(strong) WKWebView *view;
@end

@implementation Browser
- (void)start {
    [self.view loadRequest:[NSURLRequest requestWithURL:[NSURL URLWithString:@"https://www.example.tw/"]]];
    [self.view evaluateJavaScript:@"start()" completionHandler:nil];
}

- (void)files:(WKWebViewConfiguration *)configuration {
    [configuration.preferences setValue:@NO forKey:@"allowFileAccessFromFileURLs"];
}

- (void)inspect {
    self.view.inspectable = NO;
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Browser"); }

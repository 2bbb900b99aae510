// What accepts servers that nobody vouches for: each class or method holds one mistake.

#include "ios.h"

@interface Trusting : NSObject
@end

@implementation Trusting
- (void)URLSession:(NSURLSession *)session
    didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge
      completionHandler:(ChallengeHandler)done {
    if ([challenge.protectionSpace.authenticationMethod isEqualToString:NSURLAuthenticationMethodServerTrust])
        done(0, [NSURLCredential credentialForTrust:challenge.protectionSpace.serverTrust]);
    else
        done(1, nil);
}
@end

@interface Unused : NSObject
@end

@implementation Unused
- (void)URLSession:(NSURLSession *)session
                   task:(NSURLSessionTask *)task
    didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge
      completionHandler:(ChallengeHandler)done {
    done(0, [NSURLCredential credentialForTrust:challenge.protectionSpace.serverTrust]);
}
@end

@interface Forgetful : NSObject
@end

@implementation Forgetful
- (void)URLSession:(NSURLSession *)session
    didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge
      completionHandler:(ChallengeHandler)done {
    SecTrustRef trust = challenge.protectionSpace.serverTrust;
    SecTrustEvaluateWithError(trust, NULL);
    done(0, [NSURLCredential credentialForTrust:trust]);
}
@end

@interface Page : UIViewController
@property(strong) WKWebView *view;
@end

@implementation Page
- (void)viewDidLoad { self.view.navigationDelegate = self; }

- (void)webView:(WKWebView *)view
    didReceiveAuthenticationChallenge:(NSURLAuthenticationChallenge *)challenge
                    completionHandler:(ChallengeHandler)done {
    done(0, [[NSURLCredential alloc] initWithTrust:challenge.protectionSpace.serverTrust]);
}
@end

@interface Network : UIViewController
@property(strong) Trusting *trusting;
@end

@implementation Network
- (NSURLSession *)session {
    return [NSURLSession sessionWithConfiguration:[NSURLSessionConfiguration defaultSessionConfiguration]
                                         delegate:[Trusting new]
                                    delegateQueue:nil];
}

- (NSURLSession *)forgetful {
    return [NSURLSession sessionWithConfiguration:[NSURLSessionConfiguration defaultSessionConfiguration]
                                         delegate:[Forgetful new]
                                    delegateQueue:nil];
}

- (void)anyCertificate {
    [NSURLRequest setAllowsAnyHTTPSCertificate:YES forHost:@"api.example.tw"];
}

- (void)policy:(AFHTTPSessionManager *)manager {
    AFSecurityPolicy *policy = [AFSecurityPolicy defaultPolicy];
    policy.allowInvalidCertificates = YES;
    manager.securityPolicy = policy;
}

- (void)nameless:(AFHTTPSessionManager *)manager {
    AFSecurityPolicy *policy = [AFSecurityPolicy defaultPolicy];
    policy.validatesDomainName = NO;
    manager.securityPolicy = policy;
}

- (void)unclear:(AFHTTPSessionManager *)manager {
    manager.securityPolicy.allowInvalidCertificates = YES;
}

- (void)stream:(CFReadStreamRef)stream {
    NSDictionary *settings = @{(__bridge id)kCFStreamSSLValidatesCertificateChain : @NO};
    CFReadStreamSetProperty(stream, kCFStreamPropertySSLSettings, (__bridge CFTypeRef)settings);
}

- (void)ignoring:(SecTrustRef)trust {
    SecTrustSetExceptions(trust, SecTrustCopyExceptions(trust));
}

- (void)connection:(sec_protocol_options_t)options {
    sec_protocol_options_set_verify_block(
        options, ^(id metadata, id trust, void (^done)(_Bool)) { done(1); }, nil);
}

- (void)anchored:(SecTrustRef)trust to:(NSArray *)anchors {
    SecTrustSetAnchorCertificates(trust, (__bridge CFTypeRef)anchors);
}

- (NSURLSessionConfiguration *)oldVersion {
    NSURLSessionConfiguration *configuration = [NSURLSessionConfiguration ephemeralSessionConfiguration];
    configuration.TLSMinimumSupportedProtocolVersion = 0x0301;
    return configuration;
}

- (void)oldConnection:(sec_protocol_options_t)options {
    sec_protocol_options_set_min_tls_protocol_version(options, 0x0302);
}

- (void)inClear {
    NSURL *url = [NSURL URLWithString:@"http://api.example.tw/login"];
    [[[NSURLSession sharedSession] dataTaskWithURL:url
                                 completionHandler:^(NSData *data, id response, NSError *error){
                                 }] resume];
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Network"); }

// The same with the system's own judgement of certificates, and a pin beside it.

#include "ios.h"

@interface Trusting : NSObject
@end

@implementation Trusting
- (void)URLSession:(NSURLSession *)session
    didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge
      completionHandler:(ChallengeHandler)done {
    SecTrustRef trust = challenge.protectionSpace.serverTrust;
    if (trust && SecTrustEvaluateWithError(trust, NULL) && SecTrustCopyKey(trust))
        done(0, [NSURLCredential credentialForTrust:trust]);
    else
        done(2, nil);
}
@end

@interface Network : UIViewController
@end

@implementation Network
- (NSURLSession *)session {
    NSURLSessionConfiguration *configuration = [NSURLSessionConfiguration defaultSessionConfiguration];
    configuration.TLSMinimumSupportedProtocolVersion = 0x0304;
    return [NSURLSession sessionWithConfiguration:configuration delegate:[Trusting new] delegateQueue:nil];
}

- (void)policy:(AFHTTPSessionManager *)manager {
    AFSecurityPolicy *policy = [AFSecurityPolicy defaultPolicy];
    policy.allowInvalidCertificates = NO;
    policy.validatesDomainName = YES;
    manager.securityPolicy = policy;
}

- (void)stream:(CFReadStreamRef)stream {
    NSDictionary *settings = @{(__bridge id)kCFStreamSSLValidatesCertificateChain : @YES};
    CFReadStreamSetProperty(stream, kCFStreamPropertySSLSettings, (__bridge CFTypeRef)settings);
}

- (void)connection:(sec_protocol_options_t)options {
    sec_protocol_options_set_min_tls_protocol_version(options, 0x0303);
    sec_protocol_options_set_verify_block(
        options,
        ^(id metadata, id trust, void (^done)(_Bool)) {
          done(SecTrustEvaluateWithError((__bridge SecTrustRef)trust, NULL));
        },
        nil);
}

- (void)encrypted {
    NSURL *url = [NSURL URLWithString:@"https://api.example.tw/login"];
    [[[NSURLSession sharedSession] dataTaskWithURL:url
                                 completionHandler:^(NSData *data, id response, NSError *error){
                                 }] resume];
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Network"); }

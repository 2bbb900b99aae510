// A delegate that has the system judge servers, as Swift compiles it: the method that iOS calls hands on a function
// that calls the block, and a box that holds it; what a person wrote is a function of its own.

#include "ios.h"

#define SWIFT __attribute__((swiftcall, noinline, used))
#define CONTEXT __attribute__((swift_context))

typedef void (*Answer)(NSInteger how, NSURLCredential *with, CONTEXT void *box)
    __attribute__((swiftcall));
void *swift_allocObject(const void *type, long size, long alignment);

static const long type[4];

SWIFT static void answer(NSInteger how, NSURLCredential *with, CONTEXT void *box) {
    ((__bridge ChallengeHandler)((void **)box)[2])(how, with);
}

SWIFT static void urlSession(NSURLSession *session, NSURLAuthenticationChallenge *challenge,
                             Answer done, void *box) {
    SecTrustRef trust = challenge.protectionSpace.serverTrust;
    if (SecTrustEvaluateWithError(trust, NULL))
        done(0, [NSURLCredential credentialForTrust:trust], box);
    else
        done(2, nil, box);
}

__attribute__((objc_runtime_name("_TtC4Desk8Trustful")))
@interface Trustful : NSObject
@end

@implementation Trustful
- (void)URLSession:(NSURLSession *)session
    didReceiveChallenge:(NSURLAuthenticationChallenge *)challenge
      completionHandler:(ChallengeHandler)done {
    void **box = swift_allocObject(type, 24, 7);
    box[2] = (__bridge_retained void *)done;
    urlSession(session, challenge, answer, box);
}
@end

@interface Connected : NSObject
@end

@implementation Connected
- (NSURLSession *)session {
    return [NSURLSession sessionWithConfiguration:[NSURLSessionConfiguration defaultSessionConfiguration]
                                         delegate:[Trustful new]
                                    delegateQueue:nil];
}
@end

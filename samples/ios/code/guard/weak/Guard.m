// Names that everyone can read, and signs of each protection: only these are looked for, not their effect.

#include "ios.h"

@interface Account : NSObject
@end
@implementation Account
@end

@interface Address : NSObject
@end
@implementation Address
@end

@interface Basket : NSObject
@end
@implementation Basket
@end

@interface Booking : NSObject
@end
@implementation Booking
@end

@interface Branch : NSObject
@end
@implementation Branch
@end

@interface Card : NSObject
@end
@implementation Card
@end

@interface Coupon : NSObject
@end
@implementation Coupon
@end

@interface Customer : NSObject
@end
@implementation Customer
@end

@interface Delivery : NSObject
@end
@implementation Delivery
@end

@interface Invoice : NSObject
@end
@implementation Invoice
@end

@interface Letter : NSObject
@end
@implementation Letter
@end

@interface Member : NSObject
@end
@implementation Member
@end

@interface Message : NSObject
@end
@implementation Message
@end

@interface Notice : NSObject
@end
@implementation Notice
@end

@interface Order : NSObject
@end
@implementation Order
@end

@interface Parcel : NSObject
@end
@implementation Parcel
@end

@interface Payment : NSObject
@end
@implementation Payment
@end

@interface Profile : NSObject
@end
@implementation Profile
@end

@interface Receipt : NSObject
@end
@implementation Receipt
@end

@interface Refund : NSObject
@end
@implementation Refund
@end

@interface Review : NSObject
@end
@implementation Review
@end

@interface Ticket : NSObject
@end
@implementation Ticket
@end

@interface Desk : UIViewController
@property(strong) UIView *shade;
@end

@implementation Desk
- (BOOL)isJailbroken {
    return [[NSFileManager defaultManager] fileExistsAtPath:@"/Applications/Cydia.app"];
}

- (void)refuseDebuggers { ptrace(31, 0, nil, 0); }

- (void)attest:(NSString *)key hash:(NSData *)hash {
    [[DCAppAttestService sharedService] attestKey:key
                                   clientDataHash:hash
                                completionHandler:^(NSData *proof, NSError *error){}];
}

- (BOOL)isWatched { return [UIScreen mainScreen].isCaptured; }

- (void)keepOut:(NSURL *)place {
    [place setResourceValue:@YES forKey:NSURLIsExcludedFromBackupKey error:nil];
}

- (BOOL)application:(id)app shouldAllowExtensionPointIdentifier:(NSString *)point { return NO; }
- (void)applicationDidEnterBackground:(id)app { self.shade.hidden = NO; }
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Desk"); }

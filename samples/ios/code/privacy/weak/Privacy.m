// Asks for resources of the device, and reads identifiers, with no word about it in Info.plist.

#include "ios.h"

@interface Guide : UIViewController
@property(strong) CLLocationManager *places;
@end

@implementation Guide
- (void)locate {
    CLLocationManager *places = [[CLLocationManager alloc] init];
    [places requestWhenInUseAuthorization];
    self.places = places;
}

- (void)scan {
    [AVCaptureDevice requestAccessForMediaType:AVMediaTypeVideo completionHandler:^(BOOL granted){}];
}

- (id)advertise { return [ASIdentifierManager sharedManager].advertisingIdentifier; }
- (NSTimeInterval)age { return [NSProcessInfo processInfo].systemUptime; }
- (id)recognise { return [UIDevice currentDevice].identifierForVendor; }
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Guide"); }

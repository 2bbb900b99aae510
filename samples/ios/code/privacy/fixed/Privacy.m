// The same requests, described in Info.plist; no identifier that outlives the app.

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


- (NSTimeInterval)age { return [NSProcessInfo processInfo].systemUptime; }
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Guide"); }

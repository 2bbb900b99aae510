// The app: shows a title, and asks for the camera, the contacts and the location.

#include "declarations.h"

extern BOOL ParcelNumberIsValid(const char *number);

@interface ParcelViewController : UIViewController
@property(strong) CLLocationManager *locations;
@property(strong) CNContactStore *contacts;
@end

@implementation ParcelViewController
- (void)viewDidLoad {
    [super viewDidLoad];
    self.title = @"包裹小幫手";
    self.locations = [CLLocationManager new];
    [self.locations requestWhenInUseAuthorization];
    self.contacts = [CNContactStore new];
    [self.contacts requestAccessForEntityType:0
                            completionHandler:^(BOOL granted, NSError *error){
                            }];
    [AVCaptureDevice requestAccessForMediaType:AVMediaTypeVideo
                             completionHandler:^(BOOL granted){
                             }];
}
@end

@interface ParcelAppDelegate : UIResponder
@property(strong) UIWindow *window;
@end

@implementation ParcelAppDelegate
- (BOOL)application:(UIApplication *)application
    didFinishLaunchingWithOptions:(NSDictionary *)options {
    self.window = [UIWindow new];
    self.window.rootViewController = [ParcelViewController new];
    [self.window makeKeyAndVisible];
    return YES;
}

- (BOOL)application:(UIApplication *)application
    continueUserActivity:(NSUserActivity *)activity
      restorationHandler:(void (^)(id))restore {
    return ParcelNumberIsValid(activity.webpageURL.absoluteString.UTF8String);
}

- (BOOL)application:(UIApplication *)application
            openURL:(NSURL *)url
            options:(NSDictionary *)options {
    return ParcelNumberIsValid(url.absoluteString.UTF8String);
}
@end

int main(int count, char **arguments) {
    return UIApplicationMain(count, arguments, 0, @"ParcelAppDelegate");
}

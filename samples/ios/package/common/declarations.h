// Our own declarations of the few system interfaces that the samples use; no SDK is needed.

typedef signed char BOOL;
typedef long NSInteger;
typedef unsigned long NSUInteger;
#define YES ((BOOL)1)

@class NSDictionary, NSError, NSUserActivity;

__attribute__((objc_root_class))
@interface NSObject
+ (instancetype)new;
@end

@interface NSString : NSObject
@property(readonly) const char *UTF8String;
@end

@interface NSURL : NSObject
@property(readonly) NSString *absoluteString;
@end

@interface NSUserActivity : NSObject
@property(readonly) NSURL *webpageURL;
@end

@interface UIResponder : NSObject
@end

@interface UIApplication : UIResponder
@end

@interface UIViewController : UIResponder
@property(copy) NSString *title;
- (void)viewDidLoad;
@end

@interface UIWindow : UIResponder
@property(strong) UIViewController *rootViewController;
- (void)makeKeyAndVisible;
@end

@interface AVCaptureDevice : NSObject
+ (void)requestAccessForMediaType:(NSString *)type completionHandler:(void (^)(BOOL granted))done;
@end

@interface CLLocationManager : NSObject
- (void)requestWhenInUseAuthorization;
@end

@interface CNContactStore : NSObject
- (void)requestAccessForEntityType:(NSInteger)type
                 completionHandler:(void (^)(BOOL granted, NSError *error))done;
@end

extern NSString *const AVMediaTypeVideo;
extern int UIApplicationMain(int count, char **arguments, NSString *principal, NSString *delegate);

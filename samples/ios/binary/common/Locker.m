// The app: one screen, and texts that are put together in buffers on the stack.

#include "../../package/common/declarations.h"

@interface UIWebView : UIResponder
@end

#ifdef WATCHES
@interface WKWebView : UIResponder
@property(getter=isInspectable) BOOL inspectable;
@end

@interface ASIdentifierManager : NSObject
@property(readonly) NSObject *advertisingIdentifier;
+ (ASIdentifierManager *)sharedManager;
@end

static NSObject *watched(void) {
    WKWebView *page = [WKWebView new];
    page.inspectable = YES;
    return [CNContactStore new] ? [ASIdentifierManager sharedManager].advertisingIdentifier : page;
}
#endif

static int copy(char *to, const char *from, int room) {
    int length = 0;
    while (from && from[length] && length + 1 < room) {
        to[length] = from[length];
        length++;
    }
    to[length] = 0;
    return length;
}

static int sum(const char *text) {
    int total = 0;
    while (*text) total = total * 31 + *text++;
    return total;
}

static int lockerNumber(const char *text) {
    char number[64];
    int length = copy(number, text, sizeof number);
    for (int at = 0; at < length; at++)
        if (number[at] < '0' || number[at] > '9') number[at] = '0';
    return sum(number);
}

static int lockerLabel(const char *city, const char *street) {
    char label[128];
    int length = copy(label, city, 60);
    label[length++] = ' ';
    copy(label + length, street, 60);
    return sum(label);
}

static int lockerCode(const char *text, int shift) {
    char code[32];
    int length = copy(code, text, sizeof code);
    for (int at = 0; at < length; at++) code[at] = (char)('A' + (code[at] + shift) % 26);
    return sum(code);
}

@interface LockerViewController : UIViewController
@property(strong) NSObject *page;
@property(copy) NSString *number;
@end

@implementation LockerViewController
- (void)viewDidLoad {
    [super viewDidLoad];
    self.title = @"智取櫃";
#ifdef OLD_WEB_VIEW
    self.page = [UIWebView new];
#endif
#ifdef WATCHES
    self.page = watched();
#endif
    NSInteger code = lockerNumber(self.number.UTF8String) + lockerCode(self.title.UTF8String, 3);
    if (code == lockerLabel(self.number.UTF8String, self.title.UTF8String)) self.number = self.title;
}
@end

@interface LockerAppDelegate : UIResponder
@property(strong) UIWindow *window;
@end

@implementation LockerAppDelegate
- (BOOL)application:(UIApplication *)application
    didFinishLaunchingWithOptions:(NSDictionary *)options {
    self.window = [UIWindow new];
    self.window.rootViewController = [LockerViewController new];
    [self.window makeKeyAndVisible];
    return YES;
}
@end

int main(int count, char **arguments) {
    return UIApplicationMain(count, arguments, 0, @"LockerAppDelegate");
}

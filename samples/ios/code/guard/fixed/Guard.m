// Names as an obfuscator leaves them, and none of the protections.

#include "ios.h"

@interface qz10xk : NSObject
@end
@implementation qz10xk
@end

@interface qz11xk : NSObject
@end
@implementation qz11xk
@end

@interface qz12xk : NSObject
@end
@implementation qz12xk
@end

@interface qz13xk : NSObject
@end
@implementation qz13xk
@end

@interface qz14xk : NSObject
@end
@implementation qz14xk
@end

@interface qz15xk : NSObject
@end
@implementation qz15xk
@end

@interface qz16xk : NSObject
@end
@implementation qz16xk
@end

@interface qz17xk : NSObject
@end
@implementation qz17xk
@end

@interface qz18xk : NSObject
@end
@implementation qz18xk
@end

@interface qz19xk : NSObject
@end
@implementation qz19xk
@end

@interface qz20xk : NSObject
@end
@implementation qz20xk
@end

@interface qz21xk : NSObject
@end
@implementation qz21xk
@end

@interface qz22xk : NSObject
@end
@implementation qz22xk
@end

@interface qz23xk : NSObject
@end
@implementation qz23xk
@end

@interface qz24xk : NSObject
@end
@implementation qz24xk
@end

@interface qz25xk : NSObject
@end
@implementation qz25xk
@end

@interface qz26xk : NSObject
@end
@implementation qz26xk
@end

@interface qz27xk : NSObject
@end
@implementation qz27xk
@end

@interface qz28xk : NSObject
@end
@implementation qz28xk
@end

@interface qz29xk : NSObject
@end
@implementation qz29xk
@end

@interface qz30xk : NSObject
@end
@implementation qz30xk
@end

@interface qz31xk : NSObject
@end
@implementation qz31xk
@end

@interface Desk : UIViewController
@end

@implementation Desk
- (BOOL)hasMap { return [[NSFileManager defaultManager] fileExistsAtPath:@"/tmp/map"]; }
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Desk"); }

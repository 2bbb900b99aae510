// What a linker and the runtime's metadata can say of code: the readers' tests name each of these.

typedef signed char BOOL;

__attribute__((objc_root_class))
@interface NSObject
+ (instancetype)alloc;
+ (Class)class;
+ (instancetype)self;
- (instancetype)init;
@end

@interface NSString : NSObject
@end

@interface UIResponder : NSObject
@end

@interface UIWindow : UIResponder
- (void)setTitle:(NSString *)title;
@end

extern NSString *const AVMediaTypeVideo;

@protocol Keeper
- (BOOL)keep:(NSString *)secret forDays:(int)days;
@optional
+ (instancetype)keeper;
@end

@interface Vault : UIResponder <Keeper> {
    int _tries;
    NSString *_hint;
}
@property(copy) NSString *owner;
@property(class, readonly) NSString *brand;
- (SEL)opener;
@end

// A class under the name that the Swift compiler would have given it.
__attribute__((objc_runtime_name("_TtC5Vault5Inner")))
@interface Inner : Vault
- (Class)shape;
@end

@interface UIWindow (Vault) <Keeper>
- (void)lockWindow;
+ (BOOL)locksWindows;
@end

@interface Vault (Extras)
- (int)tries;
@end

// Others may replace this one, so that it is called as if it were theirs.
__attribute__((weak)) int vault_rounds(int count) { return count * 3; }

int vault_sum(int one, int two) { return vault_rounds(one) + vault_rounds(two); }

static void unlock(void) {}

const char *const vault_words[] = {"first", "second", 0};
void (*const vault_actions[])(void) = {unlock, 0};
NSString *const *vault_import = &AVMediaTypeVideo;
const char *vault_beside = (const char *)&AVMediaTypeVideo + 16;
NSString *vault_wide = @"保險箱";

@implementation Vault
@synthesize owner = _owner;
+ (NSString *)brand { return @"Vault & Co."; }
- (SEL)opener { return @selector(openWith:code:); }
- (BOOL)keep:(NSString *)secret forDays:(int)days {
    _hint = secret;
    _tries = vault_sum(days, _tries);
    return [(id)AVMediaTypeVideo init] == secret;
}
@end

@implementation Inner
- (instancetype)init { return [super init]; }
- (Class)shape { return [UIWindow self] ? [UIWindow class] : [Inner class]; }
@end

@implementation UIWindow (Vault)
- (void)lockWindow { [self setTitle:@"locked"]; }
+ (BOOL)locksWindows { return 1; }
- (BOOL)keep:(NSString *)secret forDays:(int)days { return days > 2; }
@end

@implementation Vault (Extras)
- (int)tries { return _tries; }
@end

#ifdef MESSAGE_STUBS
// As newer compilers call: the linker makes a stub for each message.
extern void send_title(id, SEL, NSString *) __asm__("_objc_msgSend$setTitle:");
extern void send_lock(id) __asm__("_objc_msgSend$lockWindow");

void vault_send(UIWindow *window) {
    send_title(window, 0, @"stub");
    send_lock(window);
}
#endif

// Our own declarations of the system interfaces that the samples of code use; no SDK is needed.
// Add what a topic needs: only names and types matter, for both are all that a build keeps.

#pragma once

typedef signed char BOOL;
typedef long NSInteger;
typedef unsigned long NSUInteger;
typedef double NSTimeInterval;
typedef unsigned char uint8_t;
typedef unsigned int uint32_t;
typedef int int32_t;
typedef unsigned long size_t;
typedef int OSStatus;
typedef const void *CFTypeRef;
typedef const struct __CFString *CFStringRef;
typedef const struct __CFDictionary *CFDictionaryRef;
typedef struct __CFDictionary *CFMutableDictionaryRef;
typedef const struct __CFAllocator *CFAllocatorRef;
typedef struct __CFError *CFErrorRef;
typedef struct SecKey *SecKeyRef;
typedef struct SecTrust *SecTrustRef;
typedef struct SecAccessControl *SecAccessControlRef;
typedef long CFIndex;
#define YES ((BOOL)1)
#define NO ((BOOL)0)
#define nil ((void *)0)
#define NULL ((void *)0)

typedef struct {
    unsigned long state;
    id __unsafe_unretained *items;
    unsigned long *changed;
    unsigned long extra[5];
} NSFastEnumerationState;

@class NSString, NSData, NSURL, NSError, NSDictionary, NSURLCredential, NSURLRequest;

@protocol NSObject
@end
@protocol NSCopying
@end

__attribute__((objc_root_class))
@interface NSObject <NSObject>
+ (instancetype)new;
+ (instancetype)alloc;
+ (Class)class;
- (instancetype)init;
- (id)copy;
- (id)mutableCopy;
@end

@interface NSString : NSObject <NSCopying>
@property(readonly) const char *UTF8String;
@property(readonly) NSUInteger length;
+ (instancetype)stringWithFormat:(NSString *)format, ...;
+ (instancetype)stringWithUTF8String:(const char *)text;
- (NSData *)dataUsingEncoding:(NSUInteger)encoding;
- (BOOL)writeToFile:(NSString *)path
         atomically:(BOOL)atomically
           encoding:(NSUInteger)encoding
              error:(NSError **)error;
- (BOOL)isEqualToString:(NSString *)other;
@end

@interface NSMutableString : NSString
@end

@interface NSNumber : NSObject <NSCopying>
+ (NSNumber *)numberWithBool:(BOOL)value;
+ (NSNumber *)numberWithInt:(int)value;
+ (NSNumber *)numberWithInteger:(NSInteger)value;
+ (NSNumber *)numberWithUnsignedInteger:(NSUInteger)value;
+ (NSNumber *)numberWithLong:(long)value;
+ (NSNumber *)numberWithLongLong:(long long)value;
+ (NSNumber *)numberWithUnsignedLong:(unsigned long)value;
@end

@interface NSArray<T> : NSObject
@property(readonly) NSUInteger count;
+ (instancetype)arrayWithObjects:(const id[])objects count:(NSUInteger)count;
- (T)objectAtIndexedSubscript:(NSUInteger)at;
- (NSUInteger)countByEnumeratingWithState:(NSFastEnumerationState *)state
                                  objects:(id __unsafe_unretained[])buffer
                                    count:(NSUInteger)count;
@end

@interface NSDictionary<K, V> : NSObject
+ (instancetype)dictionaryWithObjects:(const id[])objects
                              forKeys:(const id<NSCopying>[])keys
                                count:(NSUInteger)count;
+ (instancetype)dictionaryWithObjectsAndKeys:(id)first, ...;
- (V)objectForKeyedSubscript:(K)key;
@end

@interface NSMutableDictionary<K, V> : NSDictionary <K, V>
+ (instancetype)dictionary;
- (void)setObject:(V)value forKey:(K)key;
- (void)setObject:(V)value forKeyedSubscript:(K)key;
- (void)addEntriesFromDictionary:(NSDictionary *)other;
@end

@interface NSData : NSObject
@property(readonly) const void *bytes;
@property(readonly) NSUInteger length;
+ (instancetype)dataWithBytes:(const void *)bytes length:(NSUInteger)length;
- (BOOL)writeToFile:(NSString *)path options:(NSUInteger)options error:(NSError **)error;
@end

@interface NSMutableData : NSData
@property(readonly) void *mutableBytes;
+ (instancetype)dataWithLength:(NSUInteger)length;
@end

@interface NSURL : NSObject
@property(readonly) NSString *absoluteString, *scheme, *host, *path, *query;
+ (instancetype)URLWithString:(NSString *)text;
+ (instancetype)fileURLWithPath:(NSString *)path;
@end

@interface NSURLRequest : NSObject
@property(readonly) NSURL *URL;
+ (instancetype)requestWithURL:(NSURL *)url;
@end

@interface NSMutableURLRequest : NSURLRequest
- (void)setValue:(NSString *)value forHTTPHeaderField:(NSString *)field;
@end

@interface NSURLProtectionSpace : NSObject
@property(readonly) NSString *authenticationMethod, *host;
@property(readonly) SecTrustRef serverTrust;
@end

@interface NSURLAuthenticationChallenge : NSObject
@property(readonly) NSURLProtectionSpace *protectionSpace;
@end

@interface NSURLCredential : NSObject
+ (instancetype)credentialForTrust:(SecTrustRef)trust;
@end

@interface NSURLSessionTask : NSObject
- (void)resume;
@end

@interface NSURLSessionConfiguration : NSObject
+ (instancetype)defaultSessionConfiguration;
+ (instancetype)ephemeralSessionConfiguration;
@property int TLSMinimumSupportedProtocol;
@end

@interface NSURLSession : NSObject
+ (instancetype)sharedSession;
+ (instancetype)sessionWithConfiguration:(NSURLSessionConfiguration *)configuration
                                delegate:(id)delegate
                           delegateQueue:(id)queue;
- (NSURLSessionTask *)dataTaskWithURL:(NSURL *)url
                    completionHandler:(void (^)(NSData *data, id response, NSError *error))done;
@end

typedef void (^ChallengeHandler)(NSInteger disposition, NSURLCredential *credential);

@interface NSUserDefaults : NSObject
+ (instancetype)standardUserDefaults;
- (instancetype)initWithSuiteName:(NSString *)name;
- (void)setObject:(id)value forKey:(NSString *)key;
- (void)setBool:(BOOL)value forKey:(NSString *)key;
- (id)objectForKey:(NSString *)key;
- (NSString *)stringForKey:(NSString *)key;
@end

@interface NSFileManager : NSObject
+ (instancetype)defaultManager;
- (BOOL)fileExistsAtPath:(NSString *)path;
- (BOOL)createFileAtPath:(NSString *)path
                contents:(NSData *)data
              attributes:(NSDictionary *)attributes;
@end

@interface NSError : NSObject
@end

@interface NSBundle : NSObject
+ (instancetype)mainBundle;
@end

@interface UIResponder : NSObject
@end
@interface UIView : UIResponder
@end
@interface UIControl : UIView
@end
@interface UITextField : UIControl
@property(copy) NSString *text;
@property(getter=isSecureTextEntry) BOOL secureTextEntry;
@end
@interface UIViewController : UIResponder
@property(copy) NSString *title;
- (void)viewDidLoad;
@end
@interface UIWindow : UIView
@property(strong) UIViewController *rootViewController;
- (void)makeKeyAndVisible;
@end
@interface UIApplication : UIResponder
+ (instancetype)sharedApplication;
- (BOOL)openURL:(NSURL *)url;
- (BOOL)canOpenURL:(NSURL *)url;
@end
@interface UIPasteboard : NSObject
+ (instancetype)generalPasteboard;
@property(copy) NSString *string;
- (void)setItems:(NSArray *)items options:(NSDictionary *)options;
@end

@interface LAContext : NSObject
- (BOOL)canEvaluatePolicy:(NSInteger)policy error:(NSError **)error;
- (void)evaluatePolicy:(NSInteger)policy
       localizedReason:(NSString *)reason
                 reply:(void (^)(BOOL success, NSError *error))reply;
@end

@interface WKPreferences : NSObject
@property BOOL javaScriptEnabled;
- (void)setValue:(id)value forKey:(NSString *)key;
@end
@interface WKWebViewConfiguration : NSObject
@property(strong) WKPreferences *preferences;
- (void)setValue:(id)value forKey:(NSString *)key;
@end
@interface WKWebView : UIView
- (instancetype)initWithFrame:(id)frame configuration:(WKWebViewConfiguration *)configuration;
- (id)loadRequest:(NSURLRequest *)request;
- (id)loadHTMLString:(NSString *)text baseURL:(NSURL *)base;
- (id)loadFileURL:(NSURL *)file allowingReadAccessToURL:(NSURL *)folder;
- (void)evaluateJavaScript:(NSString *)script completionHandler:(void (^)(id, NSError *))done;
@end

extern void NSLog(NSString *format, ...);
extern Class NSClassFromString(NSString *name);
extern int UIApplicationMain(int count, char **arguments, NSString *principal, NSString *delegate);
extern void *dlsym(void *handle, const char *name);

extern const CFStringRef kSecClass, kSecClassGenericPassword, kSecAttrAccount, kSecAttrService;
extern const CFStringRef kSecValueData, kSecAttrAccessible, kSecAttrAccessControl;
extern const CFStringRef kSecAttrAccessibleAlways, kSecAttrAccessibleWhenUnlocked;
extern const CFStringRef kSecAttrAccessibleWhenUnlockedThisDeviceOnly;
extern const CFStringRef kSecAttrAccessibleAfterFirstUnlock;
extern const CFStringRef kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly;
extern const CFStringRef kSecAttrKeyType, kSecAttrKeyTypeRSA, kSecAttrKeySizeInBits;
extern const CFStringRef kSecAttrKeyTypeECSECPrimeRandom, kSecAttrTokenID, kSecReturnData;
extern const CFStringRef kSecAttrTokenIDSecureEnclave, kSecAttrSynchronizable;
extern const CFTypeRef kCFBooleanTrue, kCFBooleanFalse;
extern const void *kSecRandomDefault;
extern const char kCFTypeDictionaryKeyCallBacks[], kCFTypeDictionaryValueCallBacks[];
extern OSStatus SecItemAdd(CFDictionaryRef attributes, CFTypeRef *result);
extern OSStatus SecItemCopyMatching(CFDictionaryRef query, CFTypeRef *result);
extern OSStatus SecItemUpdate(CFDictionaryRef query, CFDictionaryRef attributes);
extern OSStatus SecItemDelete(CFDictionaryRef query);
extern SecKeyRef SecKeyCreateRandomKey(CFDictionaryRef parameters, CFErrorRef *error);
extern SecAccessControlRef SecAccessControlCreateWithFlags(CFAllocatorRef allocator,
                                                           CFTypeRef protection,
                                                           unsigned long flags, CFErrorRef *error);
extern BOOL SecTrustEvaluateWithError(SecTrustRef trust, CFErrorRef *error);
extern int SecRandomCopyBytes(const void *source, size_t count, void *bytes);
extern CFDictionaryRef CFDictionaryCreate(CFAllocatorRef allocator, const void **keys,
                                          const void **values, CFIndex count, const void *one,
                                          const void *other);
extern CFMutableDictionaryRef CFDictionaryCreateMutable(CFAllocatorRef allocator, CFIndex capacity,
                                                        const void *one, const void *other);
extern void CFDictionarySetValue(CFMutableDictionaryRef to, const void *key, const void *value);

enum { kCCEncrypt, kCCDecrypt };
enum { kCCAlgorithmAES, kCCAlgorithmDES, kCCAlgorithm3DES, kCCAlgorithmCAST, kCCAlgorithmRC4 };
enum { kCCOptionPKCS7Padding = 1, kCCOptionECBMode = 2 };
extern int CCCrypt(uint32_t operation, uint32_t algorithm, uint32_t options, const void *key,
                   size_t keyLength, const void *iv, const void *in, size_t inLength, void *out,
                   size_t outAvailable, size_t *moved);
extern int CCCryptorCreateWithMode(uint32_t operation, uint32_t mode, uint32_t algorithm,
                                   uint32_t padding, const void *iv, const void *key,
                                   size_t keyLength, const void *tweak, size_t tweakLength,
                                   int rounds, uint32_t options, void **made);
extern int CCKeyDerivationPBKDF(uint32_t algorithm, const char *password, size_t passwordLength,
                                const uint8_t *salt, size_t saltLength, uint32_t prf,
                                unsigned rounds, uint8_t *key, size_t keyLength);
extern unsigned char *CC_MD5(const void *data, uint32_t length, unsigned char *digest);
extern unsigned char *CC_SHA1(const void *data, uint32_t length, unsigned char *digest);
extern unsigned char *CC_SHA256(const void *data, uint32_t length, unsigned char *digest);
extern void CCHmac(uint32_t algorithm, const void *key, size_t keyLength, const void *data,
                   size_t length, void *mac);

// Storage: files, log and pasteboard.
extern NSString *const NSFileProtectionKey, *const NSFileProtectionNone, *const NSFileProtectionComplete;
extern NSString *const UIPasteboardOptionLocalOnly, *const UIPasteboardOptionExpirationDate;
@interface NSData (Written)
- (BOOL)writeToFile:(NSString *)path options:(NSUInteger)options error:(NSError **)error;
@end

// Privacy and resilience: what asks for resources of the device, and what looks for tools.
extern NSString *const AVMediaTypeVideo, *const NSURLIsExcludedFromBackupKey, *const UIScreenCapturedDidChangeNotification;
extern int ptrace(int request, int process, void *address, int data);
@class NSUUID;
@interface ASIdentifierManager : NSObject
+ (instancetype)sharedManager;
@property(readonly) NSUUID *advertisingIdentifier;
@end
@interface UIDevice : NSObject
@property(class, readonly) UIDevice *currentDevice;
@property(readonly) NSUUID *identifierForVendor;
@end
@interface CLLocationManager : NSObject
- (void)requestWhenInUseAuthorization;
@end
@interface AVCaptureDevice : NSObject
+ (void)requestAccessForMediaType:(NSString *)type completionHandler:(void (^)(BOOL granted))done;
@end
@interface DCAppAttestService : NSObject
@property(class, readonly) DCAppAttestService *sharedService;
- (void)attestKey:(NSString *)key clientDataHash:(NSData *)hash completionHandler:(void (^)(NSData *, NSError *))done;
@end
@interface UIScreen : NSObject
@property(class, readonly) UIScreen *mainScreen;
@property(readonly, getter=isCaptured) BOOL captured;
@end
@interface NSURL (Resource)
- (BOOL)setResourceValue:(id)value forKey:(NSString *)key error:(NSError **)error;
@end
@interface UIView (Shown)
@property(getter=isHidden) BOOL hidden;
@end
// trust, webview, input and auth
typedef struct ssl_context *SSLContextRef;
typedef struct sec_protocol_options *sec_protocol_options_t;
typedef struct __CFReadStream *CFReadStreamRef;
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
@class NSUserActivity, WKNavigation, UISceneConnection;

@interface NSURLSession (Delegates)
@property(readonly) id delegate;
@end
@interface NSURLCredential (Trust)
- (instancetype)initWithTrust:(SecTrustRef)trust;
@end
@interface NSURLRequest (Certificates)
+ (void)setAllowsAnyHTTPSCertificate:(BOOL)allowed forHost:(NSString *)host;
@end
@interface NSURLSessionConfiguration (Versions)
@property unsigned short TLSMinimumSupportedProtocolVersion;
@end
@interface AFSecurityPolicy : NSObject
+ (instancetype)defaultPolicy;
@property BOOL allowInvalidCertificates, validatesDomainName;
@end
@interface AFHTTPSessionManager : NSObject
@property(strong) AFSecurityPolicy *securityPolicy;
@end
@interface WKWebView (Settings)
@property(weak) id navigationDelegate;
@property(getter=isInspectable) BOOL inspectable;
@end
@interface WKUserContentController : NSObject
- (void)addScriptMessageHandler:(id)handler name:(NSString *)name;
@end
@interface WKWebViewConfiguration (Scripts)
@property(strong) WKUserContentController *userContentController;
@end
@interface NSUserActivity : NSObject
@property(copy) NSURL *webpageURL;
@end
@interface NSPredicate : NSObject
+ (instancetype)predicateWithFormat:(NSString *)format, ...;
@end
@interface FMResultSet : NSObject
@end
@interface FMDatabase : NSObject
- (FMResultSet *)executeQuery:(NSString *)sql, ...;
@end
@interface NSXMLParser : NSObject
- (instancetype)initWithData:(NSData *)data;
@property BOOL shouldResolveExternalEntities;
- (BOOL)parse;
@end
@interface NSKeyedUnarchiver : NSObject
+ (id)unarchiveObjectWithData:(NSData *)data;
+ (id)unarchivedObjectOfClass:(Class)kind fromData:(NSData *)data error:(NSError **)error;
@end
@interface NSBundle (Loading)
+ (instancetype)bundleWithPath:(NSString *)path;
@property(readonly) NSString *privateFrameworksPath, *bundlePath;
- (BOOL)load;
@end
@interface NSString (Paths)
- (NSString *)stringByAppendingPathComponent:(NSString *)part;
- (NSString *)stringByAppendingString:(NSString *)text;
- (BOOL)hasPrefix:(NSString *)text;
@end
@interface NSData (Files)
+ (instancetype)dataWithContentsOfFile:(NSString *)path;
+ (instancetype)dataWithContentsOfURL:(NSURL *)url;
@end
@interface NSUUID : NSObject
+ (instancetype)UUID;
@property(readonly) NSString *UUIDString;
@end
@interface NSDate : NSObject
+ (instancetype)date;
@property(readonly) NSTimeInterval timeIntervalSince1970;
@end
@interface LAContext (Key)
- (void)evaluateAccessControl:(SecAccessControlRef)control
                    operation:(NSInteger)operation
              localizedReason:(NSString *)reason
                        reply:(void (^)(BOOL success, NSError *error))reply;
@end

extern NSString *const NSURLAuthenticationMethodServerTrust;
extern const CFStringRef kCFStreamSSLValidatesCertificateChain, kCFStreamPropertySSLSettings;
extern const CFStringRef kSecUseAuthenticationUI, kSecUseAuthenticationUISkip, kSecMatchLimit;
extern const CFStringRef kSecMatchLimitOne, kSecUseAuthenticationContext;
extern BOOL CFReadStreamSetProperty(CFReadStreamRef stream, CFStringRef name, CFTypeRef value);
extern OSStatus SSLSetSessionOption(SSLContextRef context, int option, BOOL value);
extern OSStatus SSLSetProtocolVersionMin(SSLContextRef context, int version);
extern OSStatus SecTrustEvaluate(SecTrustRef trust, uint32_t *result);
extern BOOL SecTrustSetExceptions(SecTrustRef trust, CFTypeRef exceptions);
extern CFTypeRef SecTrustCopyExceptions(SecTrustRef trust);
extern OSStatus SecTrustSetAnchorCertificates(SecTrustRef trust, CFTypeRef anchors);
extern OSStatus SecTrustSetAnchorCertificatesOnly(SecTrustRef trust, BOOL only);
extern SecKeyRef SecTrustCopyKey(SecTrustRef trust);
extern CFTypeRef SecKeyCopyExternalRepresentation(SecKeyRef key, CFErrorRef *error);
extern void sec_protocol_options_set_min_tls_protocol_version(sec_protocol_options_t options,
                                                              unsigned short version);
extern void sec_protocol_options_set_verify_block(sec_protocol_options_t options,
                                                  void (^verify)(id metadata, id trust,
                                                                 void (^done)(_Bool accepted)),
                                                  id queue);
extern int sqlite3_exec(sqlite3 *database, const char *sql, void *each, void *context, char **error);
extern int sqlite3_prepare_v2(sqlite3 *database, const char *sql, int length, sqlite3_stmt **made,
                              const char **rest);
extern int sqlite3_bind_text(sqlite3_stmt *statement, int at, const char *text, int length,
                             void *release);
extern void *xmlReadMemory(const char *text, int length, const char *url, const char *encoding,
                           int options);
extern void *dlopen(const char *path, int mode);
extern int system(const char *command);
extern int rand(void);

// The unified log, as <os/log.h> has it: the values are packed into a buffer on the stack.
typedef struct os_log_s *os_log_t;
extern struct mach_header __dso_handle;
os_log_t os_log_create(const char *subsystem, const char *category);
BOOL os_log_type_enabled(os_log_t log, uint8_t type);
void _os_log_impl(void *, os_log_t, uint8_t type, const char *form, uint8_t *values, uint32_t size);
#define os_log(log, form, ...)                                                                     \
    do {                                                                                           \
        static const char text[]                                                                   \
            __attribute__((section("__TEXT,__oslogstring,cstring_literals"))) = form;              \
        os_log_t to = log;                                                                         \
        if (os_log_type_enabled(to, 0)) {                                                          \
            uint8_t values[__builtin_os_log_format_buffer_size(form, ##__VA_ARGS__)];              \
            _os_log_impl(&__dso_handle, to, 0, text,                                               \
                         __builtin_os_log_format(values, form, ##__VA_ARGS__), sizeof values);     \
        }                                                                                          \
    } while (0)

@interface NSProcessInfo : NSObject
@property(class, readonly) NSProcessInfo *processInfo;
@property(readonly) NSTimeInterval systemUptime;
@end

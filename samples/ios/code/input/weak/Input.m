// What puts text from elsewhere where it is taken for code: each method holds one mistake.

#include "ios.h"

@interface Search : UIViewController
@property(strong) FMDatabase *database;
@property sqlite3 *plain;
@end

@implementation Search
- (BOOL)application:(UIApplication *)application openURL:(NSURL *)url options:(NSDictionary *)options {
    NSString *sql = [NSString stringWithFormat:@"SELECT * FROM orders WHERE id = '%@'", url.path];
    [self.database executeQuery:sql];
    return YES;
}

- (BOOL)application:(UIApplication *)application handleOpenURL:(NSURL *)url {
    return [NSData dataWithContentsOfFile:url.path] != nil;
}

- (BOOL)application:(UIApplication *)application
              openURL:(NSURL *)url
    sourceApplication:(NSString *)sender
           annotation:(id)annotation {
    NSString *path = [[NSBundle mainBundle].bundlePath stringByAppendingPathComponent:url.query];
    return [NSData dataWithContentsOfFile:path] != nil;
}

- (void)find:(NSString *)name {
    NSString *sql = [NSString stringWithFormat:@"SELECT * FROM users WHERE name = '%@'", name];
    sqlite3_exec(self.plain, sql.UTF8String, NULL, NULL, NULL);
}

- (void)findAlso:(NSString *)name {
    NSString *sql = [@"SELECT * FROM users WHERE name = " stringByAppendingString:name];
    sqlite3_stmt *made;
    sqlite3_prepare_v2(self.plain, sql.UTF8String, -1, &made, NULL);
}

- (NSPredicate *)predicate:(NSString *)name {
    return [NSPredicate predicateWithFormat:[NSString stringWithFormat:@"name == '%@'", name]];
}

- (NSString *)format:(NSString *)text {
    return [NSString stringWithFormat:text];
}

- (void)log:(NSString *)text {
    NSLog(text);
}

- (BOOL)parse:(NSData *)data {
    NSXMLParser *parser = [[NSXMLParser alloc] initWithData:data];
    parser.shouldResolveExternalEntities = YES;
    return [parser parse];
}

- (void *)parseAlso:(NSData *)data {
    return xmlReadMemory(data.bytes, (int)data.length, "", NULL, 2);
}

- (id)restore:(NSData *)data {
    return [NSKeyedUnarchiver unarchiveObjectWithData:data];
}

- (void *)plugIn:(NSString *)folder {
    return dlopen([folder stringByAppendingPathComponent:@"more.dylib"].UTF8String, 2);
}

- (int)shell:(NSString *)name {
    return system([@"ls " stringByAppendingString:name].UTF8String);
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Search"); }

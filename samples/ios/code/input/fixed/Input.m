// The same with constant statements and formats, and values beside them.

#include "ios.h"

@interface Search : UIViewController
@property(strong) FMDatabase *database;
@property sqlite3 *plain;
@end

@implementation Search
- (void)find:(NSString *)name {
    [self.database executeQuery:@"SELECT * FROM users WHERE name = ?", name];
    sqlite3_exec(self.plain, "CREATE TABLE IF NOT EXISTS users (name TEXT)", NULL, NULL, NULL);
}

- (void)findAlso:(NSString *)name {
    sqlite3_stmt *made;
    sqlite3_prepare_v2(self.plain, "SELECT * FROM users WHERE name = ?", -1, &made, NULL);
    sqlite3_bind_text(made, 1, name.UTF8String, -1, NULL);
}

- (void)table:(int)number {
    NSString *sql = [NSString stringWithFormat:@"DROP TABLE page%d", number];
    sqlite3_exec(self.plain, sql.UTF8String, NULL, NULL, NULL);
}

- (NSPredicate *)predicate:(NSString *)name {
    return [NSPredicate predicateWithFormat:@"name == %@", name];
}

- (NSString *)format:(NSString *)text {
    return [NSString stringWithFormat:@"%@", text];
}

- (void)log:(NSInteger)count {
    NSLog(@"%ld found", (long)count);
}

- (BOOL)parse:(NSData *)data {
    NSXMLParser *parser = [[NSXMLParser alloc] initWithData:data];
    parser.shouldResolveExternalEntities = NO;
    return [parser parse];
}

- (void *)parseAlso:(NSData *)data {
    return xmlReadMemory(data.bytes, (int)data.length, "", NULL, 2048);
}

- (id)restore:(NSData *)data {
    return [NSKeyedUnarchiver unarchivedObjectOfClass:[NSString class] fromData:data error:nil];
}

- (void *)plugIn {
    return dlopen([[NSBundle mainBundle].privateFrameworksPath stringByAppendingPathComponent:@"More.framework/More"]
                      .UTF8String,
                  2);
}
@end

int main(int count, char **arguments) { return UIApplicationMain(count, arguments, nil, @"Search"); }

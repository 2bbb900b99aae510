// The share extension: one empty screen.

#include "../declarations.h"

@interface ShareViewController : UIViewController
@end

@implementation ShareViewController
- (void)viewDidLoad {
    [super viewDidLoad];
    self.title = @"包裹小幫手";
}
@end
